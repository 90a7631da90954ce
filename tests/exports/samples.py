"""One patient and notes with every section filled, as rows without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from server.domain.limits import LIMITS
from server.exports.document import ExportDocument
from server.models import Record, Revision
from server.services.summaries.document import Occasion, assemble

PATIENT = "11111111-1111-4111-8111-111111111111"
SERUM = "serum:33333333-3333-4333-8333-333333333333"
SEAL = "3fa9c1d2" * 8
PEOPLE = {"u1": "N. Vidal", "u2": "Dr A. Lindqvist"}
NOW = datetime(2026, 11, 23, 10, 15, tzinfo=UTC)
DEPTHS = {"cheek_left": [1.5], "cheek_right": [1.5], "temple_left": [1.0], "nose": [0.5], "forehead": [0.5, 0.75]}
CHECKED = ("hsv_active", "active_acne", "infection", "open_wound", "sunburn", "peel_laser", "surgery", "nsaid_48h")

Content = dict[str, dict[str, Any]]


def patient(given: str = "Kofi", family: str = "Mensah", **units: Any) -> Record:
    content = {
        "identity": {"mrn": "NP-000217", "given": given, "family": family, "birth_date": "1992-08-02"},
        "body": {"sex_at_birth": "male", "weight_kg": 78, "fitzpatrick": "V"},
        "allergy_status": {"none_known": "yes"},
        "history:hsv": {"answer": "no"},
        "history:isotretinoin": {"answer": "yes", "detail": "20 mg daily, stopped", "on": "2024-09-01"},
        "text:remarks": {"text": "Prefers mornings; internal remark."},
    } | units
    return Record(
        id=PATIENT, clinic_id="c", type="patient", author_id="u1", state="active", version=0, content=content,
        content_hash="ab" * 32, signatures=[], happened_at=NOW, updated_at=NOW,
    )  # fmt: skip


def note(number: int = 2, day: str = "2026-09-08", state: str = "approved", version: int = 1, **units: Any) -> Record:
    """A treated visit as in case C2; ``units`` replace or add merge units, None takes one out."""
    content = {unit: fields for unit, fields in (full(number, day) | units).items() if fields is not None}
    signed = [signature("author" if n == 1 else "amendment", n, day) for n in range(1, version + 1)]
    approved = [signature("countersign", version, day, "u2")] if state == "approved" else []
    outcome = {"outcome": "approved", "comment": "", "by": "u2", "name": PEOPLE["u2"]} | at(version, day)
    return Record(
        id=f"22222222-2222-4222-8222-{number:012d}", clinic_id="c", type="note", patient_id=PATIENT, author_id="u1",
        state=state, version=version, content=content, content_hash=SEAL, signatures=signed + approved,
        happened_at=datetime.fromisoformat(f"{day}T12:00:00+00:00"), updated_at=NOW,
        review=outcome if approved else None,
    )  # fmt: skip


def at(version: int, day: str) -> dict[str, Any]:
    return {"at": f"{day}T16:20:00+00:00", "version": version, "content_hash": SEAL}


def signature(meaning: str, version: int, day: str, who: str = "u1") -> dict[str, Any]:
    return {"meaning": meaning, "user_id": who, "name": PEOPLE[who]} | at(version, day)


def full(number: int, day: str) -> Content:
    def clock(time: str) -> str:
        return f"{day}T{time}:00+02:00"

    return {
        "visit": {
            "performed": "treated", "session_date": day, "session_no": number, "sessions_planned": 3,
            "interval_weeks_planned": 4, "operator": "u1", "indication": ["acne_scar"], "modality": ["needling", "prp"],
        },
        "check": dict.fromkeys(CHECKED, "no"),
        "consent": {"procedure": True, "photo_marketing": False, "version": "3.1", "signed_on": day},
        "numbing": {
            "used": True, "product": "lmx4", "lot": "L4-9921", "amount_g": 35, "area_cm2": 200, "zones": ["cheek_left"],
            "applied_at": clock("13:10"), "removed_at": clock("13:55"), "occlusion": "none", "skin_intact": "yes",
        },
        "device": {"type": "pen", "product": "skinpen", "cartridge_lot": "SPC2604-02", "unit_code": "U-2210"},
        "needling": {"started_at": clock("14:02"), "ended_at": clock("14:41"), "gloves": "nitrile", "pain_nrs": 6},
        **{f"zone:{key}": {"depth_mm": mm, "passes": 5, "endpoint": "pinpoint_bleeding"} for key, mm in DEPTHS.items()},
        "prp": {
            "used": True, "drawn_ml": 20, "anticoagulant": "acd_a", "volume_ml": 3.0, "kit_lot": "PK-3320",
            "spins": [{"rpm": 1340, "minutes": 8, "radius_cm": 10}, {"rpm": 2115, "minutes": 12, "radius_cm": 10}],
            "platelets_baseline": 240, "platelets_prp": 1150, "route": ["topical_during", "intradermal"],
            "sites": [{"zone": f"cheek_{side}", "ml": 0.8, "points": 10} for side in ("left", "right")],
            "topical_ml": 1.0,
        },
        SERUM: {"category": "hyaluronic_acid", "product": "HydraGel", "lot": "HA-551", "amount_ml": 2,
                "timing": "after_0_10min", "sterile": "yes", "labelled_for": "post_procedure"},
        "obs:T0": {"at": clock("14:41"), "erythema": 2, "oedema": 2, "bruise": 1},
        "obs:T30": {"at": clock("15:05"), "erythema": 2, "pain_now": 3},
        "obs:T24": {"how": "phone", "erythema": 1},
        "aftercare": {"given": True, "items": ["no_makeup_24h", "sun"], "phone": "+44 20 7946 0000"},
        "text:observations": {"text": "Even pinpoint bleeding on both cheeks."},
        "text:remarks": {"text": "Internal: ask about parking."},
    }  # fmt: skip


def follow_up(about: Record, point: str = "T7d", by: str = "u2", at: str = "2026-09-15T10:00:00+00:00",
              reached: str = "yes", **seen: Any) -> Record:  # fmt: skip
    """A signed follow-up of a note by a colleague."""
    content: Content = {"about": {"note_id": about.id, "point": point, "at": at, "how": "phone", "reached": reached}}
    content |= {"seen": {"erythema": 1, "itch": 0} | seen} if reached == "yes" else {}
    return Record(
        id=str(uuid5(NAMESPACE_OID, f"{point} {by} {at}")), clinic_id="c", type="follow_up",
        patient_id=PATIENT, author_id=by, state="signed", version=1, content=content, content_hash=SEAL, signatures=[],
        happened_at=datetime.fromisoformat(at), updated_at=NOW,
    )  # fmt: skip


def revision(about: Record, rev: int, kind: str, version: int, **rest: Any) -> Revision:
    row = {"before": {}, "after": {}, "reason": None, "author_id": "u1", "state": about.state} | rest
    return Revision(
        clinic_id=about.clinic_id, record_id=about.id, rev=rev, op_id=f"{about.id}/{rev}", kind=kind, version=version,
        content_hash=SEAL, server_time=datetime(2026, 10, 20, 8, 12, tzinfo=UTC), **row,
    )  # fmt: skip


def document(
    *notes: Record, who: Record | None = None, revisions: Any = None, demo: bool = False, calls: Any = ()
) -> ExportDocument:
    occasion = Occasion("Harbour Skin Clinic", "N. Vidal", NOW, PEOPLE, LIMITS, demo)
    return assemble(who or patient(), list(notes), revisions or {}, occasion, calls)


def series(count: int) -> list[Record]:
    first = date(2024, 1, 1)
    return [note(n + 1, (first + timedelta(days=28 * n)).isoformat()) for n in range(count)]

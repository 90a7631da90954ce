"""A tablet in a test: it makes ops, pushes and pulls them through the API, and knows notes that may be signed."""

from typing import Any
from uuid import uuid4

from server.domain.catalogue.patient import HISTORY_KEYS
from tests.ops import NUMBERS, make_op, make_patch, push_body

ANSWERED = """
    pregnant breastfeeding hsv_active active_acne infection open_wound sunburn filler_toxin_14d peel_laser surgery
    retinoid_acid_24h nsaid_48h steroid_local_1m steroid_systemic_2w recent_fever
""".split()  # noqa: SIM905


ANSWERED_ONCE: dict[str, dict[str, Any]] = {
    "body": {"sex_at_birth": "female", "fitzpatrick": "III"},
    "allergy_status": {"none_known": "yes"},
    **{f"history:{key.key}": {"answer": "no"} for key in HISTORY_KEYS},
}


class Tablet:
    """``cast`` and the key of the person holding it."""

    def __init__(self, cast: Any, key: str) -> None:
        self.cast, self.client, self.person = cast, getattr(cast, key), cast[key]

    def op(self, kind: str, type_: str, record_id: str, **rest: Any) -> dict[str, Any]:
        return make_op(self.person.id, kind, type_, record_id, **{"clock_offset_ms": -820} | rest)

    def send(self, *ops: Any, **body: Any) -> Any:
        """The whole answer of a push."""
        asked = push_body(self.person.device["id"], list(ops), **body)
        return self.client.post("/api/v1/sync/push", json=asked)

    def push(self, *ops: Any) -> list[dict[str, Any]]:
        answer = self.send(*ops)
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def push_one(self, op: dict[str, Any]) -> dict[str, Any]:
        return self.push(op)[0]

    def pull(self, **query: Any) -> list[dict[str, Any]]:
        """Every change from the cursor on, page by page."""
        changes: list[dict[str, Any]] = []
        while True:
            page = self.get("/sync/pull", **query).json
            changes += page["changes"]
            query["cursor"] = page["cursor"]
            if not page["more"]:
                return changes

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query_string=query)

    def new_patient(self, **identity: Any) -> dict[str, Any]:
        named = {"mrn": f"M-{next(NUMBERS)}", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"} | identity
        fields = {"identity": named, **ANSWERED_ONCE}
        return self.push_one(self.op("create", "patient", str(uuid4()), fields=fields))["record"]

    def new_note(self, patient_id: str | None = None, fields: dict[str, Any] | None = None) -> dict[str, Any]:
        patient_id = patient_id or self.new_patient()["id"]
        op = self.op("create", "note", str(uuid4()), patient_id=patient_id, fields=fields or {})
        return self.push_one(op)["record"]

    def patch_op(self, record: dict[str, Any], unit: str, patch: dict[str, Any], **rest: Any) -> dict[str, Any]:
        return make_patch(self.person.id, record, unit, patch, **{"clock_offset_ms": -820} | rest)

    def patch(self, record: dict[str, Any], unit: str, patch: dict[str, Any], **rest: Any) -> dict[str, Any]:
        return self.push_one(self.patch_op(record, unit, patch, **rest))

    def sign_op(self, note: dict[str, Any], **rest: Any) -> dict[str, Any]:
        return self.op("sign", "note", note["id"], content_hash=note["content_hash"], **rest)

    def signed_note(self, patient_id: str | None = None, **visit: Any) -> dict[str, Any]:
        note = self.new_note(patient_id, signable(self.person.id, **visit))
        result = self.push_one(self.sign_op(note))
        assert result["status"] == "applied", result
        return result["record"]

    def act(self, kind: str, record: dict[str, Any], **rest: Any) -> dict[str, Any]:
        """approve, return, void or amend what the tablet saw."""
        named = {"content_hash": record["content_hash"]} | rest
        return self.push_one(self.op(kind, record["type"], record["id"], **named))

    def conflicts(self) -> list[dict[str, Any]]:
        return [record for record in self.pull() if record["type"] == "conflict"]


def signable(operator: str, **visit: Any) -> dict[str, Any]:
    """The content of a short treated visit with nothing missing and nothing found."""
    planned = {"performed": "treated", "session_date": "2026-11-20", "session_no": 1, "operator": operator}
    planned["operator_trained"] = "yes"
    zone = {"depth_mm": [0.5], "passes": 2, "endpoint": "light_erythema"}
    day = visit.get("session_date", "2026-11-20")
    needling = {"started_at": f"{day}T09:10:00+01:00", "ended_at": f"{day}T09:40:00+01:00", "pain_nrs": 3}
    return {
        "visit": planned | {"indication": ["acne_scar"], "modality": ["needling"]} | visit,
        "check": dict.fromkeys(ANSWERED, "no"),
        "consent": {"procedure": True, "photo_clinical": True, "version": "2026-1", "signed_on": day},
        "photo": {"taken": "yes"},
        "numbing": {"used": False},
        "prp": {"used": False},
        "device": {"type": "pen", "product": "skinpen", "cartridge_lot": "SPC2604-02"},
        "needling": needling,
        "zone:cheek_left": zone,
        "obs:T0": {"erythema": 1},
        "obs:T30": {"erythema": 1, "pain_now": 1},
        "obs:T24": {"erythema": 1},
        "obs:T72": {"erythema": 0},
        "aftercare": {"given": True},
    }

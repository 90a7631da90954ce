"""Two courses away from the face: platelet-rich plasma into the scalp, and stretch marks treated with a second
cartridge."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid5

from server.cli.demo import note_states, visits
from server.cli.demo.practice import NAMESPACE, ZONE, in_the_past, working_day
from server.cli.demo.scenario import Fields, Note, Patient, Step
from server.cli.demo.visits import Course

SCALP = ("scalp_frontal", "scalp_mid", "scalp_vertex")
ABDOMEN = ("abdomen_lower", "flank_left", "flank_right")
WEEKS, LAST_DAYS_AGO = 4, 8
NEEDLED = ("device", "needling")

# key, given, family, sex, born, weight in kg
PEOPLE = (
    ("body-scalp", "Tomas", "Eide", "male", "1988-05-02", 84),
    ("body-striae", "Ines", "Brandt", "female", "1993-09-17", 63),
)


def patients(now: datetime) -> list[Patient]:
    here = now.astimezone(ZONE).replace(second=0, microsecond=0)
    return [patient(*who, here) for who in PEOPLE]


def patient(key: str, given: str, family: str, sex: str, born: str, weight: int, now: datetime) -> Patient:
    rng = Random(key)  # noqa: S311 (made-up patients, not secrets)
    course = course_of(key, sex == "female")
    last = datetime.combine(working_day(now), now.time(), ZONE).replace(hour=11, minute=0)
    days = [last - timedelta(days=LAST_DAYS_AGO, weeks=WEEKS * back) for back in (1, 0)]
    notes = tuple(note(key, session, at, course, now, rng) for session, at in enumerate(days, 1))
    answers = {name: {"answer": "no"} for name in visits.history(rng)}
    fields: Fields = {
        "identity": {"mrn": f"D-{len(key) + 1400}", "given": given, "family": family, "birth_date": born},
        "body": {"sex_at_birth": sex, "gender": sex, "weight_kg": weight, "fitzpatrick": "II"},
        "allergy_status": {"none_known": "yes"},
        **answers,
        course.unit: plan(key, course, days[0]),
    }
    return Patient(key, str(uuid5(NAMESPACE, key)), fields, days[0] - timedelta(days=6), notes=notes)


def course_of(key: str, is_female: bool) -> Course:
    return Course(
        indication="acne_scar",
        sessions=3,
        weeks=WEEKS,
        cream="lmx4",
        pen="dermapen4",
        prp=key == "body-scalp",
        female=is_female,
        operator="practitioner",
        unit=f"course:{uuid5(NAMESPACE, f'{key}/course')}",
    )


def plan(key: str, course: Course, started: datetime) -> dict[str, Any]:
    return course.plan(started.date()) | what(key)


def what(key: str) -> dict[str, Any]:
    if key == "body-scalp":
        return {"indication": ["other"], "modality": ["prp"]}
    return {"indication": ["striae"], "modality": ["needling"]}


def note(key: str, session: int, started: datetime, course: Course, now: datetime, rng: Random) -> Note:
    face = visits.treated(replace(course), session, started, rng)
    fields = (scalp if key == "body-scalp" else striae)(key, session, started, face)
    fields["visit"] |= what(key)
    visit = note_states.Visit(course, session, started, now, rng)
    steps = [
        Step("create", visit.author, started + note_states.WRITTEN, fields),
        Step("sign", visit.author, started + note_states.SIGNED),
        *note_states.follow_up(visit, 1),
        *note_states.follow_up(visit, 3),
        note_states.approval(visit, started + note_states.SIGNED + timedelta(days=4)),
    ]
    return Note(f"{key}-S{session}", str(uuid5(NAMESPACE, f"{key}/{session}")), in_the_past(steps, now))


def without_face(fields: Fields, *more: str) -> Fields:
    return {unit: values for unit, values in fields.items() if not unit.startswith("zone:") and unit not in more}


def scalp(key: str, session: int, started: datetime, face: Fields) -> Fields:
    """Injected into the skin of the scalp after a ring block; nothing is needled."""
    at = (started - timedelta(minutes=15)).isoformat()
    block = {
        "drug": "lidocaine", "strength_pct": 1, "ml": 8, "technique": "ring_block", "sites": list(SCALP),
        "adrenaline": "no", "lot": "LI-1102", "expiry": "2028-02-29", "at": at, "by": "N. Vidal", "aspirated": "yes",
    }  # fmt: skip
    sites = [{"zone": site, "ml": 1.0, "points": 20, "needle_g": 30, "depth_mm": 2} for site in SCALP]
    plasma = face["prp"] | {"indication": "Thinning hair", "route": ["intradermal"], "sites": sites, "topical_ml": 0}
    plasma.pop("timing")
    return {
        **without_face(face, *NEEDLED),
        "numbing": {"used": False},
        f"la:{uuid5(NAMESPACE, f'{key}/{session}/block')}": block,
        "prp": plasma,
        "obs:T0": face["obs:T0"] | {"at": (started + timedelta(minutes=12)).isoformat()},
        "obs:T30": face["obs:T30"] | {"at": (started + timedelta(minutes=37)).isoformat()},
    }


def striae(key: str, session: int, started: datetime, face: Fields) -> Fields:
    """The second cartridge replaced a worn one for the deeper run."""
    second = f"device:{uuid5(NAMESPACE, f'{key}/{session}/cartridge')}"
    cartridge = {
        "cartridge_lot": "DP4-8902", "cartridge_expiry": "2028-04-30", "unit_code": f"U-81000{session}",
        "sterile_intact": "yes", "single_use_confirmed": "yes", "why_changed": "Needles worn",
        "opened_at": (started + timedelta(minutes=14)).isoformat(),
    }  # fmt: skip
    runs = [
        {"depth_mm": 1.0, "passes": 3, "direction": "vertical"},
        {"device": second, "depth_mm": 1.5, "passes": 2, "direction": "cross"},
    ]
    site = {"runs": runs, "area_cm2": 120, "bleeding": 1, "endpoint": "pinpoint_bleeding"}
    return {
        **without_face(face),
        "numbing": face["numbing"] | {"area_cm2": 300, "amount_g": 45, "zones": list(ABDOMEN)},
        "needling": face["needling"] | {"cartridge_changed": "yes"},
        second: cartridge,
        **{f"zone:{key}": dict(site) for key in ABDOMEN},
    }

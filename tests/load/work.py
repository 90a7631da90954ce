"""The work: one believable note of about 3 KB (12 zones, PRP, cream, three observations, words), and requests of it."""

import json
import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from server.cli.demo import cases
from server.cli.demo.scenario import Fields, with_person
from server.domain.canonical import content_hash
from server.domain.rules import RULES
from tests.ops import make_op, now, push_body
from tests.tablet import ANSWERED_ONCE

DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
WARNINGS = sorted({row["id"] for row in RULES["rows"] if row["severity"] == "warn"})
SIDES = ("temple", "malar", "cheek", "jawline")
ZONES = ("forehead", "glabella", "nose", "chin", *(f"{zone}_{side}" for zone in SIDES for side in ("left", "right")))
WORDS = (
    "Skin calm before treatment. Even redness after four passes, no flowing bleeding. Sheet given and explained. " * 3
)


def one_note(operator: str) -> Fields:
    second_of_c2 = cases.load()[1].notes[1]
    note: Fields = with_person(deepcopy(second_of_c2.fields), {"practitioner": operator})
    zone = {"depth_mm": [1.0], "passes": 4, "bleeding": 1, "endpoint": "uniform_erythema"}
    kept = {unit: values for unit, values in note.items() if not unit.startswith("zone:")}
    words = {"text:observations": {"text": WORDS}, "obs:T24": {"erythema": 1, "how": "message", "pain_now": 0}}
    device = {**note["device"], "unit_code": f"U-{uuid4().hex[:12]}"}  # a cartridge serves one patient
    return {**kept, **words, "device": device, **{f"zone:{name}": dict(zone) for name in ZONES}}


def days_before(thing: Any, days: int) -> Any:
    """The same with every date and time so many days earlier."""
    if isinstance(thing, dict):
        return {name: days_before(one, days) for name, one in thing.items()}
    if isinstance(thing, list):
        return [days_before(one, days) for one in thing]
    if not days or not isinstance(thing, str) or not DATE.match(thing):
        return thing
    return (date.fromisoformat(thing[:10]) - timedelta(days=days)).isoformat() + thing[10:]


def new_record(kind: str, user_id: str, fields: Fields, patient_id: str | None = None) -> dict[str, Any]:
    return make_op(user_id, "create", kind, str(uuid4()), client_time=now(), patient_id=patient_id, fields=fields)


def to_bytes(device_id: str, ops: list[dict[str, Any]]) -> bytes:
    return json.dumps(push_body(device_id, ops), ensure_ascii=False).encode()


def note_requests(
    count: int, batch: int, user_id: str, device_id: str, patients: list[str], apart: int = 0
) -> list[bytes]:
    """Push bodies that bring ``count`` new notes in batches, spread over the patients."""
    note = one_note(user_id)
    made = [
        new_record("note", user_id, days_before(note, n * apart), patients[n % len(patients)]) for n in range(count)
    ]
    return [to_bytes(device_id, made[start : start + batch]) for start in range(0, count, batch)]


def signed_visits_request(user_id: str, device_id: str, count: int) -> bytes:
    """A new patient, for rules look at what else was done that day, with so many notes, each signed by its author.
    No two have one name: each would be compared with all the others."""
    number = uuid4().hex[:8]
    identity = {"mrn": f"M-{number}", "given": "Eva", "family": f"Soler {number}", "birth_date": "1997-03-14"}
    known = {"identity": identity, **ANSWERED_ONCE, "body": {"sex_at_birth": "male", "weight_kg": 72}}
    patient = new_record("patient", user_id, known)
    ops = [patient]
    for n in range(count):
        create = new_record("note", user_id, days_before(one_note(user_id), 28 * n), patient["id"])
        seen = content_hash(create["id"], patient["id"], "note", create["fields"])
        named = {"client_time": create["client_time"], "content_hash": seen, "acknowledged": WARNINGS}
        ops += [create, make_op(user_id, "sign", "note", create["id"], **named)]
    return to_bytes(device_id, ops)

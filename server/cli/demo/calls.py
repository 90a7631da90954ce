"""Follow-ups by colleagues in the demo: a calm call that a supervisor has noted, one that nobody answered, and one with
a red flag. Each is about the last visit of a patient, and none changes the note of that visit."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from server.cli.demo.scenario import Fields, Note, Patient, Step
from server.cli.demo.scenario_runner import Act

OTHER = {"practitioner": "colleague", "colleague": "practitioner"}
AFTER = timedelta(days=7, hours=2)
CALM: Fields = {"seen": {"erythema": 1, "itch": 0, "pain_now": 0, "oedema": 0, "exudate": "none"}}
LUMPS: Fields = {
    "seen": {"erythema": 1, "itch": 2, "new_lesions": ["papules"], "pigment_zones": ["cheek_left", "cheek_right"]},
    "advice": {"given": "Leave out all products. Come in tomorrow.", "referred_to": "Dermatology"},
    "flags": {"answer": "open_event"},
}
CALLS: tuple[tuple[str, Fields], ...] = (("yes", CALM), ("no_answer", {}), ("yes", LUMPS))


def acts(patients: list[Patient], now: datetime) -> list[Act]:
    """About the three visits whose seventh day was the last to pass."""
    seen = sorted(((at, patient, note) for patient, note, at in last_visits(patients) if at + AFTER <= now), key=when)
    newest = seen[: -len(CALLS) - 1 : -1]
    return [act for made, (said, fields) in zip(newest, CALLS, strict=False) for act in call(*made, said, fields)]


def when(visit: tuple[datetime, Patient, Note]) -> tuple[datetime, str]:
    return visit[0], visit[2].id


def last_visits(patients: list[Patient]) -> Iterator[tuple[Patient, Note, datetime]]:
    """The approved last visit of each patient of the first clinic, with the end of its needling."""
    for patient in patients:
        note = patient.notes[-1] if patient.notes and patient.clinic == "demo" else None
        if note and note.steps[-1].op == "approve" and (ended := note.final.get("needling", {}).get("ended_at")):
            yield patient, note, datetime.fromisoformat(ended)


def call(ended: datetime, patient: Patient, note: Note, reached: str, fields: Fields) -> Iterator[Act]:
    at, by = ended + AFTER, OTHER[note.steps[0].by]
    about = {"note_id": note.id, "note_version_seen": 1, "point": "T7d", "at": at.isoformat(), "how": "phone"}
    record_id = str(uuid5(UUID(note.id), "T7d"))
    steps = [Step("create", by, at, {"about": about | {"reached": reached}, **fields}), Step("sign", by, at)]
    if fields is CALM:
        steps.append(Step("acknowledge", "supervisor", at + timedelta(minutes=30)))
    for place, step in enumerate(steps):
        yield Act("follow_up", record_id, step, place, patient.id)

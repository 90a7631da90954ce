"""The six cases of ``cases.json``, ready for the demo and for tests."""

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from server.cli.demo.scenario import Fields, Note, Patient, Step, merged

WRITING = timedelta(minutes=6)
CORRECTING = timedelta(minutes=2)
REGISTERING = timedelta(hours=2)


@cache
def load() -> tuple[Patient, ...]:
    """C1 to C6. "@practitioner" still stands for that person's id: see ``scenario.with_person``."""
    text = Path(__file__).with_name("cases.json").read_text(encoding="utf-8")
    return tuple(read_case(case) for case in json.loads(text)["cases"])


def read_case(case: dict[str, Any]) -> Patient:
    notes = tuple(read_note(note, case["expected"]) for note in case["notes"])
    return Patient(
        key=case["case"],
        id=case["patient"]["id"],
        fields=both(case["patient"]),
        at=min(note.steps[0].at for note in notes) - REGISTERING,
        notes=notes,
        then=tuple(read_step(step) for step in case["patient"].get("then", [])),
    )


def read_note(note: dict[str, Any], expected: dict[str, Any]) -> Note:
    author, signed_at, fields = note["author"], datetime.fromisoformat(note["signed_at"]), both(note)
    steps = [Step("create", author, signed_at - WRITING, fields)]
    if draft := note.get("draft"):
        wrong, at = draft["fields"], datetime.fromisoformat(draft["at"])
        steps = [
            Step("create", author, at - CORRECTING, merged(fields, wrong)),
            Step("refused", author, at, meets="rejected", text=",".join(draft["refused"])),
            Step("patch", author, signed_at - CORRECTING, {unit: fields[unit] for unit in wrong}),
        ]
    steps.append(Step("sign", author, signed_at, acknowledged=tuple(note.get("acknowledged", ()))))
    steps += [read_step(step) for step in note["then"]]
    facts, rules = expected["facts"].get(note["key"], {}), expected["rules"][note["key"]]
    return Note(note["key"], note["id"], tuple(steps), facts, tuple(rules))


def read_step(step: dict[str, Any]) -> Step:
    text = step.get("reason") or step.get("comment") or ""
    seen = tuple(step.get("acknowledged", ()))
    return Step(step["op"], step["by"], datetime.fromisoformat(step["at"]), both(step), text, acknowledged=seen)


def both(entry: dict[str, Any]) -> Fields:
    """The case's own figures over what was filled in beside them."""
    return merged(entry.get("filled_in", {}), entry.get("fields", {}))

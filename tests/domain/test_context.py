"""The rule context of a note (``tests/vectors/context.json``)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from server.domain.context import Visit, note_context
from server.domain.limits import LIMITS
from tests.domain.vectors import cases, title

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def listed(name: str | None) -> list[str]:
    return [name] if name else []


@pytest.mark.parametrize("case", cases("context"), ids=title)
def test_what_surrounds_a_note(case: dict[str, Any]) -> None:
    note, patient, limits = case["note"], {"body": {"weight_kg": 60}}, LIMITS
    around = [Visit(one["id"], one["state"], one["fields"]) for one in case["notes"]]
    found = note_context(note["id"], note["fields"], patient, around, now=NOW, limits=limits, used_units=["U-1"])
    told = {
        "previous": found.previous.isoformat() if found.previous else None,
        "previous_here": found.previous_here.isoformat() if found.previous_here else None,
        "baseline": found.baseline,
        "photo_before": found.photo_before,
        "same_day": [one.id for content in found.same_day for one in around if one.content is content],
    }
    assert told == {"previous_here": case["expect"]["previous"], **case["expect"]}
    assert [one.id for one in around if one.content is found.completes] == listed(case.get("completes"))
    assert (found.patient, found.limits, found.used_units) == (patient, limits, ("U-1",))
    assert (found.now, found.type, found.note_id) == (NOW, "note", note["id"])

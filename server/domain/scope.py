"""Whether something of a patient is still to be done: tablets then hold the patient however old the last visit is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from server.domain.context import Content, Unit, units_of
from server.domain.courses import standings
from server.domain.facts.events import CLOSED, is_reported

OPEN = {"note": ("draft", "signed", "returned"), "follow_up": ("draft", "signed"), "conflict": ("open",)}


def is_unfinished(patient: Content, records: Sequence[Unit], limits: dict[str, Any]) -> bool:
    """``patient`` is empty for one who was taken back; ``records`` are what was written about the patient, each as
    ``{type, state, visit}``. An open task, a course that runs or waits for its review, or an open adverse event."""
    if any(one["state"] in OPEN.get(one["type"], ()) for one in records):
        return True
    if any(is_reported(event) and event.get("outcome") not in CLOSED for _key, event in units_of(patient, "ae")):
        return True
    notes = [one for one in records if one["type"] == "note"]
    return bool(patient) and any(one["running"] or one["due"] for one in standings(patient, notes, date.min, limits))

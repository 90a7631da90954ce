"""What keeps a patient on the tablets, however long ago the last visit was."""

import pytest

from server.domain.limits import LIMITS
from server.domain.scope import is_unfinished

COURSE = {"started_on": "2020-01-01", "sessions_planned": 2, "interval_weeks": 4}


def note(state: str, on: str = "2020-02-01", **visit: object) -> dict:
    return {"type": "note", "state": state, "visit": {"performed": "treated", "session_date": on} | visit}


DONE = [note("approved"), note("approved", "2020-03-01")]


@pytest.mark.parametrize(
    ("patient", "records", "unfinished"),
    [
        ({"identity": {"family": "Moss"}}, [], False),
        ({}, DONE, False),
        ({}, [note("draft")], True),
        ({}, [note("signed")], True),
        ({}, [note("returned")], True),
        ({}, [note("void")], False),
        ({}, [{"type": "follow_up", "state": "draft", "visit": {}}], True),
        ({}, [{"type": "follow_up", "state": "signed", "visit": {}}], True),
        ({}, [{"type": "follow_up", "state": "acknowledged", "visit": {}}], False),
        ({}, [{"type": "conflict", "state": "open", "visit": {}}], True),
        ({}, [{"type": "conflict", "state": "resolved", "visit": {}}], False),
        ({"course:1": COURSE}, DONE[:1], True),
        ({"course:1": COURSE}, DONE, False),
        ({"course:1": COURSE | {"final_review_on": "2020-06-01"}}, DONE, True),
        ({"course:1": COURSE | {"closed_on": "2020-06-01"}}, DONE[:1], False),
        ({"identity": {}}, [note("approved", sessions_planned=3)], True),
        ({"ae:1": {"term": "infection"}}, DONE, True),
        ({"ae:1": {"term": "infection", "outcome": "recovered"}}, DONE, False),
        ({"ae:1": {"note_id": "n"}}, DONE, False),
    ],
)
def test_what_is_unfinished(patient, records, unfinished):
    assert is_unfinished(patient, records, LIMITS) is unfinished

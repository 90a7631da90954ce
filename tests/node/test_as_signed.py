"""A signed note that was changed in the database is shown as such: the tablet compares it with its signatures."""

import pytest

from server.domain.canonical import content_hash
from tests.node.test_core_vectors import core

FIELDS = {"visit": {"session_no": 2, "place": None}, "text:plan": {"text": "Serum."}}
HASH = content_hash("n", "p", "note", FIELDS)
SIGNED = {"meaning": "author", "version": 1, "content_hash": HASH}
NOTE = {"id": "n", "patient_id": "p", "type": "note", "state": "approved", "version": 1, "local": {},
        "fields": FIELDS, "signatures": [SIGNED, SIGNED | {"meaning": "countersign"}]}  # fmt: skip
CHANGED = FIELDS | {"visit": {"session_no": 3}}
CASES = {
    "as signed": ({}, True),
    "an amendment under the earlier version": ({"version": 2, "signatures": [SIGNED | {"content_hash": "x"},
                                                SIGNED | {"version": 2}]}, True),
    "a draft has no signature": ({"state": "draft", "signatures": [], "fields": CHANGED}, True),
    "signed here, not sent yet": ({"local": {"signed": True}, "signatures": []}, True),
    "another value": ({"fields": CHANGED}, False),
    "of another patient": ({"patient_id": "q"}, False),
    "without its signature": ({"signatures": []}, False),
    "another signature": ({"signatures": [SIGNED, SIGNED | {"content_hash": "x"}]}, False),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_w6_the_tablet_sees_whether_a_note_is_as_signed(page, case):
    changes, expected = CASES[case]
    assert core(page, "as-signed", "return core.isAsSigned(given)", NOTE | changes) is expected


def test_w6_the_screen_is_drawn_again_when_it_is_known(page):
    body = """const draws = [];
        const first = core.isKnownChanged(given, () => draws.push(core.isKnownChanged(given, () => {})));
        await new Promise((done) => setTimeout(done, 20));
        return [first, draws];"""
    assert core(page, "as-signed", body, NOTE | {"fields": CHANGED}) == [False, [True]]

"""What the server refuses of a follow-up is shown in the follow-up, as in a note."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import store
from tests.e2e.test_components import new_note

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]


def test_l10_what_was_refused_of_a_follow_up_is_read_in_the_follow_up(tablet):
    call = store(
        tablet,
        """
        const note = await records.get("note", given);
        const about = {note_id: given, note_version_seen: 0, point: "T24", how: "phone", reached: "yes",
          at: "2026-09-09T10:00:00+00:00"};
        const id = await edits.createFollowUp(note.patient_id, {about});
        await edits.sign(id, [], "follow_up");
        await engine.syncNow();
        return id;
        """,
        new_note(tablet, {"visit": {"performed": "treated"}}),
    )
    tablet.evaluate("(hash) => { location.hash = hash; }", f"#/calls/{call}")
    expect(tablet.get_by_text("Refused by the server, kept on this tablet")).to_be_visible()

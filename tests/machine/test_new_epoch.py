"""After a restore a tablet reads everything anew, and shows what it had until that has arrived."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.services.audit import SERVER
from server.services.history import renew_epoch
from tests.cast import PASSWORD, PEOPLE
from tests.conftest import LONG_ON_SQLITE
from tests.machine.checks import let_time_pass
from tests.machine.tablets import Refused, Tablets
from tests.tablet import ANSWERED_ONCE, signable

pytestmark = pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)

PATIENT = {"identity": {"given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
WHO = ("practitioner", "colleague")
MOST = 12  # transactions in which a new epoch is learned, read and compared


class Two:
    """Two tablets with the same notes."""

    def __init__(self, app: Flask, backend: Any, tablets: Tablets) -> None:
        self.app, self.backend, self.tablets = app, backend, tablets
        tablets.host("begin", seed=1, locks=[True, True])
        self.sign_in()
        self.patient = tablets.call(0, 0, "edits.createPatient", PATIENT)
        self.notes = [self.write(0) for _ in range(2)]
        self.sync(0)
        self.sync(1)

    def sign_in(self) -> None:
        for device, key in enumerate(WHO):
            self.tablets.call(device, 0, "session.signIn", PEOPLE[key].email, PASSWORD)

    def write(self, device: int) -> str:
        return self.tablets.call(device, 0, "edits.createNote", self.patient, {"text:plan": {"text": "Rest."}})

    def edit(self, device: int, note: str, text: str) -> None:
        self.tablets.call(device, 0, "edits.setFields", "note", note, "text:plan", {"text": text})

    def sync(self, device: int) -> None:
        self.tablets.call(device, 0, "engine.syncNow")

    def crash_in_sync(self, device: int, left: int) -> None:
        with suppress(Refused):
            self.tablets.call(device, 0, "engine.syncNow", left=left)
        self.tablets.host("open", device=device, tab=0)

    def shown(self, device: int) -> dict[str, str]:
        notes = self.tablets.call(device, 0, "everything")["notes"]
        return {note["id"]: note["fields"].get("text:plan", {}).get("text") for note in notes}

    def conflicts(self, device: int) -> list[str]:
        return [one["id"] for one in self.tablets.call(device, 0, "everything")["conflicts"]]

    def signatures(self, note: str) -> list[dict[str, Any]]:
        return self.tablets.call(0, 0, "records.get", "note", note)["signatures"]

    def let_two_weeks_pass(self) -> None:
        """Since the epoch began: what other tablets might bring is waited for no longer."""
        with self.app.app_context():
            begin_write()
            let_time_pass()
            db.session.commit()

    def restore(self, kept: Any = None) -> None:
        """A new epoch, of the same database or of an earlier one."""
        if kept is not None:
            self.backend.put_back(kept)
        with self.app.app_context():
            begin_write()
            renew_epoch(SERVER, "server.restore", utc_now())
            db.session.commit()
        self.sign_in()


@pytest.fixture
def two(app: Flask, backend: Any, tablets: Tablets) -> Two:
    return Two(app, backend, tablets)


def test_a_tablet_that_loses_the_network_after_a_restore_shows_what_it_had(two: Two) -> None:
    before = two.shown(1)
    two.restore()
    two.sync(1)  # learns of it
    assert two.shown(1) == before
    two.tablets.host("set", device=1, fault="request lost", meets="/sync/pull")
    two.sync(1)
    assert two.shown(1) == before
    two.sync(1)
    assert two.shown(1) == before
    assert all(rev for _type, _id, rev in two.tablets.call(1, 0, "everything")["base"])


def test_it_shows_it_whenever_it_is_closed(two: Two) -> None:
    for left in range(MOST):
        two.restore()
        for _ in range(2):
            two.crash_in_sync(left % 2, left)
            assert set(two.shown(left % 2)) == set(two.notes), f"closed after {left} transactions"
    for device in (0, 1, 0, 1):
        two.sync(device)
    found = [two.tablets.call(device, 0, "everything") for device in (0, 1)]
    assert sorted(found[0]["base"]) == sorted(found[1]["base"])
    assert not any(one["waiting"] or one["refused"] for one in found)


def test_what_the_server_has_no_longer_goes_when_everything_has_been_read(two: Two) -> None:
    """What was written here stays, and is sent again; what came from a tablet that is gone does not."""
    kept = two.backend.keep()
    gone, mine, begun = two.write(1), two.write(0), two.write(1)
    for device in (1, 0):
        two.sync(device)
    two.edit(0, begun, "Seen.")
    two.restore(kept)
    two.sync(0)
    assert set(two.shown(0)) == {*two.notes, gone, mine, begun}
    two.sync(0)
    assert set(two.shown(0)) == {*two.notes, mine, begun}
    assert two.shown(0)[begun] == "Seen."


def test_a_restored_server_is_believed_though_it_counts_lower(two: Two) -> None:
    first, other = two.notes
    kept = two.backend.keep()
    for text in ("One.", "Two."):
        two.edit(1, first, text)
        two.sync(1)
    two.sync(0)
    assert two.shown(0)[first] == "Two."
    two.restore(kept)
    for _ in range(2):
        two.sync(0)
    assert two.shown(0) == {first: "Rest.", other: "Rest."}


@pytest.mark.parametrize("late", [False, True], ids=["before the tablet has read on", "while the answer is on its way"])
def test_what_was_confirmed_outlives_a_restore_that_nobody_tells(two: Two, late: bool) -> None:
    """The server finds out by what it confirmed: this tablet's cursor is from before the backup."""
    tablets, (note, _) = two.tablets, two.notes
    kept = two.backend.keep()
    two.edit(0, note, "Seen.")
    if late:
        tablets.host("set", device=0, fault="response delayed", meets="/sync/push")
        tablets.host("start", device=0, tab=0, name="engine.syncNow")
        two.backend.put_back(kept)
        tablets.host("arrive", device=0)
    else:
        tablets.host("set", device=0, fault="response lost", meets="/sync/pull")
        two.sync(0)
        two.backend.put_back(kept)
    for device in (0, 0, 1, 1):
        two.sync(device)
    assert two.shown(1)[note] == "Seen."


def test_a_conflict_of_a_lost_history_goes_when_its_decision_was_answered(two: Two) -> None:
    """The decision waits when the tablet compares, and then meets another conflict: the first one is there no more."""
    tablets, (note, _) = two.tablets, two.notes
    kept = two.backend.keep()
    two.edit(0, note, "Mine.")
    two.edit(1, note, "Theirs.")
    for device in (1, 0):
        two.sync(device)
    (conflict,) = two.conflicts(0)
    tablets.call(0, 0, "edits.resolve", conflict, {"text": "Both."})
    two.edit(0, note, "More.")
    two.sync(0)
    two.restore(kept)
    for device in (0, 0, 0):
        two.sync(device)
    assert conflict not in two.conflicts(0)


def test_a_conflict_of_a_lost_history_goes_when_its_decision_is_refused(two: Two) -> None:
    """The text it was about never came again: after two weeks the decision is refused, and what it chose is kept."""
    tablets, (note, _) = two.tablets, two.notes
    kept = two.backend.keep()
    two.edit(0, note, "Mine.")
    two.edit(1, note, "Theirs.")
    for device in (0, 1, 0):
        two.sync(device)
    (conflict,) = two.conflicts(0)
    tablets.call(0, 0, "edits.resolve", conflict, {"text": "Both."})
    two.sync(0)
    two.restore(kept)
    two.sync(0)
    assert conflict in two.conflicts(0), "the other tablet may still bring its text"
    two.let_two_weeks_pass()
    two.sync(0)
    assert two.conflicts(0) == []
    (refused,) = tablets.call(0, 0, "everything")["refused"]
    assert (refused["id"], refused["patch"]) == (conflict, {"text": "Both."})


def test_a_conflict_that_was_decided_elsewhere_stays_beside_the_one_of_the_late_decision(two: Two) -> None:
    """The first decision arrives while the second one is made, which the server answers with another conflict."""
    tablets, (note, _) = two.tablets, two.notes
    two.edit(0, note, "Mine.")
    two.edit(1, note, "Theirs.")
    for device in (1, 0, 1):
        two.sync(device)
    (conflict,) = two.conflicts(0)
    tablets.call(1, 0, "edits.resolve", conflict, {"text": "Theirs after all."})
    two.sync(1)
    tablets.host("set", device=0, fault="response delayed", meets="/sync/pull")
    tablets.host("start", device=0, tab=0, name="engine.syncNow")
    tablets.call(0, 0, "edits.resolve", conflict, {"text": "Mine after all."})
    tablets.host("arrive", device=0)
    two.sync(0)
    assert len(two.conflicts(0)) == 2
    assert conflict in two.conflicts(0)


@pytest.mark.parametrize("is_kept", [True, False], ids=["with a receipt", "without"])
def test_a_signature_keeps_its_first_time_where_a_receipt_proves_it(two: Two, is_kept: bool) -> None:
    """Else the time is the restored server's, and the first one is said to be claimed."""
    tablets = two.tablets
    named = PATIENT["identity"] | {"mrn": "M-1"}
    patient = tablets.call(0, 0, "edits.createPatient", {"identity": named, **ANSWERED_ONCE})
    note = tablets.call(0, 0, "edits.createNote", patient, signable(PEOPLE[WHO[0]].id))
    two.sync(0)
    kept = two.backend.keep()
    tablets.call(0, 0, "edits.sign", note)
    two.sync(0)
    (first,) = two.signatures(note)
    if not is_kept:
        tablets.call(0, 0, "asBeforeReceipts")
    two.restore(kept)
    for _ in range(3):
        two.sync(0)
    (again,) = two.signatures(note)
    if not is_kept:
        then, claimed, now = map(datetime.fromisoformat, (first["at"], again["claimed_at"], again["at"]))
        assert then < now
        assert then - timedelta(seconds=1) <= claimed < now  # it kept the second of the answer
    else:
        assert again == first

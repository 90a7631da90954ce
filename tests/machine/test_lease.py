"""K9: what a tablet shows when the server has been away for long, and how a blocked one delivers and is erased."""

import os
from typing import Any

import pytest

from server.db import begin_write, db, utc_now
from server.models import ClinicSetting, Device
from tests.cast import PASSWORD, PEOPLE, fixed_id
from tests.conftest import LONG_ON_SQLITE
from tests.machine.tablets import Refused, Tablets
from tests.tablet import Tablet

pytestmark = pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)

ANA, BEN = "practitioner", "colleague"
HOUR = 3_600_000
DAY = 24 * HOUR
STEP = 1 if os.environ.get("NEEDLEPOINT_SOAK") else 4
PATIENT = {"identity": {"given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}


class Held:
    """A tablet with a note of its person that is sent, and one on another patient that is not."""

    def __init__(self, tablets: Tablets, cast: Any) -> None:
        self.tablets, self.cast = tablets, cast
        tablets.host("begin", seed=5, locks=[True])
        self.sign_in(ANA)
        self.sent = self.write()
        self.call("engine.syncNow")
        self.unsent_patient = self.call("edits.createPatient", PATIENT)
        self.call("engine.syncNow")
        self.id = self.call("device.device")["id"]
        self.key = self.call("session.lastName")
        self.turn(isOff=True)
        self.unsent = self.call("edits.createNote", self.unsent_patient, {"text:plan": {"text": "Rest."}})

    def call(self, name: str, *given: Any, left: int | None = None) -> Any:
        return self.tablets.call(0, 0, name, *given, left=left)

    def turn(self, **what: Any) -> None:
        self.tablets.host("set", device=0, **what)

    def sign_in(self, key: str) -> None:
        self.call("session.signIn", PEOPLE[key].email, PASSWORD)

    def write(self) -> str:
        return str(self.call("edits.createNote", self.call("edits.createPatient", PATIENT), {}))

    def unlock(self) -> None:
        self.call("session.lock")
        self.call("session.switchTo", {"key": self.key})

    def seen(self) -> set[str]:
        """By records and by lists alike."""
        shown = {note["id"] for note in self.call("everything")["notes"]}
        assert shown == set(self.call("listed"))
        return shown

    def is_over(self) -> bool:
        return bool(self.call("leaseOver"))

    def block(self) -> None:
        answer = self.cast.admin.patch(f"/api/v1/devices/{self.id}", json={"status": "revoked"})
        assert answer.status_code == 200, answer.text

    def kept(self) -> list[str]:
        """What waits for a supervisor: the records."""
        return [item["record_id"] for item in self.cast.supervisor.get("/api/v1/quarantine").json["items"]]

    def is_erased(self) -> bool:
        assert self.tablets.host("files", device=0) == ["needlepoint:device"]
        return self.call("known") == {"people": [], "keys": []}


@pytest.fixture
def held(tablets: Tablets, cast: Any) -> Held:
    return Held(tablets, cast)


def decide(days: int) -> None:
    begin_write()
    row = ClinicSetting(clinic_id=fixed_id("north"), name="lease_days", value=days)
    row.changed_by, row.changed_at = PEOPLE["admin"].id, utc_now()
    db.session.add(row)
    db.session.commit()


@pytest.mark.parametrize("is_open", [True, False])
def test_k9_reading_ends_with_the_lease_and_writing_does_not(held: Held, is_open: bool) -> None:
    """While it is open the next look for the server finds out, else the unlock."""

    def go_on() -> None:
        if is_open:
            held.call("engine.syncNow")
        else:
            held.unlock()

    held.turn(ahead=7 * DAY - HOUR)
    go_on()
    assert (held.seen(), held.is_over()) == ({held.sent, held.unsent}, False)
    held.turn(ahead=7 * DAY + HOUR)
    go_on()
    assert (held.seen(), held.is_over()) == ({held.unsent}, True)
    assert held.call("records.get", "patient", held.unsent_patient)["fields"]["identity"]["family"] == "Ruiz"
    held.call("edits.setFields", "note", held.unsent, "text:remarks", {"text": "Came alone."})
    later = held.write()
    assert held.seen() == {held.unsent, later}
    held.turn(isOff=False)
    held.sign_in(ANA)
    held.call("engine.syncNow")
    assert (held.seen(), held.is_over()) == ({held.sent, held.unsent, later}, False)
    assert len(Tablet(held.cast, "colleague").pull()) == 6
    found = held.call("everything")
    assert (found["waiting"], found["refused"]) == ([], [])


def test_k9_the_clinic_decides_how_long_and_contact_begins_it_anew(held: Held, inside: Any) -> None:
    decide(2)
    held.turn(isOff=False, ahead=DAY)
    held.tablets.host("open", device=0, tab=0)
    held.call("engine.syncNow")
    held.turn(isOff=True, ahead=3 * DAY - HOUR)
    held.unlock()
    assert held.seen() == {held.sent, held.unsent}
    held.turn(ahead=3 * DAY + HOUR)
    held.unlock()
    assert held.seen() == set()


def test_k9_a_lease_that_is_over_is_no_matter_where_the_server_answers(held: Held) -> None:
    held.turn(isOff=False, ahead=30 * DAY)
    held.unlock()
    assert (held.seen(), held.is_over()) == ({held.sent, held.unsent}, False)


def test_k9_a_clock_that_is_set_back_is_no_way_to_go_on_reading(held: Held) -> None:
    held.turn(ahead=6 * DAY)
    held.unlock()
    held.turn(ahead=5 * DAY + HOUR)
    held.unlock()
    assert held.seen() == {held.sent, held.unsent}
    held.turn(ahead=0)
    held.unlock()
    assert (held.seen(), held.is_over()) == ({held.unsent}, True)


def test_k9_a_note_that_something_is_begun_about_stays_with_its_patient(held: Held) -> None:
    """The draft of an amendment names the note alone."""
    patient = held.call("records.get", "note", held.sent)["patient_id"]
    held.call("drafts.saveDraft", f"amend:{held.sent}", {"reason": "Begun."})
    held.turn(ahead=8 * DAY)
    held.unlock()
    assert (held.seen(), held.is_over()) == ({held.sent, held.unsent}, True)
    assert held.call("records.get", "patient", patient)["fields"]["identity"]["family"] == "Ruiz"


def test_k9_who_is_disabled_reads_no_more_and_keeps_what_they_wrote(held: Held) -> None:
    held.cast.admin.patch(f"/api/v1/users/{PEOPLE[ANA].id}", json={"active": False})
    held.turn(isOff=False)
    held.call("engine.syncNow")
    assert held.seen() == {held.unsent}
    assert held.kept() == [held.unsent]
    assert held.call("known")["keys"] == [held.key]


@pytest.mark.parametrize("who_is_there", ["its person", "a colleague", "nobody", "nobody since the start"])
def test_k9_a_blocked_tablet_delivers_and_is_erased_at_the_first_contact(held: Held, who_is_there: str) -> None:
    if who_is_there == "a colleague":
        held.turn(isOff=False)
        held.sign_in(BEN)
        held.turn(isOff=True)
    elif who_is_there != "its person":
        held.call("session.lock")
    if who_is_there == "nobody since the start":
        held.tablets.host("open", device=0, tab=0)
        held.call("session.lock")
    held.block()
    held.turn(isOff=False)
    held.call("engine.syncNow")
    assert held.kept() == [held.unsent]
    assert held.is_erased()
    assert held.call("session.session") is None
    held.tablets.host("open", device=0, tab=0)
    assert held.call("persons.people") == []


@pytest.mark.parametrize("is_open", [True, False])
def test_k9_what_was_only_begun_is_kept_for_a_supervisor_before_a_blocked_tablet_is_erased(
    held: Held, is_open: bool
) -> None:
    """The half-filled sheet as it was last; one that was finished or emptied is nothing."""
    for words in ("Wrong", "Wrong lot"):
        held.call("drafts.saveDraft", f"amend:{held.sent}", {"reason": words})
    held.call("drafts.saveDraft", f"return:{held.sent}", {"comment": "Which cheek?"})
    held.call("drafts.clearDraft", f"return:{held.sent}")
    held.call("drafts.saveDraft", f"void:{held.sent}:note", "")
    if not is_open:
        held.call("session.lock")
        held.tablets.host("open", device=0, tab=0)
        held.call("session.lock")
    held.block()
    held.turn(isOff=False)
    held.call("engine.syncNow")
    items = held.cast.supervisor.get("/api/v1/quarantine").json["items"]
    (begun,) = [one for one in items if one["op"]["kind"] == "unfinished"]
    assert (begun["op"]["key"], begun["op"]["text"]) == (f"amend:{held.sent}", '{"reason":"Wrong lot"}')
    assert (begun["author_id"], begun["record_id"], begun["source"]) == (PEOPLE[ANA].id, held.sent, "drained")
    assert held.is_erased()


def test_k9_a_blocked_tablet_with_nothing_to_send_is_erased_while_nobody_has_it(held: Held) -> None:
    held.turn(isOff=False)
    held.call("engine.syncNow")
    held.call("session.lock")
    held.tablets.host("open", device=0, tab=0)
    held.call("session.lock")
    held.block()
    held.call("engine.syncNow")
    assert (held.kept(), held.is_erased()) == ([], True)


def test_k9_what_the_server_does_not_take_any_more_stays_for_an_export(held: Held, inside: Any) -> None:
    held.block()
    begin_write()
    db.session.get_one(Device, (fixed_id("north"), held.id)).drains_until = utc_now()
    db.session.commit()
    held.turn(isOff=False)
    held.call("engine.syncNow")
    assert (held.seen(), held.kept()) == ({held.unsent}, [])
    assert "Rest." in held.call("outbox.exportAll")
    held.unlock()
    assert held.seen() == {held.unsent}


def test_k9_what_was_begun_stays_where_the_server_takes_nothing_any_more(held: Held, inside: Any) -> None:
    held.turn(isOff=False)
    held.call("engine.syncNow")
    held.call("drafts.saveDraft", f"amend:{held.sent}", {"reason": "Wrong lot"})
    held.block()
    begin_write()
    db.session.get_one(Device, (fixed_id("north"), held.id)).drains_until = utc_now()
    db.session.commit()
    held.call("engine.syncNow")
    held.unlock()
    assert held.call("drafts.getDraft", f"amend:{held.sent}") == {"reason": "Wrong lot"}
    assert held.kept() == []


def test_k9_an_erasure_that_is_cut_off_goes_on_and_loses_nothing(held: Held) -> None:
    """Closed after some of its transactions, with NEEDLEPOINT_SOAK=1 after each."""
    held.call("session.lock")  # the op is signed once, as on the tablet that goes on
    held.block()
    held.turn(isOff=False)
    held.tablets.host("keep")
    for left in range(1, 200, STEP):
        held.tablets.host("again", seed=left)
        held.tablets.host("open", device=0, tab=0)
        try:
            held.call("engine.syncNow", left=left)
            is_over = True
        except Refused:
            is_over = False
        held.tablets.host("open", device=0, tab=0)
        held.call("engine.syncNow")
        assert held.kept() == [held.unsent], left
        assert held.is_erased(), left
        if is_over:
            break
    assert left > 12


def test_k9_what_another_window_saved_meanwhile_is_not_erased(held: Held) -> None:
    """It has judged the tablet before, and judges again while nobody has the database open."""
    assert held.call("erasing.erase", held.key) is False
    held.tablets.host("open", device=0, tab=0)
    assert held.call("known")["keys"] == [held.key]
    assert held.unsent in held.seen()

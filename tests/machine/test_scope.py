"""What a tablet holds of patients out of scope: the shipped store and sync code against the real server."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import PatientScope
from tests.cast import PASSWORD, PEOPLE, key_of
from tests.conftest import Cast
from tests.machine.tablets import Tablets
from tests.tablet import Tablet

# What the server answers is tested on both databases in tests/services/test_scope.py.
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
DAY = 24 * 3_600_000


@pytest.fixture
def tablets(tablets: Tablets) -> Tablets:
    tablets.host("begin", seed=1, locks=[True, True])
    return tablets


@pytest.fixture
def note(tablets: Tablets, ana: Tablet, boss: Tablet) -> dict[str, Any]:
    """A countersigned note, on the tablet of the colleague."""
    found: dict[str, Any] = boss.act("approve", ana.signed_note())["record"]
    sign_in(tablets, 0)
    return found


def sign_in(tablets: Tablets, device: int) -> None:
    tablets.call(device, 0, "session.signIn", PEOPLE["colleague"].email, PASSWORD)
    tablets.call(device, 0, "engine.syncNow")


@pytest.fixture
def age(app: Flask, note: dict[str, Any]) -> Callable[..., None]:
    """The patient has not been seen for two years and more; ``kept``: what somebody found who looked."""

    def call(patient: str = note["patient_id"], kept: bool | None = None) -> None:
        with app.app_context():
            begin_write()
            row = db.session.get_one(PatientScope, key_of(patient))
            row.last_at, row.kept = utc_now() - timedelta(days=800), kept
            db.session.commit()

    return call


def check(tablets: Tablets, days: int = 0, device: int = 0) -> set[str]:
    """Compares with the server's list after so many days; the ids of the records that are here then."""
    tablets.host("set", device=device, ahead=days * DAY)
    tablets.call(device, 0, "engine.checkEverything")
    found = tablets.call(device, 0, "everything")
    assert tablets.call(device, 0, "status.currentStatus")["trouble"] == ""
    assert found["cursor"], "the feed is read anew"
    return {record_id for _type, record_id, _rev in found["base"]}


def everything_of(note: dict[str, Any]) -> set[str]:
    return {note["id"], note["patient_id"]}


def test_who_leaves_scope_stays_for_a_week(tablets: Tablets, note: dict[str, Any], age: Callable[..., None]) -> None:
    age()
    assert [check(tablets), check(tablets, 6)] == [everything_of(note)] * 2
    assert tablets.call(0, 0, "scope.elsewhere") == 0
    assert check(tablets, 8) == set()
    assert tablets.call(0, 0, "records.all", "patient") == []
    check(tablets, 9)
    assert tablets.call(0, 0, "scope.elsewhere") == 1


def test_a_patient_who_was_asked_for_is_held_for_a_week(
    tablets: Tablets, note: dict[str, Any], age: Callable[..., None]
) -> None:
    age()
    check(tablets)
    check(tablets, 8)
    (found,) = tablets.call(0, 0, "snapshot.searchPatients", "ana ruiz")
    assert tablets.call(0, 0, "snapshot.readPatient", found["id"]) is True
    assert tablets.call(0, 0, "records.get", "note", note["id"])["content_hash"] == note["content_hash"]
    assert [check(tablets, 8), check(tablets, 14)] == [everything_of(note)] * 2
    assert check(tablets, 16) == set()


def begin_an_amendment(tablets: Tablets, note: dict[str, Any]) -> None:
    tablets.call(0, 0, "drafts.saveDraft", f"amend:{note['id']}", {"reason": "Begun."})


def be_refused(tablets: Tablets, note: dict[str, Any]) -> None:
    tablets.call(0, 0, "edits.setFields", "patient", note["patient_id"], "identity", {"given": {"no": "text"}})


@pytest.mark.parametrize("begin", [begin_an_amendment, be_refused])
def test_whoever_is_worked_on_stays(
    tablets: Tablets, note: dict[str, Any], age: Callable[..., None], begin: Callable[..., None]
) -> None:
    begin(tablets, note)
    check(tablets)
    age()
    assert [check(tablets, 1), check(tablets, 30)] == [everything_of(note)] * 2


def test_what_is_written_while_the_list_arrives_keeps_the_patient_and_brings_them_back(
    tablets: Tablets, note: dict[str, Any], age: Callable[..., None]
) -> None:
    age()
    check(tablets)
    sign_in(tablets, 1)
    assert check(tablets, 0, 1) == set()
    tablets.host("set", device=0, ahead=30 * DAY, fault="response delayed", meets="/sync/manifest")
    tablets.host("start", device=0, tab=0, name="engine.checkEverything")
    new = tablets.call(0, 0, "edits.createNote", note["patient_id"], {"text:plan": {"text": "New."}})
    tablets.host("arrive", device=0)
    found = tablets.call(0, 0, "everything")
    assert {record_id for _type, record_id, _rev in found["base"]} >= everything_of(note)
    assert check(tablets, 31) == everything_of(note) | {new}
    tablets.call(1, 0, "engine.syncNow")
    assert check(tablets, 0, 1) == everything_of(note) | {new}


def test_who_came_back_does_not_hide_that_others_are_elsewhere(
    tablets: Tablets, ana: Tablet, note: dict[str, Any], age: Callable[..., None]
) -> None:
    age()
    check(tablets)
    age(ana.new_patient(given="Berta", birth_date="1970-01-01")["id"], kept=False)
    ana.new_note(note["patient_id"])
    tablets.call(0, 0, "engine.syncNow")
    assert tablets.call(0, 0, "scope.elsewhere") == 1


def test_a_longer_scope_is_heard_of_at_the_next_pull(
    tablets: Tablets, cast: Cast, note: dict[str, Any], age: Callable[..., None]
) -> None:
    age()
    check(tablets)
    assert check(tablets, 8) == set()
    Tablet(cast, "admin").client.patch("/api/v1/clinic", json={"scope_months": 60})
    tablets.call(0, 0, "engine.syncNow")
    found = tablets.call(0, 0, "everything")
    assert {record_id for _type, record_id, _rev in found["base"]} == everything_of(note)


def test_a_record_that_is_old_here_is_read_anew(
    app: Flask, tablets: Tablets, ana: Tablet, note: dict[str, Any], age: Callable[..., None]
) -> None:
    """The tablet slept while the patient was changed and left scope again."""
    patient = next(record for record in ana.pull() if record["type"] == "patient")
    changed = ana.patch(patient, "identity", {"phone": "555"})["record"]
    age(kept=False)
    check(tablets)
    assert tablets.call(0, 0, "records.get", "patient", patient["id"])["rev"] == changed["rev"]
    assert check(tablets) == everything_of(note)


def test_a_new_patient_who_may_be_there_already_is_shown_with_the_other(
    tablets: Tablets, ana: Tablet, note: dict[str, Any], age: Callable[..., None]
) -> None:
    age()
    check(tablets)
    check(tablets, 8)
    old = next(record for record in ana.pull() if record["type"] == "patient")
    new = tablets.call(0, 0, "edits.createPatient", {"identity": {**old["fields"]["identity"], "mrn": "other"}})
    tablets.call(0, 0, "engine.syncNow")
    assert tablets.call(0, 0, "scope.readTwins") == {new: [old["id"]]}
    assert tablets.call(0, 0, "records.get", "patient", old["id"])["fields"] == old["fields"]
    tablets.call(0, 0, "scope.forgetTwins", [new, old["id"]])
    assert tablets.call(0, 0, "scope.readTwins") == {new: []}

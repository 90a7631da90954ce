"""Photos on tablets: after their text, once, again after a restore, and never gone before the server has them."""

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, Device, Picture
from server.services.audit import SERVER
from server.services.history import renew_epoch
from tests.cast import PASSWORD, PEOPLE
from tests.conftest import LONG_ON_SQLITE
from tests.machine.tablets import Tablets
from tests.photos import jpeg, picture, sha256

pytestmark = pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)

PATIENT = {"identity": {"given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
PHOTO = jpeg()
SHA = sha256(PHOTO)
LATER = jpeg("rosybrown")
LATER_SHA = sha256(LATER)
DAY = 86_400_000


class Tablet:
    """One tab of one tablet, with a note of its person."""

    def __init__(self, app: Flask, tablets: Tablets, cast: Any) -> None:
        self.app, self.tablets, self.cast = app, tablets, cast
        tablets.host("begin", seed=1, locks=[True])
        self.sign_in()
        self.note = self.call("edits.createNote", self.call("edits.createPatient", PATIENT), {})
        self.sync()

    def call(self, name: str, *given: Any) -> Any:
        return self.tablets.call(0, 0, name, *given)

    def sign_in(self) -> None:
        self.call("session.signIn", PEOPLE["practitioner"].email, PASSWORD)

    def sync(self, fault: str = "none", meets: str = "/pictures/") -> None:
        self.tablets.sync(0, 0, fault, meets)

    def store_file(self, photo: bytes = PHOTO) -> None:
        self.call("photos.keep", self.note, sha256(photo), b64encode(photo).decode())

    def take(self, photo: bytes = PHOTO) -> str:
        """The unit that names it."""
        self.store_file(photo)
        unit, fields = next(iter(picture(photo).items()))
        self.call("edits.setFields", "note", self.note, unit, fields)
        return unit

    def rows(self) -> dict[str, dict[str, Any]]:
        return {row["sha256"]: row for row in self.call("photos.rows")}

    def waiting(self) -> int:
        return int(self.call("photos.waiting"))

    def kept(self) -> list[bytes]:
        with self.app.app_context():
            return list(db.session.scalars(select(Picture.data).order_by(Picture.created_at)))

    def trail(self) -> list[str]:
        with self.app.app_context():
            rows = select(AuditEntry.action).where(AuditEntry.action.in_(("note.patch", "picture.send")))
            return list(db.session.scalars(rows.order_by(AuditEntry.n)))


@pytest.fixture
def tablet(app: Flask, tablets: Tablets, cast: Any) -> Tablet:
    return Tablet(app, tablets, cast)


def test_it_follows_its_text_and_the_tablet_keeps_it_for_a_while(tablet: Tablet) -> None:
    tablet.take()
    tablet.sync()
    assert (tablet.kept(), tablet.waiting()) == ([PHOTO], 0)
    assert tablet.trail() == ["note.patch", "picture.send"]
    assert tablet.call("photos.has", SHA), "a server that is restored may ask for it"
    assert tablet.call("photos.drop", 0) == 0
    assert tablet.call("photos.drop", 2**52) == 1
    assert not tablet.call("photos.has", SHA)


def test_not_before_the_server_has_the_text(tablet: Tablet) -> None:
    tablet.take()
    tablet.sync("request lost", "/sync/push")
    assert (tablet.kept(), tablet.waiting()) == ([], 1)
    tablet.sync()
    assert (tablet.kept(), tablet.waiting()) == ([PHOTO], 0)


@pytest.mark.parametrize("fault", ["request lost", "response lost", "response cut", "duplicated"])
def test_a_bad_connection_neither_loses_nor_doubles_it(tablet: Tablet, fault: str) -> None:
    tablet.take()
    tablet.sync(fault)
    assert tablet.waiting() == (0 if fault == "duplicated" else 1)
    tablet.sync()
    assert (tablet.kept(), tablet.waiting()) == ([PHOTO], 0)
    assert tablet.trail().count("picture.send") == 1


def test_a_file_without_a_note_that_names_it_stays_here(tablet: Tablet) -> None:
    """The tablet was killed between the two: nothing is sent, and nothing is thrown away."""
    tablet.store_file()
    for _again in range(2):
        tablet.sync()
    assert (tablet.kept(), tablet.waiting(), tablet.call("photos.has", SHA)) == ([], 1, True)
    tablet.take()
    tablet.sync()
    assert (tablet.kept(), tablet.waiting()) == ([PHOTO], 0)


def test_what_was_taken_away_waits_no_longer_and_is_here_until_its_week_is_over(tablet: Tablet) -> None:
    tablet.store_file()
    tablet.call("photos.remove", tablet.note, SHA)
    assert (tablet.waiting(), tablet.call("photos.has", SHA)) == (0, True)
    tablet.sync()
    assert tablet.call("photos.has", SHA)


def test_signing_out_keeps_what_the_server_does_not_have(tablet: Tablet) -> None:
    late = jpeg("rosybrown")
    tablet.take()
    tablet.sync()
    tablet.take(late)
    assert not tablet.call("session.signOut")["done"]
    left = tablet.call("session.signOut", {"force": True})
    assert (left["done"], left["photos"]) == (True, 1)
    tablet.sign_in()
    assert [tablet.call("photos.has", sha256(photo)) for photo in (PHOTO, late)] == [False, True]
    tablet.sync()
    assert (tablet.kept(), tablet.waiting()) == ([PHOTO, late], 0)


def test_a_server_that_was_restored_gets_it_again(app: Flask, backend: Any, tablet: Tablet) -> None:
    before = backend.keep("before the photo")
    tablet.take()
    tablet.sync()
    assert tablet.kept() == [PHOTO]
    backend.put_back(before)
    with app.app_context():
        begin_write()
        renew_epoch(SERVER, "server.restore", utc_now())
        db.session.commit()
    for _cycle in range(3):
        tablet.sync()
    assert (tablet.kept(), tablet.waiting()) == ([PHOTO], 0)


def test_of_somebody_disabled_it_arrives_with_its_text_in_quarantine(tablet: Tablet) -> None:
    tablet.take()
    path = f"/api/v1/users/{PEOPLE['practitioner'].id}"
    assert tablet.cast.admin.patch(path, json={"active": False}).status_code == 200
    tablet.sync()
    assert (tablet.kept(), tablet.waiting()) == ([PHOTO], 0)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_blocked_tablet_is_erased_once_the_photo_has_arrived(tablet: Tablet, arrives: bool) -> None:
    tablet.take()
    device = tablet.call("device.device")["id"]
    assert tablet.cast.admin.patch(f"/api/v1/devices/{device}", json={"status": "revoked"}).status_code == 200
    if arrives:
        tablet.call("engine.syncNow")
    else:
        tablet.sync("request lost")
    assert tablet.kept() == ([PHOTO] if arrives else [])
    assert bool(tablet.call("erasing.erasedAt")) is arrives
    if not arrives:
        assert (tablet.waiting(), tablet.call("photos.has", SHA)) == (1, True)


def test_a_blocked_tablet_keeps_a_photo_that_no_text_names(tablet: Tablet) -> None:
    """The server refuses it, and nobody else has it: the tablet is not erased."""
    tablet.store_file()
    device = tablet.call("device.device")["id"]
    assert tablet.cast.admin.patch(f"/api/v1/devices/{device}", json={"status": "revoked"}).status_code == 200
    tablet.call("engine.syncNow")
    assert not tablet.call("erasing.erasedAt")
    assert (tablet.waiting(), tablet.call("photos.has", SHA)) == (1, True)


@pytest.mark.parametrize("fault", ["request lost", "response cut"])
def test_one_that_cannot_go_holds_up_neither_the_next_nor_the_rest(tablet: Tablet, fault: str) -> None:
    tablet.take()
    tablet.take(LATER)
    tablet.sync(fault)
    assert tablet.waiting() == 1
    status = tablet.call("status.currentStatus")
    assert (status["connection"], bool(status["checkedAt"])) == ("online", True)
    tablet.sync()
    assert tablet.waiting() == 0


def test_a_file_that_cannot_be_read_waits_for_a_person_and_the_next_one_goes(tablet: Tablet) -> None:
    tablet.take()
    tablet.take(LATER)
    tablet.call("photos.damage", SHA)
    tablet.sync()
    assert tablet.kept() == [LATER]
    assert tablet.rows()[SHA]["code"] == "damaged"


def test_its_note_stays_when_the_lease_ends_and_what_the_server_has_goes(tablet: Tablet) -> None:
    tablet.take()
    tablet.sync()
    tablet.take(LATER)
    tablet.sync("request lost")
    tablet.tablets.host("set", device=0, isOff=True, ahead=8 * DAY)
    tablet.call("engine.syncNow")
    assert tablet.call("leaseOver")
    assert tablet.note in [note["id"] for note in tablet.call("everything")["notes"]]
    assert (list(tablet.rows()), tablet.call("photos.has", LATER_SHA)) == ([LATER_SHA], True)


def test_the_time_is_the_servers(tablet: Tablet) -> None:
    """A tablet whose clock was ahead once would keep it too long, one that was behind not long enough."""
    tablet.take()
    tablet.tablets.host("set", device=0, ahead=400 * DAY)
    tablet.sync()
    kept, sent = (datetime.fromisoformat(tablet.rows()[SHA][name]) for name in ("at", "sent_at"))
    assert sent - kept < timedelta(days=1)
    tablet.call("photos.drop")
    assert tablet.call("photos.has", SHA)


def test_a_file_stays_as_long_as_one_of_its_notes_may_need_it(tablet: Tablet) -> None:
    tablet.take()
    first = tablet.note
    tablet.note = tablet.call("edits.createNote", tablet.call("edits.createPatient", PATIENT), {})
    tablet.take()
    tablet.sync()
    (old,) = [row for row in tablet.call("photos.rows") if row["note_id"] == first]
    tablet.call("photos.change", {**old, "sent_at": "2020-01-01T00:00:00.000Z"})
    assert tablet.call("photos.drop", 1_600_000_000_000) == 1
    assert tablet.call("photos.has", SHA)


def test_a_blocked_tablet_keeps_for_a_week_what_was_just_taken_out(tablet: Tablet) -> None:
    """It may be put back, or a draft may name it."""
    tablet.store_file()
    tablet.call("photos.remove", tablet.note, SHA)
    device = tablet.call("device.device")["id"]
    assert tablet.cast.admin.patch(f"/api/v1/devices/{device}", json={"status": "revoked"}).status_code == 200
    tablet.call("engine.syncNow")
    assert not tablet.call("erasing.erasedAt")
    tablet.call("photos.change", {**tablet.rows()[SHA], "removed_at": "2020-01-01T00:00:00.000Z"})
    tablet.call("engine.syncNow")
    assert tablet.call("erasing.erasedAt")


def test_it_counts_as_unsent_and_as_sealed(app: Flask, tablet: Tablet) -> None:
    tablet.store_file()
    tablet.sync()
    (person,) = tablet.call("persons.people")
    assert person["pending"] == 1
    with app.app_context():
        device = db.session.scalars(select(Device).where(Device.pending_ops == 1)).one()
        assert device.oldest_pending_at is not None
    tablet.call("session.signOut", {"force": True})
    assert tablet.call("photos.isSealed", person["key"])


def test_the_server_hears_that_none_waits_any_more(app: Flask, tablet: Tablet) -> None:
    tablet.take()
    for _cycle in range(2):
        tablet.sync()
    with app.app_context():
        assert set(db.session.scalars(select(Device.pending_ops))) == {0}

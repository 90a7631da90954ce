"""The feed: complete, in order, the same by every page size, and traced before it leaves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server.db import db, utc_now
from server.domain.errors import EpochChanged
from server.models import AuditEntry, ClinicFeed, Device
from server.services import pull
from server.services.cursors import encode_cursor
from server.services.issuer import Issuer
from tests.cast import PEOPLE, fixed_id
from tests.tablet import Tablet

ACTOR = PEOPLE["practitioner"].actor
SEAL = Issuer("the key of this installation")


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def four(tablet):
    """A patient, two notes and a conflict, the first note changed last."""
    note = tablet.new_note()
    tablet.new_note(note["patient_id"])
    tablet.patch(note, "text:plan", {"text": "A."})
    tablet.patch(note, "text:plan", {"text": "B."})
    return note


class TestPage:
    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 500])
    def test_every_record_once_in_the_order_of_its_number(self, app, four, limit):
        seen, cursor, more = [], None, True
        with app.app_context():
            while more:
                page = pull.read_page(SEAL, ACTOR, pull.Known(cursor=cursor), limit)
                seen, cursor, more = seen + page.changes, page.cursor, page.more
                assert len(page.changes) <= limit
            assert len(seen) == 4
            assert pull.read_page(SEAL, ACTOR, pull.Known(cursor=cursor), limit).changes == []
            assert pull.read_page(SEAL, ACTOR, pull.Known(cursor=cursor), limit).cursor == cursor

    def test_the_feed_and_a_push_say_the_same_of_a_record(self, tablet, four):
        pushed = tablet.patch(four, "visit", {"session_no": 2.5, "room": 'Zi 1 \U0001f489 " \\'})["record"]
        assert tablet.pull()[-1] == pushed

    def test_numbers_have_no_gaps(self, app, tablet, four):
        tablet.push({"bad": 1}, tablet.op("sign", "note", four["id"], content_hash="0" * 64))
        tablet.patch(four, "text:remarks", {"text": "C."})
        with app.app_context():
            feed = db.session.get_one(ClinicFeed, fixed_id("north"))
            assert feed.seq == max(record["seq"] for record in tablet.pull())

    def test_a_void_record_travels_without_what_it_held(self, tablet, four):
        current = next(record for record in tablet.pull() if record["id"] == four["id"])
        tablet.act("void", current, reason="Wrong patient.")
        gone = tablet.pull()[-1]
        assert gone["state"] == "void"
        assert "fields" not in gone

    def test_another_clinic_gets_nothing(self, cast, four):
        assert Tablet(cast, "outsider").pull() == []

    @pytest.mark.parametrize("cursor", ["x", "=", "%%%", "W10", encode_cursor(10), encode_cursor(2**60), "a" * 1600])
    def test_a_cursor_we_did_not_give_is_refused(self, app, cursor):
        with app.app_context(), pytest.raises(EpochChanged) as refused:
            pull.read_page(SEAL, ACTOR, pull.Known(cursor=cursor), 10)
        assert "did not issue" in refused.value.detail
        assert type(refused.value) is EpochChanged

    def test_another_epoch_is_refused(self, app):
        with app.app_context(), pytest.raises(EpochChanged):
            pull.read_page(SEAL, ACTOR, pull.Known("another"), 10)

    def test_a_page_is_one_moment(self, app, tablet, four):
        """A push between the statements of one page does not show in it."""
        with app.app_context(), ThreadPoolExecutor(1) as elsewhere:
            pull.begin_snapshot()
            before = pull.read_changes(fixed_id("north"), 0, 10)
            pushed = elsewhere.submit(tablet.patch, four, "text:remarks", {"text": "Between."}).result()
            assert pushed["status"] == "applied"
            assert pull.read_changes(fixed_id("north"), 0, 10) == before
            pull.begin_snapshot()
            assert pull.read_changes(fixed_id("north"), 0, 10) != before


class TestTrace:
    def test_a_page_with_content_leaves_one_row(self, app, tablet, four):
        tablet.pull()
        tablet.pull(cursor=tablet.get("/sync/pull").json["cursor"])
        with app.app_context():
            rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "sync.pull")).all()
        assert [row.detail for row in rows] == [{"count": 4, "first": 1, "last": rows[0].detail["last"]}] * 2

    def test_what_a_tablet_tells_of_itself_is_kept(self, app, tablet):
        told = {"pending_ops": 3, "oldest_pending_at": "2026-11-20T10:00:00Z", "persisted": "true", "usage": 5}
        tablet.get("/sync/pull", **told, app="2026.11")
        with app.app_context():
            device = db.session.get_one(Device, (fixed_id("north"), tablet.person.device["id"]))
            assert (device.pending_ops, device.app_version) == (3, "2026.11")
            assert device.oldest_pending_at.isoformat() == "2026-11-20T10:00:00+00:00"
            told_by = {tablet.person.id: 3}
            since = {"oldest_of": {tablet.person.id: "2026-11-20T10:00:00+00:00"}}
            assert (
                device.storage | {"at": ""} == {"persisted": True, "usage": 5, "at": "", "pending_of": told_by} | since
            )

    @pytest.mark.parametrize(
        ("later", "report", "is_written"),
        [
            (0, pull.Report(pending_ops=1, storage={"usage": 6}), False),
            (59, pull.Report(pending_ops=1), False),
            (60, pull.Report(pending_ops=1), True),
            (60, pull.Report(), False),
            (1, pull.Report(pending_ops=2), True),
            (1, pull.Report(app="next"), True),
        ],
    )
    def test_unchanged_reports_are_written_once_a_minute(self, app, later, report, is_written):
        now, page = utc_now(), pull.Page("", [], "", more=False)
        with app.app_context():
            device = pull.device_of(ACTOR)
            assert pull.write_trace(ACTOR, device, page, pull.Report(pending_ops=1), now)
            db.session.commit()
            assert pull.write_trace(ACTOR, device, page, report, now + timedelta(seconds=later)) is is_written
            db.session.rollback()

    def test_no_news_writes_nothing(self, app, tablet):
        with app.app_context():
            before = db.session.scalar(select(func.count()).select_from(AuditEntry))
        tablet.get("/sync/pull")
        tablet.get("/sync/ping")
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


class TestManifest:
    def test_it_names_every_record_of_the_clinic(self, cast, tablet, four):
        manifest = tablet.get("/sync/manifest").json["records"]
        assert manifest == [[record["type"], record["id"], record["rev"]] for record in tablet.pull()]
        assert Tablet(cast, "outsider").get("/sync/manifest").json["records"] == []

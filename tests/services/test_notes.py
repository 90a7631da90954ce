"""Reading notes: filters, pages, histories."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from server.db import begin_write, db
from server.domain.errors import NotFound
from server.models import AuditEntry
from server.services import notes
from server.services.cursors import BadCursor, encode_cursor
from server.services.notes import Wanted
from tests.cast import PEOPLE
from tests.tablet import Tablet

ACTOR = PEOPLE["practitioner"].actor


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def read(app):
    """Call a reading service as its view does."""

    def call(verb, *args):
        with app.app_context():
            begin_write()
            answer = verb(ACTOR, *args)
            db.session.commit()
            return answer

    return call


@pytest.fixture
def visits(tablet):
    """Five notes of one patient: two on one day, one without a day."""
    patient_id = tablet.new_patient()["id"]
    days = ("2026-03-01", "2026-03-02", "2026-03-02", "2026-03-04", None)
    return [tablet.new_note(patient_id, {"visit": {"session_date": on}} if on else {}) for on in days]


def ids(texts):
    return [text.partition('"id":"')[2][:36] for text in texts]


class TestList:
    @pytest.mark.parametrize("limit", [1, 2, 5, 200])
    def test_newest_first_by_any_page_size(self, read, visits, limit):
        seen, cursor = [], None
        while True:
            items, cursor = read(notes.list_notes, Wanted(), limit, cursor)
            seen += ids(items)
            if cursor is None:
                break
        newest = sorted(visits, key=lambda note: (note["happened_at"], note["id"]), reverse=True)
        assert seen == [note["id"] for note in newest]

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (Wanted(state="draft"), 5),
            (Wanted(state="signed"), 0),
            (Wanted(author_id=ACTOR.id), 5),
            (Wanted(author_id=PEOPLE["colleague"].id), 0),
            (Wanted(first_day=date(2026, 3, 2)), 4),
            (Wanted(first_day=date(2026, 3, 2), last_day=date(2026, 3, 2)), 2),
            (Wanted(last_day=date(2026, 3, 1)), 1),
            (Wanted(first_day=date.min, last_day=date.max), 5),
        ],
    )
    def test_filters(self, read, visits, wanted, found):
        assert len(read(notes.list_notes, wanted, 200, None)[0]) == found

    def test_of_one_patient(self, read, tablet, visits):
        other = tablet.new_note()
        assert ids(read(notes.list_notes, Wanted(patient_id=other["patient_id"]), 200, None)[0]) == [other["id"]]

    @pytest.mark.parametrize(
        "cursor", ["x", encode_cursor("no time", "x"), encode_cursor(1), encode_cursor("9999-99-99", "x")]
    )
    def test_a_cursor_we_did_not_give_is_refused(self, read, cursor):
        with pytest.raises(BadCursor):
            read(notes.list_notes, Wanted(), 10, cursor)

    def test_one_audit_row_with_the_count(self, app, read, visits):
        read(notes.list_notes, Wanted(), 3, None)
        with app.app_context():
            row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "note.list")).one()
        assert (row.actor_id, row.detail) == (ACTOR.id, {"count": 3})


class TestRevisions:
    def test_who_what_when_before_and_after(self, read, tablet):
        note = tablet.new_note(fields={"text:plan": {"text": "A."}})
        tablet.patch(note, "text:plan", {"text": None})
        latest, first = read(notes.read_revisions, note["id"], 50, None)["items"]
        assert first["changes"] == [{"unit": "text:plan", "before": None, "after": {"text": "A."}}]
        assert latest["changes"] == [{"unit": "text:plan", "before": {"text": "A."}, "after": None}]
        assert (latest["kind"], latest["author_name"]) == ("patch", ACTOR.name)
        assert latest["client_time"] == datetime(2026, 11, 23, 7, 41, 2, 113000, tzinfo=UTC)

    def test_pages(self, read, tablet):
        note = tablet.new_note()
        for text in "abc":
            note = tablet.patch(note, "text:plan", {"text": text})["record"]
        page = read(notes.read_revisions, note["id"], 3, None)
        rest = read(notes.read_revisions, note["id"], 3, page["next"])
        assert [item["rev"] for item in page["items"] + rest["items"]] == [4, 3, 2, 1]
        assert rest["next"] is None

    def test_a_patient_is_no_note(self, read, tablet):
        patient_id = tablet.new_patient()["id"]
        for verb in (notes.read_note, lambda actor, id_: notes.read_revisions(actor, id_, 1, None)):
            with pytest.raises(NotFound):
                read(verb, patient_id)

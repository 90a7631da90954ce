"""GET /notes, /notes/{id} and /notes/{id}/revisions."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from server.db import db
from server.models import AuditEntry
from server.schemas.notes import NotesOut, RevisionsOut
from server.schemas.records import RecordOut
from tests.tablet import Tablet


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def note(tablet):
    return tablet.signed_note()


def same_but_for_the_request(answer):
    return answer.status_code, answer.mimetype, {**answer.json, "request_id": "", "instance": ""}


class TestOne:
    @pytest.mark.parametrize("tail", ["", "/revisions"])
    @pytest.mark.parametrize("key", ["practitioner", "colleague", "supervisor", "admin"])
    def test_everybody_of_the_clinic_reads(self, app, cast, note, key, tail):
        reader = Tablet(cast, key)
        assert reader.get(f"/notes/{note['id']}{tail}").status_code == 200
        with app.app_context():
            row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "note.read")).one()
        assert (row.actor_id, row.object_id) == (reader.person.id, note["id"])

    @pytest.mark.parametrize("tail", ["", "/revisions"])
    def test_of_another_clinic_is_as_if_it_were_not(self, cast, note, tail):
        outsider = Tablet(cast, "outsider")
        foreign, missing = (outsider.get(f"/notes/{id_}{tail}") for id_ in (note["id"], uuid4()))
        assert foreign.status_code == 404
        assert same_but_for_the_request(foreign) == same_but_for_the_request(missing)

    @pytest.mark.parametrize("tail", ["", "/revisions"])
    def test_nobody_is_asked_to_sign_in(self, client, note, tail):
        assert client.get(f"/api/v1/notes/{note['id']}{tail}").status_code == 401

    def test_it_is_as_pushed_and_as_declared(self, tablet, note):
        read = tablet.get(f"/notes/{note['id']}").json
        assert read == note
        assert RecordOut().validate(read) == {}
        assert RevisionsOut().validate(tablet.get(f"/notes/{note['id']}/revisions").json) == {}

    @pytest.mark.parametrize("name", ["x", "1", "%00", "..%2f"])
    def test_what_is_no_id_is_not_found(self, tablet, name):
        assert tablet.get(f"/notes/{name}").status_code in (400, 404)


class TestList:
    def test_of_the_clinic(self, cast, tablet, note):
        body = tablet.get("/notes").json
        assert [item["id"] for item in body["items"]] == [note["id"]]
        assert "fields" not in body["items"][0]
        assert NotesOut().validate(body) == {}
        assert Tablet(cast, "outsider").get("/notes").json == {"items": [], "next": None}
        assert Tablet(cast, "outsider").get("/notes", patient_id=note["patient_id"]).json["items"] == []

    def test_nobody_is_asked_to_sign_in(self, client):
        assert client.get("/api/v1/notes").status_code == 401

    def test_filters_and_pages(self, tablet, note):
        other = tablet.new_note(note["patient_id"], {"visit": {"session_date": "2026-01-05"}})
        assert len(tablet.get("/notes", state="signed").json["items"]) == 1
        assert len(tablet.get("/notes", **{"from": "2026-01-01", "to": "2026-01-05"}).json["items"]) == 1
        first = tablet.get("/notes", limit=1).json
        rest = tablet.get("/notes", limit=1, cursor=first["next"]).json
        assert [item["id"] for item in first["items"] + rest["items"]] == [note["id"], other["id"]]
        assert rest["next"] is None

    @pytest.mark.parametrize(
        "query",
        [
            {"state": "gone"},
            {"limit": 201},
            {"limit": 0},
            {"patient_id": "x"},
            {"author_id": "1 OR 1"},
            {"from": "yesterday"},
            {"cursor": "x"},
        ],
    )
    def test_another_query_is_refused(self, tablet, query):
        answer = tablet.get("/notes", **query)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")

"""GET /patients and /patients/{id}."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from server.db import db
from server.models import AuditEntry
from server.schemas.patients import PatientOut, PatientsOut
from tests.tablet import Tablet


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


class TestList:
    @pytest.mark.parametrize("key", ["practitioner", "supervisor", "admin"])
    def test_everybody_of_the_clinic_searches(self, app, cast, tablet, key):
        patient = tablet.new_patient(family="Öztürk")
        body = Tablet(cast, key).get("/patients", q="ozt").json
        assert [item["id"] for item in body["items"]] == [patient["id"]]
        assert PatientsOut().validate(body) == {}
        with app.app_context():
            row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "patient.list")).one()
        assert row.detail == {"count": 1}

    def test_another_clinic_finds_nothing(self, cast, tablet):
        tablet.new_patient()
        assert Tablet(cast, "outsider").get("/patients").json == {"items": [], "next": None}

    def test_nobody_is_asked_to_sign_in(self, client):
        assert client.get("/api/v1/patients").status_code == 401

    @pytest.mark.parametrize("query", [{"q": "x" * 101}, {"limit": 201}, {"cursor": "x"}])
    def test_another_query_is_refused(self, tablet, query):
        assert tablet.get("/patients", **query).status_code == 422


class TestOne:
    @pytest.mark.parametrize("key", ["practitioner", "supervisor", "admin"])
    def test_with_the_heads_of_the_notes(self, cast, tablet, key):
        patient = tablet.new_patient()
        notes = [tablet.signed_note(patient["id"], session_date=on) for on in ("2026-10-01", "2026-11-20")]
        tablet.new_note()
        read = Tablet(cast, key).get(f"/patients/{patient['id']}").json
        assert [head["id"] for head in read["notes"]] == [notes[1]["id"], notes[0]["id"]]
        assert PatientOut().validate(read) == {}
        assert {name: value for name, value in read.items() if name != "notes"} == patient

    def test_of_another_clinic_is_as_if_it_were_not(self, cast, tablet):
        outsider = Tablet(cast, "outsider")
        answers = [
            outsider.get(f"/patients/{id_}") for id_ in (tablet.new_patient()["id"], uuid4(), tablet.new_note()["id"])
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({(answer.json["code"], answer.json["detail"]) for answer in answers}) == 1

    def test_nobody_is_asked_to_sign_in(self, client, tablet):
        assert client.get(f"/api/v1/patients/{tablet.new_patient()['id']}").status_code == 401

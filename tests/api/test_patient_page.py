"""The patient's page over HTTP: in which language, only with an approved text and a number to call, and its trace."""

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from server.db import db, utc_now
from server.domain.patient_page.words import PAGE
from server.models import AuditEntry, Clinic
from server.services.verify.clinic import first_break
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

AT = f"/api/v1/patients/{PATIENT}/summary.pdf"
SETUP = "/api/v1/patient-page"


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.get_json()
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def approve(cast: Any, *languages: str) -> None:
    for language in languages:
        body = {"language": language, "version": PAGE["version"]}
        assert cast.supervisor.post(f"{SETUP}/approve", json=body).status_code == 201


def signed(cast: Any, **patient: Any) -> None:
    mine = Tablet(cast.practitioner, cast["practitioner"])
    mine.patient(**patient)
    mine.sign(mine.note())


def identity(**rest: Any) -> dict[str, Any]:
    return {"mrn": "NP-000217", "given": "Kofi", "family": "Mensah", "birth_date": "1992-08-02"} | rest


def test_a_language_prints_once_a_clinician_approved_its_text(app: Any, cast: Any) -> None:
    signed(cast)
    refused = cast.practitioner.get(AT)
    assert (refused.status_code, refused.get_json()["reason"]) == (409, "text_not_approved")
    approve(cast, "en")
    assert "Your visit on 8 September 2026" in words(cast.practitioner.get(AT))
    other = cast.practitioner.get(f"{AT}?lang=es")
    assert (other.status_code, other.get_json()["reason"]) == (409, "text_not_approved")
    assert "Español" in other.get_json()["detail"]
    with app.app_context():
        query = select(AuditEntry).where(AuditEntry.action == "summary.export")
        (row,) = db.session.scalars(query)
        assert row.detail["audience"] == "patient"
        assert row.detail["language"] == "en"


def test_it_is_in_the_language_of_the_patient_unless_another_is_asked_for(cast: Any) -> None:
    signed(cast, identity=identity(language="es"))
    approve(cast, "en", "es", "de", "ar")
    assert "Su visita del 8 de septiembre de 2026" in words(cast.practitioner.get(AT))
    assert "Ihr Besuch am 8. September 2026" in words(cast.practitioner.get(f"{AT}?lang=de"))


@pytest.mark.parametrize("query", ["lang=fr", "lang=", "audience=press"])
def test_an_unknown_value_is_422(cast: Any, query: str) -> None:
    assert cast.practitioner.get(f"{AT}?{query}").status_code == 422


def test_the_number_of_the_clinic_stands_before_that_of_the_note_and_one_of_them_must(app: Any, cast: Any) -> None:
    mine = Tablet(cast.practitioner, cast["practitioner"])
    mine.patient()
    approve(cast, "en")
    assert cast.practitioner.get(AT).get_json()["reason"] == "no_visit"
    day = (utc_now() - timedelta(days=1)).date().isoformat()
    mine.sign(mine.note(day=day, aftercare={"given": True}))
    assert cast.practitioner.get(AT).get_json()["reason"] == "no_phone"
    numbers = {"phone": "+44 20 7946 0999", "emergency": "999"}
    assert cast.practitioner.patch(SETUP, json=numbers).status_code == 403
    assert cast.admin.patch(SETUP, json={**numbers, "phone": "call us!"}).status_code == 422
    assert cast.admin.patch(SETUP, json=numbers).get_json()["phone"] == "+44 20 7946 0999"
    text = words(cast.practitioner.get(AT))
    assert "+44 20 7946 0999" in text
    assert "Call 999 now if you have" in text
    with app.app_context():
        assert [first_break(clinic_id) for clinic_id in db.session.scalars(select(Clinic.id))] == [None, None]


def test_a_clinician_approves_the_version_that_was_shown_and_nobody_else(cast: Any) -> None:
    body = {"language": "en", "version": PAGE["version"]}
    assert cast.practitioner.post(f"{SETUP}/approve", json=body).status_code == 403
    assert cast.admin.post(f"{SETUP}/approve", json=body).status_code == 403
    old = cast.supervisor.post(f"{SETUP}/approve", json=body | {"version": "0"})
    assert (old.status_code, old.get_json()["code"]) == (409, "stale")
    approve(cast, "en")
    assert cast.supervisor.post(f"{SETUP}/approve", json=body).status_code == 409
    shown = cast.practitioner.get(SETUP).get_json()
    assert shown["approved"]["en"]["name"] == cast["supervisor"].name
    assert cast.outsider.get(SETUP).get_json()["approved"] == {}


def test_the_file_is_named_after_the_number_and_the_day_and_never_after_the_person(cast: Any) -> None:
    signed(cast, identity=identity(mrn='../"x; 7'))
    approve(cast, "en")
    name = cast.practitioner.get(AT).headers["Content-Disposition"]
    assert name.startswith('attachment; filename="x-7_20')
    assert name.endswith('_page-en.pdf"')


def test_another_clinic_and_a_stranger_get_nothing(cast: Any, client: Any) -> None:
    signed(cast)
    approve(cast, "en")
    assert cast.outsider.get(AT).status_code == 404
    assert client.get(AT).status_code == 401


def test_the_tables_come_with_the_marks_that_were_asked_for(cast: Any) -> None:
    signed(cast)
    at = f"/api/v1/patients/{PATIENT}/summary"
    table = cast.practitioner.get(f"{at}.csv?table=sites&separator=semicolon&decimal=comma").get_data(as_text=True)
    assert ';"cheek_left";' in table
    assert "1,5" in table
    assert cast.practitioner.get(f"{at}.csv?table=users").status_code == 422
    assert cast.practitioner.get(f"{at}.xlsx").data.startswith(b"PK")
    bundle = cast.practitioner.get(f"{at}.fhir.json")
    assert (bundle.mimetype, bundle.get_json(force=True)["type"]) == ("application/fhir+json", "document")

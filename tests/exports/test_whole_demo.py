"""What leaves of every signed visit of the demo: the patient's page in four languages, and the record as FHIR."""

import io
from collections import Counter
from datetime import datetime
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from server.cli.demo import seed
from server.db import db
from server.domain.limits import LIMITS
from server.domain.patient_page import patient_page
from server.domain.patient_page.words import LANGUAGES, PAGE
from server.exports.patient_page import Names
from server.exports.pdf import patient as pdf
from server.models import Record
from server.services.patients import name_of
from server.services.summaries.document import Occasion, assemble
from server.services.summaries.export import records_of, revisions_of
from tests.cli.test_demo import NOON
from tests.conftest import LONG_ON_SQLITE
from tests.exports.test_fhir import untold
from tests.exports.test_patient_page import brief

pytestmark = [pytest.mark.soak, pytest.mark.slow]
SIGNED = ("signed", "approved", "acknowledged")
MOST_PAGES = {"treated": 2, "stopped": 2, "review": 1, "deferred": 1}


@pytest.fixture
def patients(empty_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with empty_app.app_context():
        seed.seed(tmp_path_factory.mktemp("demo"), None, NOON)
        yield list(db.session.scalars(select(Record).where(Record.type == "patient").order_by(Record.id)))


@pytest.mark.parametrize("backend", LONG_ON_SQLITE[:1], indirect=True)
def test_the_page_of_every_signed_visit_in_every_language(patients: list[Record]) -> None:
    """As of that evening: its pages, UA-1 by typst, its language, its tags, and a text for each drawing."""
    counted = Counter[str]()
    for patient in patients:
        notes = [one for one in records_of(patient, "note") if one.state != "void"]
        for visit in notes:
            if visit.state in SIGNED:
                mine = [brief(one) for one in notes if one.happened_at <= visit.happened_at]
                at = datetime.fromisoformat(visit.signatures[-1]["at"])
                facts = patient_page(patient.content, mine, [], at, LIMITS)
                assert facts is not None
                assert facts["note_id"] == visit.id
                for code in LANGUAGES:
                    counted.update(look_at_page(facts, names_of(patient), code))
                counted.update(visits=1)
    print("\n", dict(sorted(counted.items())))
    assert counted["visits"] > 140
    assert counted["drawings"] > counted["visits"]


def names_of(patient: Record) -> Names:
    identity = patient.content["identity"]
    number, born = str(identity.get("mrn") or ""), str(identity.get("birth_date") or "")
    return Names(name_of(patient.content), born, number, "N. Vidal", "Demo clinic", phone="+49 30 123", emergency="112")


def look_at_page(facts: dict[str, Any], names: Names, code: str) -> Counter[str]:
    with pikepdf.open(io.BytesIO(pdf.render(facts, names, PAGE["languages"][code], code))) as found:
        pages, drawings = len(found.pages), [one for one in found.objects if is_figure(one)]
        assert pages <= MOST_PAGES[facts["kind"]], (facts["kind"], code, facts["note_id"])
        assert "/StructTreeRoot" in found.Root
        assert str(found.Root.Lang).startswith(code)
        assert found.open_metadata()["pdfuaid:part"] == "1"
        assert [one for one in drawings if not str(one.get("/Alt", ""))] == []
    return Counter({f"{facts['kind']} {code}: {pages} page": 1, "drawings": len(drawings), "pages": pages})


def is_figure(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"


@pytest.mark.parametrize("backend", LONG_ON_SQLITE[:1], indirect=True)
def test_every_record_is_valid_fhir_and_holds_every_value(patients: list[Record]) -> None:
    values = 0
    for patient in patients:
        notes = records_of(patient, "note")
        calls = [one for one in records_of(patient, "follow_up") if one.state in SIGNED]
        around = Occasion("Demo clinic", "N. Vidal", NOON, {}, LIMITS)
        made = assemble(patient, notes, revisions_of(patient.clinic_id, notes), around, calls)
        missing, count = untold(made)
        assert missing == [], patient.id
        values += count
    print(f"\n{len(patients)} records, {values} values, each as code or text, 0 errors")
    assert values > 1000

"""GET /patients/{id}/summary.pdf, .csv and .json: what leaves, for whom, and the trace it leaves."""

import csv
import io
import json
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from server.api.summaries import named
from server.db import db
from server.exports.letters import Rewritten
from server.models import AuditEntry
from server.schemas.summaries import SummaryOut
from tests.cast import fixed_id
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT
from tests.ops import make_patch

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

FORMS = ("pdf", "csv", "json", "xlsx", "fhir.json")
MISSING = str(uuid4())


def address(form: str, patient_id: str = PATIENT) -> str:
    return f"/api/v1/patients/{patient_id}/summary.{form}{'?audience=clinician' if form == 'pdf' else ''}"


def tablet(cast: Any, key: str = "practitioner") -> Tablet:
    return Tablet(getattr(cast, key), cast[key])


def exports_of(app: Any, patient_id: str = PATIENT) -> list[AuditEntry]:
    with app.app_context():
        query = select(AuditEntry).where(AuditEntry.action == "summary.export", AuditEntry.object_id == patient_id)
        return list(db.session.scalars(query.order_by(AuditEntry.n)))


def words(answer: Any) -> str:
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def signed(cast: Any) -> dict[str, Any]:
    mine = tablet(cast)
    mine.patient()
    return mine.sign(mine.note())


def test_the_entered_figures_arrive_on_the_pages_and_in_the_row(cast: Any, signed: dict[str, Any]) -> None:
    text, (row,) = words(cast.supervisor.get(address("pdf"))), rows(cast.supervisor.get(address("csv")))
    for figure in (
        "Left cheek 1.5 mm",
        "35 g",
        "PRP obtained 3 mL",
        "6 of 10",
        "3 of 10",
        "2 (Mild, definite)",
        "4.79 ×",
    ):
        assert figure in text
    entered = {
        "zone.cheek_left.depth_mm": "1.5", "zone.nose.depth_mm": "0.5", "numbing.amount_g": "35", "prp.volume_ml": "3",
        "needling.pain_nrs": "6", "obs.T30.pain_now": "3", "obs.T0.erythema": "2", "note.id": signed["id"],
        "note.state": "signed", "note.version": "1", "note.signed_by": cast["practitioner"].name,
        "visit.operator": cast["practitioner"].name, "patient.identity.mrn": "NP-000217",
    }  # fmt: skip
    assert {name: row[name] for name in entered} == entered


def test_the_json_is_the_documented_shape(cast: Any, signed: dict[str, Any]) -> None:
    answer = cast.supervisor.get(address("json"))
    told = json.loads(answer.text)
    assert answer.content_type == "application/json"
    assert SummaryOut().validate(told) == {}
    expected = dict(signed["fields"])
    expected.pop("visit")
    assert {unit: told["notes"][0]["fields"][unit] for unit in expected} == expected
    assert told["notes"][0]["signatures"][0]["content_hash"] == signed["content_hash"]


@pytest.mark.parametrize(
    ("form", "kind"), [("pdf", "application/pdf"), ("csv", "text/csv"), ("json", "application/json")]
)
def test_it_is_a_download_that_nothing_keeps(cast: Any, signed: dict[str, Any], form: str, kind: str) -> None:
    answer = cast.practitioner.get(address(form))
    assert answer.mimetype == kind
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="NP-000217_20')
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("form", FORMS)
def test_another_clinics_patient_and_none_are_the_same_404(cast: Any, signed: dict[str, Any], form: str) -> None:
    foreign, missing = cast.outsider.get(address(form)), cast.outsider.get(address(form, MISSING))
    note = cast.practitioner.get(address(form, signed["id"]))
    assert foreign.status_code == missing.status_code == note.status_code == 404
    bodies = [answer.get_json() for answer in (foreign, missing, note)]
    for body in bodies:
        body.pop("instance"), body.pop("request_id")
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.parametrize("form", FORMS)
def test_nobody_signed_in_gets_nothing(client: Any, form: str) -> None:
    assert client.get(address(form)).status_code == 401


@pytest.mark.parametrize("form", FORMS)
def test_every_export_is_in_the_audit(app: Any, cast: Any, signed: dict[str, Any], form: str) -> None:
    cast.colleague.get(address(form))
    (entry,) = exports_of(app)
    assert (entry.actor_id, entry.clinic_id) == (cast["colleague"].id, fixed_id("north"))
    assert entry.detail == {"form": form.removesuffix(".json") or form, "notes": 1}


def test_what_was_refused_is_no_export(app: Any, cast: Any, signed: dict[str, Any]) -> None:
    cast.outsider.get(address("pdf"))
    assert exports_of(app) == []


@pytest.mark.parametrize("form", FORMS)
def test_an_open_conflict_holds_it_back_until_it_is_resolved(app: Any, cast: Any, form: str) -> None:
    mine, theirs = tablet(cast), tablet(cast, "colleague")
    mine.patient()
    note = mine.note()
    mine.push(make_patch(mine.person.id, note, "text:plan", {"text": "Wait four weeks."}))
    clash = theirs.push(make_patch(theirs.person.id, note, "text:plan", {"text": "Wait six weeks."}))[0]
    assert clash["status"] == "conflict"
    answer = cast.practitioner.get(address(form))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "conflict_open")
    assert "open Conflicts, choose which value holds" in answer.get_json()["detail"]
    assert exports_of(app) == []
    chosen = {"base": {"text": "Wait four weeks."}, "mine": {"text": "Wait six weeks."}, "patch": {"text": "Five."}}
    theirs.done("resolve", "conflict", clash["conflict_id"], **chosen)
    assert cast.practitioner.get(address(form)).status_code == 200


def test_drafts_are_left_out_and_voided_notes_are_a_line(cast: Any) -> None:
    mine = tablet(cast)
    mine.patient()
    mine.note()
    gone = mine.note(number=1, day="2026-08-11", **{"text:plan": {"text": "Written into the wrong record."}})
    mine.act("void", gone, reason="Wrong patient, noticed at once.")
    text, table = words(cast.admin.get(address("pdf"))), rows(cast.admin.get(address("csv")))
    assert "One visit is not signed yet and is left out of this summary." in text
    assert "A visit record of 11 August 2026 was declared void" in text
    assert "Written into the wrong record" not in text + str(table)
    assert sorted(row["note.state"] for row in table) == ["draft", "void"]
    assert "Written into the wrong record" not in cast.admin.get(address("json")).get_data(as_text=True)


def test_an_amended_note_shows_both_values(cast: Any, signed: dict[str, Any]) -> None:
    mine = tablet(cast)
    changes = {"zone:nose": {"base": signed["fields"]["zone:nose"], "patch": {"depth_mm": [0.75]}}}
    mine.act("amend", signed, reason="depth typed wrong, see the log", changes=changes, acknowledged=["D07"])
    text = words(cast.supervisor.get(address("pdf")))
    assert "Nose: Depth 0.5 mm 0.75 mm" in text
    assert "Reason: depth typed wrong, see the log" in text
    assert "Correction signed 2" in text
    told = json.loads(cast.supervisor.get(address("json")).text)["notes"][0]
    change = {"field": "zone:nose.depth_mm", "label": "Nose: Depth", "old": "0.5 mm", "new": "0.75 mm"}
    assert told["amendments"][0]["changes"] == [change]


def test_a_returned_note_is_not_the_signed_record_until_it_is_signed_again(cast: Any, signed: dict[str, Any]) -> None:
    mine, chief = tablet(cast), tablet(cast, "supervisor")
    returned = chief.act("return", signed, comment="Which glide was it?")
    waiting = words(cast.admin.get(address("pdf")))
    assert "No signed visit yet." in waiting
    assert "Which glide was it?" not in waiting
    base = returned["fields"]["needling"]
    change = {"unit": "needling", "base_rev": returned["rev"], "base": base, "patch": {"glide_product": "Own PRP"}}
    again = mine.sign(mine.done("patch", "note", signed["id"], **change))
    chief.act("approve", again, comment="Thank you.")
    text = words(cast.admin.get(address("pdf")))
    assert "Signed and approved" in text
    assert "Reason: Which glide was it?" in text
    assert "Added: Needling: Glide Own PRP" in text
    assert f"Approved by {chief.person.name}" in text


def test_a_voided_patient_has_no_summary(cast: Any) -> None:
    chief = tablet(cast, "supervisor")
    chief.act("void", chief.patient(), reason="Registered twice by mistake.")
    answer = cast.supervisor.get(address("pdf"))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("given", "family"), [("Żółcisława", "Źrebięcka"), ("小明", "王"), ("فاطمة", "المنصوري"), ("민준", "김")]
)
def test_names_in_their_own_script_arrive(cast: Any, given: str, family: str) -> None:
    identity = {"mrn": "NP-1", "given": given, "family": family, "birth_date": "1990-01-01"}
    tablet(cast).patient(identity=identity)
    text = words(cast.practitioner.get(address("pdf")))
    assert given in text
    assert family in text


def test_what_the_fonts_lack_is_named_before_the_page_is_printed(cast: Any) -> None:
    mine = tablet(cast)
    mine.patient(identity={"given": "สมชาย", "family": "Ruiz 🎉", "birth_date": "1992-08-02", "mrn": "NP-1"})
    mine.sign(mine.note())
    told = json.loads(unquote(cast.supervisor.get(address("pdf")).headers["Needlepoint-In-Latin"]))
    assert {"text": "🎉", "latin": ":tada:", "letters": "🎉"} in told["texts"]
    assert {"สมชาย"} <= {one["text"] for one in told["texts"]}
    assert told["more"] == 0


def test_a_header_that_names_letters_stays_short() -> None:
    many = [Rewritten("ก" * 400 + str(n), "k" * 400, "ก") for n in range(50)]
    header = named(many)["Needlepoint-In-Latin"]
    told = json.loads(unquote(header))
    assert len(header) <= 2000
    assert len(told["texts"]) + told["more"] == 50
    assert told["texts"]
    assert named([]) == {}

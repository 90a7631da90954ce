"""A recall over HTTP: for supervisors and administrators, as a list and as a table, each leaving its trace."""

import csv
import io
from typing import Any

from server.services.cursors import encode_cursor
from tests.tablet import Tablet


def test_the_list_names_patient_visit_and_unit(cast: Any) -> None:
    tablet = Tablet(cast, "practitioner")
    patient = tablet.new_patient(given="Ana", phone="555 0100")
    visit = {"session_date": "2026-11-20", "operator": tablet.person.id}
    note = tablet.new_note(patient["id"], {"device": {"cartridge_lot": "SP-1", "unit_code": "U 7"}, "visit": visit})
    answer = cast.admin.get("/api/v1/recall", query_string={"lot": "sp1"})
    assert answer.status_code == 200
    assert answer.json["items"] == [
        {
            "patient": {"id": patient["id"], **{name: patient["fields"]["identity"][name] for name in WHO}},
            "note_id": note["id"],
            "kind": "cartridge",
            "lot": "SP-1",
            "unit_code": "U 7",
            "operator_name": tablet.person.name,
            "happened_at": "2026-11-20T12:00:00Z",
        }
    ]
    assert (answer.json["patients"], answer.json["visits"], answer.json["next"]) == (1, 1, None)


HUGE = encode_cursor("2026-01-01T00:00:00+00:00", "x", 2**70)
WHO = ("mrn", "given", "family", "birth_date", "phone")


def test_the_table_is_safe_to_open(cast: Any) -> None:
    tablet = Tablet(cast, "practitioner")
    patient = tablet.new_patient(given="=cmd|' /C calc'!A0", family="Ruiz")
    tablet.new_note(patient["id"], {"numbing": {"lot": "@SUM(A1)"}})
    answer = cast.supervisor.get("/api/v1/recall.csv", query_string={"lot": "@sum(a1)"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recall.csv"'
    header, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    named = dict(zip(header, row, strict=True))
    assert (named["patient.given"], named["lot"]) == ("'=cmd|' /C calc'!A0", "'@SUM(A1)")
    assert (named["kind"], named["patient.family"]) == ("anaesthetic", "Ruiz")


def test_it_is_not_open_to_those_who_only_treat(cast: Any) -> None:
    for path in ("/api/v1/recall", "/api/v1/recall.csv"):
        assert cast.practitioner.get(path, query_string={"lot": "x"}).status_code == 403


def test_another_clinics_use_is_not_found(cast: Any) -> None:
    Tablet(cast, "outsider").new_note(fields={"numbing": {"lot": "E7"}})
    assert cast.admin.get("/api/v1/recall?lot=E7").json == {"items": [], "patients": 0, "visits": 0, "next": None}


def test_a_foreign_cursor_is_refused(cast: Any) -> None:
    for cursor in ("x", "WyIyMDI2IiwieCIsMV0", "WyJub3QgYSB0aW1lIiwieCIsMV0", HUGE):
        assert cast.admin.get("/api/v1/recall", query_string={"lot": "x", "cursor": cursor}).status_code == 422

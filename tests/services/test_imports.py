"""Patients and past visits from a table: looked at first, nothing guessed, nothing twice, and taken back as a whole."""

import base64
import io
import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import event, select

from server.db import db
from server.domain.courses import standings
from server.domain.imports.targets import TARGETS, guess
from server.domain.imports.values import BadValue, Options, read_value
from server.domain.limits import LIMITS
from server.models import AuditEntry, Record
from server.services.imports.bad_file import BadFile
from server.services.imports.reading import read_sheet
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.conftest import API
from tests.tablet import Tablet

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")
TODAY = date(2026, 11, 29)
CSV = """MRN;Given names;Family name;Date of birth;Visit date;Session number;Sessions planned;Room;Weight;Hobby
00451;Ana;Ruiz;14.03.1997;02.03.2026;1;4;Blue;61,5;chess
00451;Ana;Ruiz;14.03.1997;30.03.2026;2;4;=1+1;;
2E5;Łukasz;Żółć;01.02.1980;;;;;;
"""


def table(text: str | bytes, **more: Any) -> dict[str, Any]:
    data = text if isinstance(text, bytes) else text.encode()
    rest = {"order": "dmy", "decimal": ",", "treated": True}
    return {"name": "old practice.csv", "data": base64.b64encode(data).decode(), **rest, **more}


def look(client: Any, text: str | bytes = CSV, **more: Any) -> dict[str, Any]:
    answer = client.post(f"{API}/imports/preview", json=table(text, **more))
    assert answer.status_code == 200, answer.text
    return answer.json


def bring(client: Any, text: str = CSV, **more: Any) -> Any:
    seen = look(client, text, **more)
    mapping = [column["target"] for column in seen["columns"]]
    return client.post(f"{API}/imports", json=table(text, **{"mapping": mapping, **more}, seen=seen["seen"]))


def notes() -> list[Record]:
    db.session.rollback()  # what was read before is of another moment
    mine = (Record.clinic_id == NORTH) & (Record.type == "note")
    return list(db.session.scalars(select(Record).where(mine).order_by(Record.happened_at)))


def patients() -> list[Record]:
    db.session.rollback()
    mine = (Record.clinic_id == NORTH) & (Record.type == "patient")
    return list(db.session.scalars(select(Record).where(mine).order_by(Record.seq)))


def test_it_is_shown_first_then_written_unsigned_and_counts_for_the_course(cast, inside: Flask) -> None:
    shown = look(cast.supervisor)
    assert [(row["patient"], row["visit"]) for row in shown["rows"]] == [("new", "new"), ("known", "new"), ("new", "")]
    assert [row["errors"] for row in shown["rows"]] == [[], [], []]
    assert shown["columns"][-1] == {"name": "Hobby", "sample": "chess", "target": None}
    assert patients() == notes() == [], "nothing was written"
    made = bring(cast.supervisor)
    assert made.status_code == 201, made.text
    assert (made.json["patients"], made.json["visits"], made.json["left_out"]) == (2, 2, 0)
    first, second = notes()
    assert [(note.state, note.version, note.signatures, note.review) for note in (first, second)] == [
        ("imported", 0, [], None)] * 2  # fmt: skip
    assert patients()[0].content["identity"]["mrn"] == "00451", "text stays text"
    assert patients()[0].content["body"] == {"weight_kg": 61.5}
    assert second.content["visit"]["room"] == "=1+1"
    visits = [{"state": note.state, "visit": note.content["visit"]} for note in notes()]
    (course,) = standings(patients()[0].content, visits, TODAY, LIMITS)
    assert (course["n"], course["last"]) == (2, "2026-03-30")
    assert first_break(NORTH) is None
    trail = select(AuditEntry.action).where(AuditEntry.clinic_id == NORTH).order_by(AuditEntry.n)
    actions = list(db.session.scalars(trail))
    assert actions[-1] == "import.write"
    assert actions.count("note.create") == 2


def test_nobody_signs_or_approves_or_edits_what_was_imported(cast, inside: Flask) -> None:
    assert bring(cast.admin).status_code == 201
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    note = next(one for one in boss.pull() if one["type"] == "note")
    approved = boss.act("approve", note, comment="Well written.")
    assert (approved["status"], approved["error"]["code"]) == ("rejected", "wrong_state")
    assert ana.push_one(ana.sign_op(note))["status"] == "rejected"
    before = [(one.state, one.content_hash) for one in notes()]
    assert ana.patch(note, "text:plan", {"text": "Rest."})["status"] == "conflict", "kept, and not entered"
    assert [(one.state, one.content_hash) for one in notes()] == before
    assert {state for state, _hash in before} == {"imported"}


def test_the_same_file_again_brings_nothing_and_a_longer_one_only_what_is_new(cast, inside: Flask) -> None:
    assert bring(cast.supervisor).status_code == 201
    again = bring(cast.supervisor)
    assert (again.status_code, again.json["reason"]) == (409, "nothing_new")
    longer = bring(cast.supervisor, CSV + "00451;Ana;Ruiz;14.03.1997;27.04.2026;3;4;;;\n")
    assert (longer.json["patients"], longer.json["visits"]) == (0, 1)
    assert (len(patients()), len(notes())) == (2, 3)


def test_what_differs_is_shown_and_the_record_stays(cast, inside: Flask) -> None:
    assert bring(cast.supervisor).status_code == 201
    held = patients()[0].content
    changed = CSV.replace("61,5", "70").replace("02.03.2026;1;4;Blue", "02.03.2026;1;4;Red")
    row = look(cast.supervisor, changed)["rows"][0]
    assert row["differs"] == [["body.weight_kg", "61.5", "70"]]
    assert "another record of a visit" in row["errors"][0][1]
    bring(cast.supervisor, changed)
    db.session.expire_all()
    assert patients()[0].content == held


BAD_ROWS = {
    "1;Ana;Ruiz;31.02.1997;02.03.2026;1;4;;;": "is not a date",
    "1;Ana;Ruiz;14.03.97;02.03.2026;1;4;;;": "four-digit year",
    "1;Ana;Ruiz;14.03.1997;02.03.2099;1;4;;;": "in the future",
    "1;Ana;Ruiz;14.03.1997;02.03.2026;one;4;;;": "not a number",
    "1;Ana;Ruiz;14.03.1997;02.03.2026;1;400;;;": "not between 1 and 12",
    "1;Ana;Ruiz;14.03.1997;02.03.2026;1;4;;61.5;": "not a number",
    "1;Ana;Ruiz;14.03.1997;;1;4;;;": "day of the visit is missing",
    ";Ana;Ruiz;;02.03.2026;1;4;;;": "A family name and a record number or date of birth",
}


def test_each_bad_row_says_why_and_the_good_ones_come(cast, inside: Flask) -> None:
    lines = CSV.splitlines()
    text = "\n".join([lines[0], *BAD_ROWS, lines[1], lines[2]]) + "\n"
    rows = look(cast.supervisor, text)["rows"]
    for row, why in zip(rows, BAD_ROWS.values(), strict=False):
        assert any(why in words for _column, words in row["errors"]), (why, row)
    made = bring(cast.supervisor, text).json
    assert (made["patients"], made["visits"], made["left_out"]) == (1, 2, len(BAD_ROWS))


def test_what_was_not_looked_at_is_not_written(cast, inside: Flask) -> None:
    shown = look(cast.supervisor)
    body = table(CSV, mapping=[column["target"] for column in shown["columns"]], seen=shown["seen"])
    Tablet(cast, "practitioner").new_patient(mrn="00451", given="Ana", family="Ruiz", birth_date="1997-03-14")
    assert cast.supervisor.post(f"{API}/imports", json=body).json["code"] == "stale"
    assert [row["patient"] for row in look(cast.supervisor)["rows"]][:2] == ["known", "known"]
    assert cast.practitioner.post(f"{API}/imports/preview", json=table(CSV)).status_code == 403


def test_nothing_comes_between_the_plan_and_what_is_written(cast, inside: Flask) -> None:
    """Of two imports at once, or an import and a tablet, the second plans after the first has written."""
    shown = look(cast.supervisor)
    body = table(CSV, mapping=[column["target"] for column in shown["columns"]], seen=shown["seen"])
    said: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_of: Any) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert cast.supervisor.post(f"{API}/imports", json=body).status_code == 201
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    locked = next(n for n, statement in enumerate(said) if "FROM clinic_feed" in statement)
    read = next(n for n, statement in enumerate(said) if re.search(r"FROM (record|patient_index)\b", statement))
    assert locked < read


def test_a_number_of_another_person_is_an_error(cast, inside: Flask) -> None:
    Tablet(cast, "practitioner").new_patient(mrn="00451", given="Otto", family="Klein", birth_date="1950-01-01")
    row = look(cast.supervisor)["rows"][0]
    assert row["errors"] == [["", "This record number is that of another person here."]]


def test_an_import_is_taken_back_whole_but_for_what_was_worked_with(cast, inside: Flask) -> None:
    made = bring(cast.supervisor).json
    ana = Tablet(cast, "practitioner")
    ruiz = next(one for one in ana.pull() if one["type"] == "patient" and one["fields"]["identity"]["mrn"] == "00451")
    ana.new_note(ruiz["id"])
    undone = cast.admin.delete(f"{API}/imports/{made['id']}", json={})
    assert (undone.status_code, undone.json["kept"]) == (200, 1)
    assert [note.state for note in notes()].count("void") == 2
    assert sorted(one.state for one in patients()) == ["active", "void"]
    assert cast.admin.delete(f"{API}/imports/{made['id']}", json={}).status_code == 409
    assert first_break(NORTH) is None
    again = bring(cast.supervisor).json
    assert (again["patients"], again["visits"]) == (1, 2), "and what was taken back can come again"
    assert cast.outsider.get(f"{API}/imports").json["items"] == []


def answer_to(kind: str, ana: Tablet, visit: dict[str, Any]) -> None:
    """Somebody works with an imported visit, without a change of it."""
    patient = visit["patient_id"]
    if kind == "follow-up":
        about = {"note_id": visit["id"], "point": "T7d", "at": "2026-11-27T10:00:00+01:00", "how": "phone"}
        op = ana.op("create", "follow_up", str(uuid4()), patient_id=patient, fields={"about": about})
        assert ana.push_one(op)["status"] == "applied"
    elif kind == "touch-up":
        ana.new_note(patient, {"visit": {"kind": "touch_up", "touch_up_of": visit["id"]}})
    elif kind == "adverse event":
        held = next(one for one in ana.pull() if one["id"] == patient)
        event = {"term": "burn", "note_id": visit["id"]}
        assert ana.patch(held, f"ae:{uuid4()}", event)["status"] == "applied"
    elif kind == "question":
        assert ana.patch(visit, "text:plan", {"text": "Rest."})["status"] == "conflict"
    else:
        assert ana.act("approve", visit)["status"] == "rejected"


@pytest.mark.parametrize("kind", ["follow-up", "touch-up", "adverse event", "question", "refused op"])
def test_an_imported_visit_that_something_is_about_stays(cast, inside: Flask, kind: str) -> None:
    """What was written of it would otherwise be about a visit that nobody sees."""
    made = bring(cast.supervisor).json
    ana = Tablet(cast, "practitioner")
    visit = next(one for one in ana.pull() if one["type"] == "note")
    answer_to(kind, ana, visit)
    undone = cast.admin.delete(f"{API}/imports/{made['id']}", json={}).json
    kept = {(one["type"], one["id"]) for one in undone["kept_records"]}
    assert kept == {("note", visit["id"]), ("patient", visit["patient_id"])}
    states = {one["id"]: one["state"] for one in ana.pull() if one["type"] in ("note", "patient")}
    assert (states[visit["id"]], states[visit["patient_id"]]) == ("imported", "active")
    assert list(states.values()).count("void") == 2
    assert first_break(NORTH) is None


def workbook(*rows: list[Any]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_keeps_text_as_text_and_days_as_days() -> None:
    rows = [["LOT", "Born", "n"], ["00451", datetime(1997, 3, 14), 2.5], ["2E5", "03/04", 3.0], [None, None, None]]  # noqa: DTZ001 (a workbook knows no zones)
    sheet = read_sheet(workbook(*rows, ["1234567890123456789", date(2026, 3, 2), "x"]))
    assert sheet.columns == ("LOT", "Born", "n")
    assert [cells for _line, cells in sheet.rows] == [
        ("00451", "1997-03-14", "2.5"), ("2E5", "03/04", "3"), ("1234567890123456789", "2026-03-02", "x")]  # fmt: skip
    assert [line for line, _cells in sheet.rows] == [2, 3, 5]


BAD_FILES = {
    b"": "no rows", b"a;b\n": "no rows", b"a;a\n1;2\n": "name of its own", b"a,b\n1,2,3\n": "more cells",
    "a;b\nÄ;2\n".encode("latin-1"): "UTF-8", b'a;b\n"1;2\n': "not closed", b"PK\x03\x04nothing": "cannot be read",
    b"a\n" + b"1\n" * 2001: "more than 2,000 rows", b"a\nb\x00c\n": "not text",
    (",".join(map(str, range(101))) + "\n1\n").encode(): "100 columns",
}  # fmt: skip


@pytest.mark.parametrize("data", BAD_FILES)
def test_a_file_that_cannot_be_read_says_what_to_do(data: bytes) -> None:
    with pytest.raises(BadFile, match=BAD_FILES[data]):
        read_sheet(data)


def test_columns_are_guessed_by_name_and_nothing_is_guessed_twice() -> None:
    assert guess(["MRN", "Surname", "note.visit.session_date", "Weight [kg]", "mrn", "Shoe size"]) == [
        "patient.identity.mrn", "patient.identity.family", "note.visit.session_date", "patient.body.weight_kg",
        None, None]  # fmt: skip
    assert not {"note.visit.operator", "note.visit.touch_up_of"} & set(TARGETS)


VALUES = [
    ("patient.body.sex_at_birth", "Female", "female"), ("patient.body.fitzpatrick", "IV", "IV"),
    ("note.visit.indication", "Acne scars; other", ["acne_scar", "other"]),
    ("patient.allergy_status.none_known", "Sí", "yes"), ("patient.identity.birth_date", "1997-03-14", "1997-03-14"),
    ("patient.identity.birth_date", "03/04/1997", BadValue), ("patient.allergy_status.none_known", "1", BadValue),
    ("patient.body.sex_at_birth", "F", BadValue), ("patient.body.weight_kg", "61,5", BadValue),
    ("patient.body.weight_kg", "1e2", BadValue), ("patient.identity.mrn", "x" * 501, BadValue),
    ("note.visit.session_no", "1.5", BadValue),
]  # fmt: skip


@pytest.mark.parametrize(("target", "text", "expected"), VALUES)
def test_a_cell_is_its_value_or_an_error(target: str, text: str, expected: Any) -> None:
    field = TARGETS[target].field
    if expected is BadValue:
        with pytest.raises(BadValue):
            read_value(field, text, Options(), TODAY)
    else:
        assert read_value(field, text, Options(), TODAY) == expected

"""The tables of a record as CSV and as a workbook: text stays text, numbers numbers, and nothing is a formula."""

import csv as reader
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.exports import csv, tidy, xlsx
from tests.domain.strategies import content
from tests.exports.samples import SERUM, document, follow_up, note, patient

TRICKY = ("00451", "2E5", "3E08", "03/04", "0176 123456", "1234567890123456789", "=1+1", "@x", "'tis", "TRUE", "1,5")


def book(*notes: Any, **rest: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(document(*notes, **rest))))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows()
    names = [cell.value for cell in header]
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("lot", TRICKY)
def test_text_that_looks_like_something_else_arrives_as_it_was_written(lot: str) -> None:
    made = book(note(1, **{SERUM: {"lot": lot, "timing": "during"}}), who=patient(given=lot))
    (row,) = rows_of(made["visits"])
    for cell in (row["serum.1.lot"], row["patient.identity.given"]):
        assert (cell.value, cell.data_type, cell.number_format) == (lot, "s", "@")


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80)


@settings(max_examples=6, deadline=None)
@given(st.lists(TEXT, min_size=10, max_size=10))
def test_every_text_comes_back_and_none_is_a_formula(texts: list[str]) -> None:
    """Ten in a workbook: to make and read one takes longer than all that is looked at."""
    made = book(*(note(place, **{"text:plan": {"text": text}}) for place, text in enumerate(texts, 1)))
    cells = [row["text.plan.text"] for row in rows_of(made["visits"])]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]
    assert [
        cell.coordinate for sheet in made for line in sheet.iter_rows() for cell in line if cell.data_type == "f"
    ] == []


def test_numbers_are_numbers_and_the_unit_stands_in_the_header() -> None:
    (row,) = rows_of(book(note(1))["visits"])
    assert (row["numbing.amount_g [g]"].value, row["numbing.amount_g [g]"].data_type) == (35, "n")


def test_a_row_for_each_site_and_each_look_with_what_was_given() -> None:
    about = note(1)
    made = book(about, calls=[follow_up(about), follow_up(about, "T72", reached="no_answer")])
    sites = rows_of(made["sites"])
    assert {row["site.key"].value for row in sites} == {"cheek_left", "cheek_right", "temple_left", "nose", "forehead"}
    assert {row["site.given"].value for row in sites} == {"yes"}
    looks = [(row["obs.point"].value, row["obs.source"].value) for row in rows_of(made["observations"])]
    assert looks == [("T0", "note"), ("T30", "note"), ("T24", "note"), ("T7d", "follow_up")]


def test_what_was_planned_says_so() -> None:
    off = {"performed": "deferred", "session_date": "2026-09-08"}
    gone = {unit: None for unit in note(1).content if unit not in ("visit", "numbing")}
    planned = note(1, **gone | {"visit": off, "numbing": {"used": True, "product": "emla", "amount_g": 20}})
    (row,) = rows_of(book(planned)["visits"])
    assert row["note.given"].value is None
    copied = {"carried": {"open": ["zone:nose.depth_mm"]}}
    marked = note(1, **gone | copied | {"visit": off, "zone:nose": {"depth_mm": 1.5, "passes": 5}})
    sites = rows_of(book(marked)["sites"])
    assert {row["site.given"].value for row in sites} == {"no"}
    (row,) = rows_of(book(note(2))["visits"])
    assert row["note.given"].value == "device;needling;numbing;prp;serum;zone"


def test_the_rows_of_a_draft_say_that_they_are_of_one() -> None:
    made = book(note(1, state="draft"))
    for name in tidy.NAMES:
        assert {row["note.state"].value for row in rows_of(made[name])} == {"draft"}


def test_the_dictionary_names_every_column() -> None:
    made = document(note(1))
    *told, words = tidy.tables(made)
    assert [(row["table"], row["column"]) for row in words.rows] == [
        (table.name, name) for table in told for name in table.header
    ]


@settings(max_examples=40, deadline=None)
@given(about=content("patient"), found=content("note"), call=content("follow_up"))
def test_the_dictionary_tells_a_reader_what_to_take_for_text(about: Any, found: Any, call: Any) -> None:
    """A program that guesses takes a column of 00451 for numbers; told by the dictionary, it keeps each text."""
    visit, who = note(1), patient()
    visit.content, who.content = found, about
    one = follow_up(visit)
    one.content = call | {"about": {**call.get("about", {}), "note_id": visit.id, "reached": "yes", "point": "T24"}}
    *told, words = tidy.tables(document(visit, who=who, calls=[one]))
    holds = {(row["table"], row["column"]): row["holds"] for row in words.rows}
    for table in told:
        for cells in table.cells():
            for column, cell in zip(table.header, cells, strict=True):
                if cell is not None:
                    kind = "number" if isinstance(cell, int | float) and not isinstance(cell, bool) else "text"
                    assert kind in holds[table.name, column], (column, cell)


@pytest.mark.parametrize(("separator", "decimal"), [(",", "."), (";", ","), ("\t", ".")])
def test_csv_has_the_same_rows_with_the_separator_and_decimal_that_were_chosen(separator: str, decimal: str) -> None:
    made = document(note(1))
    for table in tidy.tables(made):
        text = csv.table(table.header, table.cells(), separator, decimal).decode("utf-8")
        assert text.startswith("\ufeff")
        found = list(reader.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))
        assert len(found) == len(table.rows) + 1
        if table.name == "sites":
            place = found[0].index("depth_mm [mm]")
            assert f"1{decimal}5" in [row[place] for row in found]


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    (row,) = rows_of(book(note(1, **{"text:plan": {"text": "🙂" * 20_000}}))["visits"])
    assert row["text.plan.text"].value.endswith("the CSV has all of it]")

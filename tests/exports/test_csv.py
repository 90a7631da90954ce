"""The table form: what was typed comes back, and nothing in it is a formula."""

import csv as reader
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.exports import csv
from server.exports.document import ExportDocument
from tests.exports.samples import DEPTHS, document, note, patient

RISKY = "=+-@|\t\r\n＝＋－＠｜"


def table(document: ExportDocument) -> list[dict[str, str]]:
    text = csv.render(document).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(reader.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def typed(text: str) -> Any:
    """What a cell holds for a program that reads quoted cells as text and bare ones as numbers."""
    rows = reader.reader(io.StringIO(text, newline=""), quoting=reader.QUOTE_NONNUMERIC)
    return next(iter(rows))


def test_a_row_holds_the_entered_figures() -> None:
    row = table(document(note()))[0]
    assert row["zone.cheek_left.depth_mm"] == "1.5"
    assert row["zone.forehead.depth_mm"] == "0.5;0.75"
    assert row["zone.temple_left.depth_mm"] == "1"
    assert row["numbing.amount_g"] == "35"
    assert row["prp.volume_ml"] == "3"
    assert row["prp.topical_ml"] == "1"
    assert json.loads(row["prp.sites"])[0] == {"zone": "cheek_left", "ml": 0.8, "points": 10}
    assert row["needling.pain_nrs"] == "6"
    assert row["obs.T30.pain_now"] == "3"
    assert row["obs.T0.erythema"] == "2"
    assert row["obs.T24.erythema"] == "1"
    assert row["serum.1.lot"] == "HA-551"
    assert row["visit.operator"] == "N. Vidal"
    assert row["consent.photo_marketing"] == "no"


def test_derived_values_stand_beside_what_was_entered() -> None:
    first, second = table(document(note(1, "2026-08-11"), note(2, "2026-09-08")))
    assert first["derived.visit.days_since_last"] == ""
    assert second["derived.visit.days_since_last"] == "28"
    assert second["derived.numbing.contact_min"] == "45"
    assert second["derived.prp.factor"] == "4.791667"
    assert second["derived.prp.recovery_pct"] == "71.875"
    assert float(second["derived.prp.rcf_1"]) == pytest.approx(200.7, abs=0.05)


def test_every_zone_and_time_point_has_its_columns_whether_filled_or_not() -> None:
    empty, filled = table(document(note(1, visit={}, check=None, prp=None))), table(document(note(1)))
    assert list(empty[0]) == list(filled[0])
    assert {"zone.neck.depth_mm", "zone.eyelid_left.passes", "obs.T28d.erythema", "serum.4.lot"} <= set(empty[0])
    assert {f"zone.{key}.depth_mm" for key in DEPTHS} <= set(empty[0])


def test_a_fifth_serum_gets_columns_of_its_own() -> None:
    serums = {f"serum:{n}3333333-3333-4333-8333-333333333333": {"lot": f"L{n}"} for n in range(1, 6)}
    row = table(document(note(1, **serums)))[0]
    lots = [row[f"serum.{n}.lot"] for n in range(1, 6)]
    assert lots == ["L1", "L2", "L3", "L4", "L5"]


def test_a_voided_note_keeps_a_row_that_says_nothing() -> None:
    row = table(document(note(1, state="void")))[0]
    assert {name: cell for name, cell in row.items() if cell} == {
        "patient.id": document().patient.id,
        "note.id": note(1).id,
        "note.state": "void",
    }


def test_what_the_catalogue_does_not_export_has_no_column() -> None:
    row = table(document(note(1, **{"secret:unit": {"text": "hidden"}})))[0]
    assert "hidden" not in "".join(row.values())


@pytest.mark.parametrize("sign", RISKY)
def test_a_text_that_looks_like_a_formula_is_neutral(sign: str) -> None:
    text = f"{sign}HYPERLINK(1)"
    row = table(document(note(1, **{"text:plan": {"text": text}}), who=patient(given=text)))[0]
    assert row["text.plan.text"] == row["patient.identity.given"] == "'" + text
    assert csv.plain(row["text.plan.text"]) == text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "|", "＝", "−"])
@pytest.mark.parametrize(
    "before", [" ", "   ", "\x0c", "\u00a0", "\u2060", "\ufeff", "\u3000", "\u200b", "\0", "\ufeff \u00a0"]
)
def test_what_stands_before_a_formula_does_not_hide_it(before: str, sign: str) -> None:
    text = f"{before}{sign}HYPERLINK(1)"
    row = table(document(note(1, **{"text:plan": {"text": text}}), who=patient(given=text)))[0]
    assert row["text.plan.text"] == row["patient.identity.given"] == "'" + text
    assert csv.plain(row["text.plan.text"]) == text


def test_a_text_of_digits_stays_a_text() -> None:
    numbered = {"identity": {"mrn": "0042", "given": "Kofi", "family": "Mensah"}}
    assert b',"0042",' in csv.render(document(note(1), who=patient(**numbered)))


def test_an_approval_counts_for_the_version_it_looked_at() -> None:
    approved, changed = note(1), note(1)
    changed.version, changed.state = 2, "signed"
    assert table(document(approved))[0]["note.approved_by"] == "Dr A. Lindqvist"
    assert table(document(changed))[0]["note.approved_by"] == ""


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    cell = csv.neutral(text)
    assert csv.plain(cell) == text
    assert cell[:1] not in csv.FORMULA
    assert cell.lstrip()[:1] not in csv.FORMULA


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back_from_the_file(text: str) -> None:
    row = table(document(note(1, **{"text:plan": {"text": text}})))[0]
    assert csv.plain(row["text.plan.text"]) == text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53))
def test_numbers_stay_numbers(number: float) -> None:
    out = io.StringIO()
    reader.writer(out, quoting=reader.QUOTE_NONNUMERIC).writerow([csv._cell(number)])
    assert typed(out.getvalue()) == [number]

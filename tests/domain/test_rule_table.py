"""Every row of ``rules.json`` is seen by an example: without the row, or with one entry less in its list, an example of
``tests/vectors/rules.json`` would come out differently. And no severity is another than the clinical record's."""

from collections.abc import Iterator
from typing import Any

import pytest

from server.domain.facts.exposure import CALLED_OFF
from server.domain.rules import FAMILIES, RULES, SEVERITIES, View, holds, look, places_of, severity_of
from tests.domain.vectors import context_of, rule_cases

pytestmark = pytest.mark.slow

ROWS: list[dict[str, Any]] = RULES["rows"]

# Section 12 of the clinical record, by hand. Two severities: of the lower and the higher limit, or of a record of what
# was done and of a plan (A06), of cream and of a needle (P04).
SEVERITY = {
    "block": "D01 D03 D04 D06 D07 D08 D09 D10 T02 T04 T07 T09 V09",
    "block*": "C01 C02 C03 C08 P01 P07 A07 N04 N05 R02 R04",
    "reason": "D02 P02 P03 P05 P17 P23 A01 A02 A03 A08 A12 A13 A14 A15 A16 A17 A18 A20 A21 A22 A28 A30"
    " A31 N06 N08 N12 N14 N18 R03 R07 R10 L01 T06 T14 X01 X02 X07 S01 S02 S04 O02 O04 O05 O06 O12"
    " V01",
    "warn": "C04 C05 C06 D05 P08 P13 P14 P19 A05 A09 A10 A23 A32 X04 X08 N09 N10 N16 N19 R05 R06 R15 O03 O09"
    " O10 O11 O14 V05",
    "info": "A04 O07 O15 P24 R11 R12 R16 T15 T17 T18 V02 V03 V04 V06 L02 X09",
    "reason*": "N04w",
    "reason reason* info": "C07",
    "reason block": "T11 T13",
    "reason reason*": "P10 A27",
    "block warn": "T03 T05",
    "reason block info": "T10",
    "reason block*": "P26 R01 A29",
    "reason block* reason*": "A06",  # another cream than EMLA for a child has no figures at all
    "info warn": "A19 A25 X05",
    "info reason": "X03 N13 T16",
    "info reason*": "A24",
    "warn reason": "A26 A33 P18 P12 N02 N03 N15 O01 O08 R08 R13 S05 L03 N01",
    "reason warn info": "S07",  # vitamin C, another product, one of an approved box
    "warn info": "R14 R09 O13",
    # by how severe the allergy is: severe or not known, moderate, mild
    "block* reason warn": "P09 P11 A11 S03 G01",
    "reason warn": "G02",
    # in the area, or elsewhere
    "block* reason info": "P04 P16",
    "reason info": "P06 P21 P22",
    "warn info ": "P15",
    "warn reason info": "P20 N07",
}
ALERTS = {"A18", "O02", "O05", "O06", "R07"}
ONLY_INFORMS_WHEN_CALLED_OFF = {
    "P01", "P02", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P14", "P15", "P16",
    "P20", "P21", "P22", "P23", "P24", "P26", "C08", "R10", "R11", "R12", "R13",
    "A07", "A08", "A09", "A10", "A11", "A20", "A26", "A27", "G01", "G02",
}  # fmt: skip


def judged() -> Iterator[tuple[View, list[tuple[int, str | None]]]]:
    """Each example and the rows that fire in it, with their places."""
    for case in rule_cases():
        view = look(case["content"], context_of(case["context"]))
        places = {each: places_of(view.content, each) for each in (None, *FAMILIES)}
        yield (
            view,
            [
                (number, at)
                for number, row in enumerate(ROWS)
                for at in places[row.get("each")]
                if severity_of(row, view, at) and all(holds(condition, view, at) for condition in row["when"])
            ],
        )


def decisive(view: View, fired: list[tuple[int, str | None]]) -> list[tuple[int, str | None]]:
    """Those without which another severity, or nothing, would be found at their place."""
    rank = {(number, at): SEVERITIES.index(severity_of(ROWS[number], view, at)) for number, at in fired}
    return [
        (number, at)
        for number, at in fired
        if not any(
            ROWS[other]["id"] == ROWS[number]["id"] and place == at and rank[other, place] <= rank[number, at]
            for other, place in fired
            if other != number
        )
    ]


@pytest.fixture(scope="module")
def examples():
    return [(view, fired, decisive(view, fired)) for view, fired in judged()]


def named(numbers: set[int]) -> list[str]:
    return [f"{number} {ROWS[number]['id']} {ROWS[number]['when']}" for number in sorted(numbers)]


def test_every_row_decides_an_example(examples):
    assert named(set(range(len(ROWS))) - {number for _, _, seen in examples for number, _ in seen}) == []


def test_every_row_has_an_example_that_stays_silent_for_one_entry_alone(examples):
    near: set[int] = set()
    for view, _, _ in examples:
        near |= {number for number, row in enumerate(ROWS) if number not in near and is_nearly_told(row, view)}
    assert named(set(range(len(ROWS))) - near) == []


# A condition that holds wherever the other one of its row does.
IMPLIED = {"V09": ("exposure.any", "visit.performed"), "A06": ("numbing.applied", "numbing.passed_min")}


def test_every_condition_has_an_example_in_which_it_alone_does_not_hold(examples):
    left = {
        (number, nth)
        for number, row in enumerate(ROWS)
        for nth, (path, *_) in enumerate(row["when"])
        if len(row["when"]) > 1 and not is_implied(row, path)
    }
    for view, _, _ in examples:
        left -= {(number, nth) for number, nth in left if fails_alone(ROWS[number], nth, view)}
    assert [(ROWS[number]["id"], ROWS[number]["when"][nth]) for number, nth in sorted(left)] == []


def is_implied(row: dict[str, Any], path: str) -> bool:
    implied, by = IMPLIED.get(row["id"], ("", ""))
    return path == implied and by in [other for other, *_ in row["when"]]


def fails_alone(row: dict[str, Any], nth: int, view: View) -> bool:
    for at in places_of(view.content, row.get("each")):
        if severity_of(row, view, at):
            lacking = [number for number, condition in enumerate(row["when"]) if not holds(condition, view, at)]
            if lacking == [nth]:
                return True
    return False


def is_nearly_told(row: dict[str, Any], view: View) -> bool:
    """At some place, nothing but one condition or the exposure is not as the row wants it."""
    for at in places_of(view.content, row.get("each")):
        lacking = sum(not holds(condition, view, at) for condition in row["when"])
        if lacking + (not severity_of(row, view, at)) == 1:
            return True
    return False


def test_every_row_with_a_severity_of_its_own_for_a_visit_called_off_fires_at_one(examples):
    off = {
        number
        for view, fired, _ in examples
        for number, at in fired
        if "exposure" in ROWS[number] and view.value(ROWS[number]["exposure"], at) == CALLED_OFF
    }
    assert named({number for number, row in enumerate(ROWS) if "deferred" in row} - off) == []


def test_every_entry_of_a_list_decides_an_example(examples):
    listed = {
        (number, path, entry)
        for number, row in enumerate(ROWS)
        for path, op, operand in row["when"]
        if op == "in"
        for entry in operand
    }
    seen = set()
    for view, _, decided in examples:
        for number, at in decided:
            for path, op, operand in ROWS[number]["when"]:
                hits = [entry for entry in operand if holds([path, "in", [entry]], view, at)] if op == "in" else []
                seen |= {(number, path, entry) for entry in hits if len(hits) == 1}
    assert sorted((ROWS[number]["id"], path, entry) for number, path, entry in listed - seen) == []


def test_the_severities_are_those_of_the_clinical_record():
    written = {rule: set(found.split()) for found, rules in SEVERITY.items() for rule in rules.split()}
    table: dict[str, set[str]] = {}
    for row in ROWS:
        table.setdefault(row["id"], set()).add(row["severity"])
    assert table == written
    assert {row["id"] for row in ROWS if row.get("alert")} == ALERTS
    assert [row["id"] for row in ROWS if row["id"] in ALERTS and row.get("alert") is not True] == []


def test_only_the_patients_condition_informs_where_the_visit_was_called_off():
    assert {row["id"] for row in ROWS if "deferred" in row} == ONLY_INFORMS_WHEN_CALLED_OFF
    without = [row for row in ROWS if row["id"] in ONLY_INFORMS_WHEN_CALLED_OFF and row.get("deferred") != "info"]
    here = [row for row in without if not any(operand == "elsewhere" for _, _, operand in row["when"])]
    assert {(row["id"], row["exposure"]) for row in here} == {
        ("P04", "exposure.cream"),
        ("A27", "exposure.anaesthetic"),
    }


def test_no_rule_goes_by_what_became_of_the_visit():
    """The guard of a rule is what was given to the patient, or is planned; a sign of harm has none (domain-2.md 4)."""
    guards = {"visit.treated", "visit.performed", "numbing.intended"}
    assert [row["id"] for row in ROWS if guards & {path for path, *_ in row["when"]}] == ["V09"]
    assert {row["id"] for row in ROWS if "exposure" not in row} == {
        "C02", "C05", "D01", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "A18", "A32", "R07",
        "O01", "O02", "O03", "O04", "O05", "O06", "T02", "T03", "T06", "T10", "T11", "T13", "T14", "T16",
        "T05", "T07", "T09", "R08", "R16", "O08", "O09", "O10", "O11", "O12", "O13", "O14", "O15",
        "T15", "T04", "T17", "T18",
    }  # fmt: skip


def test_a_finding_that_blocks_never_invites_to_go_ahead():
    inviting = [row["id"] for row in ROWS if row["severity"].startswith("block") and "goes ahead" in row["message"]]
    assert inviting == []

"""Every row of the clinical record that a rule must speak of has an example that fires and one that stays silent.

The rules by their ids are counted in ``test_rules``. Here: the rows of doses, of what cannot be checked, of times and
of the same day (``rows_of_the_record.txt``), every substance and material of the allergies, and every injected drug.
"""

from pathlib import Path
from typing import Any

import pytest

from server.domain.allergens import Allergy, allergies
from server.domain.limits import LIMITS
from server.domain.rules import RULE_IDS
from tests.domain.vectors import cases, rule_cases
from tests.table import check_rows

Case = dict[str, Any]
TABLE = Path(__file__).with_name("rows_of_the_record.txt")
ROWS = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
OF_ALLERGY = {"G01", "G02", "S03", "P09", "P10", "P11", "A11"}
NO_MATERIAL = {"environment", "drug", "cosmetic_ingredient", "other"}  # of these P18 speaks, or the name alone
CALL = "follow-up: "


@pytest.fixture(scope="module")
def examples() -> dict[str, set[str]]:
    """The rules that fire, by the name of the example."""
    fired = {case["name"]: {rule for rule, *_ in case["fired"]} for case in rule_cases()}
    return fired | {CALL + case["name"]: {rule for rule, *_ in case["findings"]} for case in cases("follow_up_check")}


def test_every_row_fires_and_stays_silent(examples: dict[str, set[str]]) -> None:
    def has_both(line: str) -> None:
        _row, rule, fires, silent = (cell.strip() for cell in line.split("|"))
        assert rule in examples.get(fires, set()), f"does not fire: {fires}"
        assert rule not in examples.get(silent, {rule}), f"is not silent: {silent}"

    check_rows(ROWS, has_both)


def test_no_rule_of_times_or_of_what_cannot_be_checked_is_left_out() -> None:
    told = {line.split("|")[1].strip() for line in ROWS}
    rows = {line.split("|")[0].split()[0] for line in ROWS}
    assert [rule for rule in RULE_IDS if rule[0] in "TX" and rule not in told] == []
    assert {f"T{number:02}" for number in range(1, 19)} | {f"X{number:02}" for number in range(1, 10)} <= rows


def with_one_allergy() -> list[tuple[Case, Allergy]]:
    known = [(case, allergies(case["context"]["patient"], LIMITS)) for case in rule_cases()]
    return [(case, found[0]) for case, found in known if len(found) == 1]


def test_every_substance_is_found_where_it_is_used_and_nowhere_else() -> None:
    listed = [(case["fired"], one.codes) for case, one in with_one_allergy()]
    codes = [row["code"] for row in LIMITS["allergy"]["substances"] if row["code"] not in NO_MATERIAL]

    def has_both(code: str) -> None:
        spoken = [bool(OF_ALLERGY & {rule for rule, *_ in fired}) for fired, meant in listed if code in meant]
        assert True in spoken, "never found"
        assert False in spoken, "never silent"

    check_rows(codes, has_both)


def test_every_material_is_judged_by_an_example() -> None:
    """With one allergy, to what it contains, and no other entry that means it."""
    judged = [(case, one) for case, one in with_one_allergy() if OF_ALLERGY & {rule for rule, *_ in case["fired"]}]

    def is_judged(material: Case) -> None:
        section, field, *column = material["field"].split(".")
        means = set(material["contains"]) or {material["drug"]}
        met = [
            case["name"]
            for case, one in judged
            if one.codes & means
            for key, unit in case["content"].items()
            if section in (key, key.partition(":")[0]) and material["value"] in entered(unit.get(field), *column)
        ]
        assert met, "no example"

    check_rows(LIMITS["allergy"]["materials"], is_judged, lambda row: f"{row['field']} {row['value']}")


def entered(value: Any, column: str = "") -> list[Any]:
    listed = value if isinstance(value, list) else [value]
    return [row.get(column) for row in listed if isinstance(row, dict)] if column else listed


def test_every_injected_drug_is_met_above_and_at_each_of_its_maxima(examples: dict[str, set[str]]) -> None:
    rows = [(drug, kind) for drug, row in LIMITS["injected"].items() for kind in ("plain", "adrenaline") if kind in row]

    def has_both(drug: str, kind: str) -> None:
        words = f"{drug} plain" if kind == "plain" else f"{drug} with adrenaline"
        named = {name: fired for name, fired in examples.items() if words in name and name.startswith("A29")}
        assert any("A29" in fired for fired in named.values())
        assert any("A29" not in fired for fired in named.values())

    check_rows(rows, has_both, lambda row: f"{row}")

"""Names of allergies, and what is used: the lists of ``allergens.json`` and how a name is read by them."""

from typing import Any

import pytest

from server.domain.allergens import codes_in, fold
from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.patient import SUBSTANCES
from server.domain.limits import LIMITS
from server.domain.rules import evaluate
from tests.domain.vectors import context_of, rule_cases

SUBSTANCE_ROWS: list[dict[str, Any]] = LIMITS["allergy"]["substances"]
CODES = {row["code"] for row in SUBSTANCE_ROWS}
FIELDS = {
    f"{section.unit}.{'.'.join(path)}": field
    for section in RECORD_TYPES["note"].sections
    for outer in section.fields
    for path, field in [((outer.name,), outer), *(((outer.name, column.name), column) for column in outer.fields)]
}


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Lidocaína 2 %", " lidocaina 2"),
        ("Povidone-Iodine", " povidone iodine"),
        ("PFLASTER/Heftpflaster (weiß)", " pflaster heftpflaster weiss"),
        ("Łatex", " latex"),
        ("ﬁlm", " film"),
        ("лидокаин", " лидокаин"),
        ("...", ""),
    ],
)
def test_a_name_is_read_without_accents_case_and_marks(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("EMLA cream (lidocaine)", {"lidocaine", "prilocaine"}),
        ("all -caine drugs", {"lidocaine", "ester"}),
        ("Pliaglis", {"lidocaine", "ester"}),
        ("Jodallergie", {"iodine"}),
        ("amiodarone", set()),
        ("period pain tablets", set()),
        ("contrast with iodine", {"iodine"}),
        ("iodine contrast", set()),
        ("benzyl alcohol", {"benzyl_alcohol"}),
        ("gummibears", {"latex"}),
        ("peanut", {"environment"}),
        ("penicillin", set()),
    ],
)
def test_what_a_name_means(written, codes):
    assert codes_in(written, LIMITS) == codes


def test_the_lists_are_written_as_names_are_read():
    for row in SUBSTANCE_ROWS:
        for words in (*row["words"], *row.get("not", ())):
            assert fold(words) == f" {words}", words
        assert row["label"]
    assert {choice.value for choice in SUBSTANCES} <= CODES


def test_materials_name_entries_and_substances_that_exist():
    for row in LIMITS["allergy"]["materials"]:
        allowed = [choice.value for choice in FIELDS[row["field"]].choices] or ["yes", "no"]
        assert row["value"] in allowed
        assert set(row["contains"]) <= CODES
    assert {FIELDS[path].kind for path in LIMITS["allergy"]["named"]} == {"text"}


def test_a_finding_names_the_allergy_as_written_and_what_was_used():
    found = {}
    for case in rule_cases():
        if case["name"] in ("A11 EMLA as another substance", "G01 iodine by a German word"):
            found |= {one.rule: one.numbers for one in evaluate(case["content"], context_of(case["context"]))}
    assert found["A11"]["numbing.product"] == "emla"
    assert found["A11"]["numbing.drugs_allergy"] == ["EMLA cream (lidocaine)"]
    assert found["G01"] == {"needling.skin_prep": ["povidone_iodine"], "needling.skin_prep_allergy": ["Jod"]}

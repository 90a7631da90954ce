"""Which boxes are approved for freshly needled skin; approving one changes nothing else of what a rule finds."""

from typing import Any

import pytest

from server.domain.rules import evaluate
from server.domain.shelf import approved_boxes
from tests.domain.vectors import cases, changed, context_of, load, rule_cases, title


def box_of(case: dict[str, Any]) -> dict[str, Any]:
    written = load("shelf")
    box = {unit: written[unit] for unit in ("item", "approval")}
    return changed(box, {unit: case.get(unit, {}) for unit in box})


@pytest.mark.parametrize("case", cases("shelf"), ids=title)
def test_an_approval_counts_while_the_box_says_what_was_read(case: dict[str, Any]) -> None:
    assert bool(approved_boxes([box_of(case)])) == case["approved"]


def test_the_reason_given_for_vitamin_c_stays_when_its_box_is_approved() -> None:
    named = "S07 vitamin C is asked of at every visit, also from an approved box"
    case = next(case for case in rule_cases() if case["name"] == named)
    with_box, without = (
        [found.fp for found in evaluate(case["content"], context_of(case["context"] | more)) if found.rule == "S07"]
        for more in ({}, {"approved": []})
    )
    assert with_box == without != []

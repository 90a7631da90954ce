"""One cause, one card, one answer (``tests/vectors/cards.json``)."""

from typing import Any

import pytest

from server.domain.answers import Finding, open_findings
from server.domain.card_rules import CARDS
from server.domain.cards import cards_of
from server.domain.rules import RULE_IDS
from tests.domain.vectors import cases, title

NOT_YET = {"X06"}


def finding(written: dict[str, Any]) -> Finding:
    plain = {"message": "", "fields": [], "numbers": {}, "source": ""}
    return Finding(**{**plain, **written})


@pytest.mark.parametrize("case", cases("cards"), ids=title)
def test_findings_come_to_one_card_for_each_cause(case: dict[str, Any]) -> None:
    found = cards_of([finding(written) for written in case["findings"]])
    assert [[one.rule for one in card] for card in found] == case["cards"]


@pytest.mark.parametrize("case", cases("cards", "answers"), ids=title)
def test_a_text_answers_the_values_it_was_shown_for_and_no_other(case: dict[str, Any]) -> None:
    findings = [finding(written) for written in case["findings"]]
    still = open_findings(case["content"], findings, case["acknowledged"])
    assert [found.rule for found in still] == case["open"]


def test_cards_name_rules_that_are_there() -> None:
    named = {rule for rules in CARDS.values() for rule in rules}
    assert named - set(RULE_IDS) <= NOT_YET

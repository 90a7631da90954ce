"""What became known, or was ruled out, after the visit; the tablet answers to the same examples (tests/node)."""

import pytest

from server.domain.learned import known_at, learned_later, no_longer_since
from server.domain.rules import evaluate
from tests.domain.vectors import cases, learned_around, title, with_active


@pytest.mark.parametrize("case", cases("learned", "learned"), ids=title)
def test_what_became_known_later_has_its_day(case):
    content, context = learned_around(case["patient"])
    later = learned_later(content, context, known_at(case["kept"]))
    assert [[found.rule, on] for found, on in later] == case["later"]


@pytest.mark.parametrize("case", cases("learned", "withdrawn"), ids=title)
def test_what_was_ruled_out_has_its_day(case):
    content, context = learned_around(case["patient"])
    _content, before = learned_around(with_active(case["patient"]))
    found = [one for one in evaluate(content, before) if one.rule in ("A11", "G01")]
    assert [[one.rule, no_longer_since(one, content, context)] for one in found] == case["since"]

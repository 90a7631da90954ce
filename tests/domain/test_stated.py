"""The facts that leave with a note are those that its rules are judged by, worked out with less."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.context import Visit, note_context
from server.domain.facts import facts
from server.domain.facts.stated import stated_facts
from server.domain.limits import LIMITS
from server.exports.derived import FACTS
from tests.domain.strategies import content

NOW = datetime(2026, 10, 19, 12, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(content("patient"), st.lists(content("note"), min_size=1, max_size=3))
def test_what_leaves_is_what_is_judged(patient: dict[str, Any], notes: list[dict[str, Any]]) -> None:
    around = [Visit(str(n), "signed", one) for n, one in enumerate(notes)]
    for n, one in enumerate(notes):
        context = note_context(str(n), one, patient, around, now=NOW, limits=LIMITS)
        whole, stated = facts(one, context), stated_facts(one, context)
        for name, *_words in FACTS:
            unit, _dot, field = name.partition(".")
            assert stated[unit].get(field) == whole[unit].get(field), name

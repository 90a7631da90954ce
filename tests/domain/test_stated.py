"""The facts that leave with a note are those that its rules are judged by, worked out with less."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.context import Visit, note_context
from server.domain.facts import facts
from server.domain.facts.stated import stated_facts
from server.domain.limits import LIMITS
from server.exports.derived import FACTS
from tests.domain.strategies import content
from tests.exports.samples import full, patient

pytestmark = pytest.mark.slow

NOW = datetime(2026, 10, 19, 12, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(content("patient"), st.lists(content("note"), min_size=1, max_size=3))
def test_what_leaves_is_what_is_judged(about: dict[str, Any], notes: list[dict[str, Any]]) -> None:
    compare(about, notes)


def test_an_ordinary_course_has_them() -> None:
    scored = [{f"ecca_{item}": 2 - n for item in LIMITS["scores"]["ecca"]} for n in (0, 1)]
    notes = [full(n + 1, day) | {"assessment": scored[n]} for n, day in enumerate(("2026-08-11", "2026-09-08"))]
    found = compare(patient().content, notes)
    assert {"outcome.ecca_change_pct", "visit.days_since_last", "numbing.contact_min", "numbing.density",
            "needling.minutes", "prp.factor", "prp.rcf_1"} <= found  # fmt: skip


def compare(about: dict[str, Any], notes: list[dict[str, Any]]) -> set[str]:
    """The names of the facts that some of these notes have."""
    found = set()
    around = [Visit(str(n), "signed", one) for n, one in enumerate(notes)]
    for n, one in enumerate(notes):
        context = note_context(str(n), one, about, around, now=NOW, limits=LIMITS)
        whole, stated = facts(one, context), stated_facts(one, context)
        for name, *_words in FACTS:
            unit, _dot, field = name.partition(".")
            assert stated[unit].get(field) == whole[unit].get(field), name
            found |= {name} if stated[unit].get(field) is not None else set()
    return found

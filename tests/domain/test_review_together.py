"""Which notes may be approved together with others, and what of them must have been shown."""

from typing import Any

import pytest

from server.domain.review_together import needs_look, parts_of
from tests.domain.vectors import cases, title


@pytest.mark.parametrize("case", cases("together", "parts"), ids=title)
def test_the_parts_of_a_note_are_those_with_a_value_to_read(case: dict[str, Any]) -> None:
    assert parts_of(case["content"]) == case["expect"]


@pytest.mark.parametrize(
    ("finding", "is_looked_at"),
    [
        ({"severity": "info"}, False),
        ({"severity": "warn"}, True),
        ({"severity": "reason"}, True),
        ({"severity": "reason*"}, True),
        ({"severity": "block*"}, True),
        ({"severity": "info", "was": "reason", "since": "signed"}, True),
        ({"severity": "info", "was": "reason", "since": "learned"}, True),
        ({"severity": "info", "was": "reason", "since": "decided"}, False),
        ({"severity": "warn", "was": "reason", "since": "decided"}, True),
    ],
)
def test_a_note_with_more_than_information_is_looked_at_by_itself(finding: dict[str, Any], is_looked_at: bool) -> None:
    assert bool(needs_look([finding])) is is_looked_at

"""Sessions done, what is due next, and who is late."""

from datetime import date

import pytest

from server.domain.courses import standings
from server.domain.limits import LIMITS
from tests.domain.vectors import cases, title


@pytest.mark.parametrize("case", cases("courses"), ids=title)
def test_standings(case):
    today = date.fromisoformat(case["today"])
    assert standings(case["patient"], case["notes"], today, LIMITS) == case["expect"]

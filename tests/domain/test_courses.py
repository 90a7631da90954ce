"""Sessions done, what is due next, and who is late."""

from datetime import date

import pytest

from server.domain import catalogue
from server.domain.courses import LAST_SESSION, standings
from server.domain.limits import LIMITS
from tests.domain.vectors import cases, title


@pytest.mark.parametrize("case", cases("courses"), ids=title)
def test_standings(case):
    today = date.fromisoformat(case["today"])
    assert standings(case["patient"], case["notes"], today, LIMITS) == case["expect"]


def test_the_last_session_is_that_of_the_form() -> None:
    visit = next(section for section in catalogue.RECORD_TYPES["note"].sections if section.unit == "visit")
    number = next(field for field in visit.fields if field.name == "session_no")
    assert (number.minimum, number.maximum) == (1, LAST_SESSION)

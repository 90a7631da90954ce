"""Who counts as having written a record."""

import pytest

from server.domain.writers import has_written, with_writers
from tests.domain.vectors import cases, title


@pytest.mark.parametrize("case", cases("writers"), ids=title)
def test_whoever_wrote_is_no_second_person(case) -> None:
    record = case["record"]
    found = has_written(case["user"], record["author_id"], record["fields"], record["signatures"], record["writers"])
    assert found is case["expect"]


@pytest.mark.parametrize("case", cases("writers", "added"), ids=title)
def test_writers_are_kept_once_in_order(case) -> None:
    assert with_writers(case["writers"], case["units"], [case["op"]["user_id"]]) == case["expect"]

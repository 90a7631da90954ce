"""A table is checked in one test, which lists every row that fails."""

from collections.abc import Callable, Iterable
from typing import Any


def check_rows(rows: Iterable[Any], check: Callable[..., None], name: Callable[[Any], object] = str) -> None:
    """``check(row)`` asserts what holds of one row (``check(*row)`` of a tuple); ``name(row)`` tells it from others."""
    wrong, count = [], 0
    for row in rows:
        count += 1
        try:
            check(*row) if isinstance(row, tuple) else check(row)
        except AssertionError as error:
            wrong.append(f"{name(row)}: {error}")
    assert count, "the table is empty"
    assert not wrong, f"{len(wrong)} of {count} rows fail:\n" + "\n".join(wrong)

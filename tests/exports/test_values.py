"""Values in words (``tests/vectors/values.json``)."""

from typing import Any

import pytest

from server.domain.catalogue import Field
from server.domain.catalogue.formats import depth_level
from server.exports.values import shown
from tests.domain.vectors import cases


@pytest.mark.parametrize("case", cases("values"), ids=lambda case: case["text"])
def test_a_value_is_read_as_on_the_tablet(case: dict[str, Any]) -> None:
    field = Field(name="x", label="X", **case["field"])
    assert shown(field, case["value"], {}).replace("\u00a0", " ") == case["text"]


@pytest.mark.parametrize(("depth", "tint"), cases("values", "tints"))
def test_a_depth_has_one_tint(depth: float, tint: int) -> None:
    assert depth_level(depth) == tint

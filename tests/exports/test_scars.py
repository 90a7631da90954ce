"""The scars that a site names are read on paper as on the tablet (``tests/vectors/scars.json``)."""

from typing import Any

import pytest

from server.exports.blocks import blocks_of
from tests.domain.vectors import cases


def content_of(case: dict[str, Any]) -> dict[str, Any]:
    site = {"scar_ids": case["marks"], "depth_mm": [1.0]}
    return {"assessment": {"scar_types": case["scars"]}, case["unit"]: site}


@pytest.mark.parametrize("case", cases("scars"), ids=lambda case: case["text"])
def test_the_scars_of_a_site_in_words(case: dict[str, Any]) -> None:
    block = next(block for block in blocks_of("note", content_of(case), {}) if block.unit == case["unit"])
    line = next(line for line in block.lines if line.field == "scar_ids")
    assert line.shown == case["text"]
    assert (line.label, "pdf" in line.formats) == ("Scars treated", True)

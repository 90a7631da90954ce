"""No text is refused for its length that a box of the tablet took: the box has the server's own limit."""

import re

from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.kinds import dump_field
from server.schemas.op_parts import MAX_COMMENT
from server.schemas.shape import check_of
from tests.server_process import ROOT
from tests.table import check_rows

SOURCES = ROOT / "static/src"
FIELDS = [
    (kind, section.unit, field)
    for kind, record in RECORD_TYPES.items()
    for section in record.sections
    for outer in section.fields
    for field in (outer, *outer.fields)
    if field.kind in ("text", "longtext")
]


def test_every_text_field_says_how_much_it_takes():
    check_rows(FIELDS, takes_as_much_as_it_says, lambda row: f"{row[0]}.{row[1]}.{row[2].name}")


def takes_as_much_as_it_says(_kind, _unit, field):
    longest = dump_field(field)["longest"]
    assert longest, "no limit for its box"
    assert check_of(field)("x" * longest)
    assert not check_of(field)("x" * (longest + 1))


def test_comments_and_reasons_have_the_same_limit_on_both_sides():
    source = (SOURCES / "ui/controls/text-limit.ts").read_text("utf-8")
    assert re.findall(r"LONGEST_COMMENT = (\d+)", source) == [str(MAX_COMMENT)]


def test_every_text_box_has_a_limit():
    """A box for codes or for reading alone names none."""
    free = {'id="invite-link"', 'id="box-codes"'}
    boxes = [box for path in SOURCES.rglob("*.ts") for box in re.findall(r"<textarea\b[^>]*", path.read_text("utf-8"))]
    assert len(boxes) >= 7
    assert [box for box in boxes if "maxlength=" not in box and not any(name in box for name in free)] == []

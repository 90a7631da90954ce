"""Signed follow-ups in the table form: in the columns of the observations of their visit, with whom they are from."""

from collections.abc import Callable
from typing import Any

from server.domain.translation import _
from server.exports.document import Block, Column, FollowUp, Visit
from server.exports.line import Line

POINTS = ("T24", "T72", "T7d", "T28d")


def source_columns() -> tuple[Column, ...]:
    """For each time point where its values were recorded, and by whom."""
    labels = {"source": _("Recorded in"), "by": _("Recorded by")}
    return tuple(
        Column(f"obs.{point}.{name}", f"{point}: {label}", "") for point in POINTS for name, label in labels.items()
    )


def with_follow_ups(row: dict[str, Any], visit: Visit, cell: Callable[[Line], Any]) -> dict[str, Any]:
    """The newest follow-up of a point stands for it; where there is none, what the note itself says."""
    newest, noted = visit.newest_follow_ups(), {block.key for block in visit.repeated("obs") if is_told(block)}
    for point in POINTS:
        place = f"obs.{point}."
        if point in newest:
            row = {name: value for name, value in row.items() if not name.startswith(place)}
            row |= {f"{place}{line.field}": cell(line) for line in lines_of(newest[point])}
            row |= {f"{place}source": "follow_up", f"{place}by": newest[point].by}
        elif point in noted:
            row |= {f"{place}source": "note", f"{place}by": visit.author}
    return row


def is_told(block: Block) -> bool:
    return any("csv" in line.formats for line in block.lines)


def lines_of(follow_up: FollowUp) -> list[Line]:
    """What was seen, when and how: the fields of an observation."""
    lines = [line for block in follow_up.blocks if block.unit in ("about", "seen") for line in block.lines]
    asked = [line for line in lines if line.name.startswith("seen.") or line.field in ("at", "how")]
    return [line for line in asked if "csv" in line.formats]

"""Which boxes of the shelf a supervisor has approved for freshly needled skin (domain-2.md 12, S07). Mirrors
``core/shelf.ts``; the vectors of the rules hold both to it.

An approval repeats what its supervisor read on the box. It counts while the box still says so: who corrects the box
afterwards corrects what was approved.
"""

from collections.abc import Iterable
from typing import Any

from server.domain.traceability import lot_key
from server.domain.units import Content, Unit

APPROVAL = "approval"
APPROVE_BOX, WITHDRAW_BOX = "approve_use", "withdraw_use"  # how the change is named in revisions and the audit trail
READ_ON_BOX = ("product", "lot", "sterile")
ALWAYS_ASKED = "vitamin_c"  # a reason at every visit, whatever was approved


def approved_boxes(boxes: Iterable[Content]) -> tuple[Unit, ...]:
    """Product, lot and sterility of the boxes whose approval counts."""
    return tuple(read_on(content["item"]) for content in boxes if is_approved(content))


def is_approved(content: Content) -> bool:
    item, approval = content.get("item", {}), content.get(APPROVAL, {})
    if item.get("kind") != "serum" or item.get("sterile") not in ("yes", "no"):
        return False
    return all(lot_key(text(item, name)) == lot_key(text(approval, name)) != "" for name in READ_ON_BOX)


def read_on(item: Unit) -> Unit:
    return {name: item[name] for name in READ_ON_BOX}


def comes_from_approved(serum: Unit, boxes: Iterable[Unit]) -> bool | None:
    """True for a serum of such a box; None for any other, so that findings about those stay what they were. A "not
    sterile" that the box does not say was seen at the visit: nobody has approved that."""
    if serum.get("category") == ALWAYS_ASKED:
        return None
    named = [box for box in boxes if all(is_same(serum, box, name) for name in ("product", "lot"))]
    return True if any(serum.get("sterile") != "no" or box["sterile"] == "no" for box in named) else None


def is_same(one: Unit, other: Unit, name: str) -> bool:
    return lot_key(text(one, name)) == lot_key(text(other, name)) != ""


def text(unit: Unit, name: str) -> str:
    value: Any = unit.get(name)
    return value if isinstance(value, str) else ""

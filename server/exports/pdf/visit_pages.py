"""One visit as it stands on the pages: a sentence, its parts, what was seen later, who signed it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from server.domain.translation import _
from server.exports.document import Block, FollowUp, Visit
from server.exports.formatting import instant_words, listed
from server.exports.line import Line
from server.exports.pdf.glance import face, heading, lead, sites
from server.exports.pdf.parts import Part, item, parts
from server.exports.review import unreviewed_words


def visit_pages(visit: Visit) -> dict[str, Any]:
    """``visit`` holds nothing of a treatment that was planned and not given."""
    changed = frozenset(row.name for change in visit.amendments if change.signed for row in change.changes if row.old)
    blocks = tuple(marked(block, changed) for block in visit.blocks)
    day = str(visit.value("visit", "session_date") or "")
    return {
        "heading": heading(visit),
        **state(visit),
        "lead": lead(visit),
        "face": face(sites(visit)),
        "parts": parts(blocks, day) + derived(visit) + follow_ups(visit),
        "changed": _("* Corrected after signing; what stood before is in the appendix.") if changed else "",
        "signed": listed(signed_words(visit)),
    }


def marked(block: Block, changed: frozenset[str]) -> Block:
    if not changed:
        return block
    return replace(block, lines=tuple(line.marked(line.name in changed) for line in block.lines))


def state(visit: Visit) -> dict[str, Any]:
    """How far the note got."""
    words = {"signed": _("Signed"), "approved": _("Signed and approved")}
    return {"mark": words.get(visit.state, visit.state)}


def derived(visit: Visit) -> list[Part]:
    items = [item(fact.label, fact.shown) for fact in visit.facts]
    if not items:
        return []
    return [{"label": _("Worked out from these"), "items": items, "texts": [], "rows": []}]


def follow_ups(visit: Visit) -> list[Part]:
    """Who saw or called the patient when, and what they found. Not part of the signed note, and said so."""
    if not visit.follow_ups:
        return []
    rows = [[one.shown("about", "point"), told_when(one), said_of(one)] for one in visit.follow_ups]
    header = ["", _("When, how and by whom"), _("Findings")]
    label = _("After the visit (not part of the signed note)")
    return [{"label": label, "items": [], "texts": [], "rows": rows, "header": header, "even": False}]


def told_when(one: FollowUp) -> str:
    return ", ".join(filter(None, (instant_words(one.at), one.shown("about", "how"), one.by)))


def said_of(one: FollowUp) -> str:
    if not one.reached:
        return one.shown("about", "reached")
    blocks = [block for block in (one.block("seen"), one.block("advice")) if block]
    return in_words(line for block in blocks for line in block.lines)


def in_words(lines: Iterable[Line]) -> str:
    return "; ".join(f"{line.label}: {line.shown}" for line in lines if "pdf" in line.formats and line.shown)


def signed_words(visit: Visit) -> list[str]:
    """Who signed and approved the version that stands."""
    words = {
        "author": _("Signed by {name} on {when}"),
        "amendment": _("Change signed by {name} on {when}"),
        "countersign": _("Approved by {name} on {when}"),
    }
    now = [one for one in visit.signatures if one.version == visit.version and one.meaning in words]
    said = [words[one.meaning].format_map({"name": one.by, "when": instant_words(one.at)}) for one in now]
    left = [] if visit.state == "approved" else [unreviewed_words(one.unreviewed) for one in now if one.unreviewed]
    return [_("Version {n}", n=visit.version), *said, *left]

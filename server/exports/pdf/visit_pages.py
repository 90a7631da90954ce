"""One visit as it stands on the pages: its parts, its state, what was changed since, who signed."""

import io
from collections.abc import Iterable
from typing import Any

import segno

from server.domain.translation import _
from server.exports.document import Amendment, FollowUp, Line, Signature, Visit
from server.exports.formatting import date_words, instant_words, reads_from_right
from server.exports.pdf.parts import Part, item, parts


def visit_pages(visit: Visit) -> dict[str, Any]:
    return {
        "heading": heading(visit),
        **state(visit),
        "parts": parts(visit.given_blocks, str(visit.value("visit", "session_date") or ""))
        + derived(visit)
        + follow_ups(visit),
        "amendments": [amendment(change) for change in visit.amendments],
        "signatures": signatures(visit),
        "seal": seal(visit),
    }


def heading(visit: Visit) -> str:
    when = visit_day(visit)
    number, planned = visit.shown("visit", "session_no"), visit.shown("visit", "sessions_planned")
    if number and planned:
        return _("Visit {n} of {m}, {date}", n=number, m=planned, date=when)
    return _("Visit {n}, {date}", n=number, date=when) if number else _("Visit of {date}", date=when)


def visit_day(visit: Visit) -> str:
    return visit.shown("visit", "session_date") or date_words(visit.happened_at.date().isoformat())


def state(visit: Visit) -> dict[str, Any]:
    """How far the note got. Only signed and approved notes are the signed record."""
    words = {
        "draft": _("Draft, not signed"),
        "returned": _("Being corrected, not part of the signed record"),
        "signed": _("Signed"),
        "approved": _("Signed and approved"),
    }
    return {"mark": words.get(visit.state, visit.state), "unsigned": not visit.is_signed}


def derived(visit: Visit) -> list[Part]:
    items = [item(fact.label, fact.shown) for fact in visit.given_facts]
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


def amendment(change: Amendment) -> dict[str, Any]:
    when = instant_words(change.at)
    words = _("Version {n}, changed by {name} on {when}")
    if not change.signed:
        words = _("Being corrected, last by {name} on {when}; not signed yet")
    return {
        "heading": words.format_map({"n": change.version, "name": change.by, "when": when}),
        "value": _("Reason: {reason}", reason=change.reason) if change.reason else "",
        "rtl": reads_from_right(change.reason),
        "changes": [[row.label, row.old or _("nothing"), row.new or _("nothing")] for row in change.changes],
    }


def seal(visit: Visit) -> dict[str, str]:
    """What a copy on paper is compared by: the note and its whole content hash, in words and as a QR code."""
    text = f"needlepoint:{visit.id}:{visit.content_hash}"
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return {
        "text": text,
        "code": drawn.getvalue().decode(),
        "label": _("To compare this visit with the record of the clinic"),
    }


def signatures(visit: Visit) -> list[str]:
    """Who, when, which version, and the first digits of the content hash."""
    words = {
        "author": _("Signed by {name} on {when}. Version {n}, content hash {hash}."),
        "amendment": _("Change signed by {name} on {when}. Version {n}, content hash {hash}."),
        "countersign": _("Approved by {name} on {when}. Version {n}, content hash {hash}."),
    }
    lines = [
        words[one.meaning].format_map(
            {"name": one.by, "when": instant_words(one.at), "n": one.version, "hash": one.content_hash[:16]}
        )
        + claimed_words(one)
        for one in visit.signatures
        if one.meaning in words
    ]
    return lines


def claimed_words(one: Signature) -> str:
    """Of a signature that came again after a restore, without proof of its first time."""
    if one.claimed_at is None:
        return ""
    words = _("Sent again after the server was restored; first received on {when}, as the tablet states.")
    return " " + words.format(when=instant_words(one.claimed_at))

"""Blocks of a record as the parts of a page: a label, short items in a run, long texts below."""

from typing import Any

from server.domain.words import _
from server.exports.document import Amendment, Block, Line, Visit
from server.exports.wording import ANSWERS, clean, date_words, instant_words, listed, reads_from_right

Part = dict[str, Any]
LONG = 160


def parts(blocks: tuple[Block, ...]) -> list[Part]:
    """Blocks of one section that repeat are told apart by their own label; three-way answers are gathered by answer."""
    found = []
    for block in blocks:
        lines = [line for line in block.lines if "pdf" in line.formats and line.shown]
        if lines:
            found.append(part(block.label, lines))
    return found


def part(label: str, lines: list[Line]) -> Part:
    answers = [line for line in lines if line.kind == "tri"]
    gather = len(answers) > 3
    texts = [line for line in lines if line.kind == "longtext" or len(line.shown) > LONG or "\n" in line.shown]
    short = [line for line in lines if line not in texts and not (gather and line.kind == "tri")]
    items = [item(line.label, line.shown) for line in short]
    if gather:
        items += gathered(answers)
    return {"label": clean(label), "items": items, "texts": [text_item(line) for line in texts]}


def gathered(answers: list[Line]) -> list[dict[str, str]]:
    """Yes: a, b. No: c, d, e. Not known: f."""
    by_answer = {answer: [line.label for line in answers if line.value == answer] for answer in ANSWERS}
    return [item(_(ANSWERS[answer]), listed(labels)) for answer, labels in by_answer.items() if labels]


def item(label: str, value: str) -> dict[str, str]:
    return {"label": clean(label), "value": clean(value)}


def text_item(line: Line) -> dict[str, Any]:
    return {**item(line.label, line.shown), "rtl": reads_from_right(line.shown)}


def visit_pages(visit: Visit) -> dict[str, Any]:
    return {
        "heading": heading(visit),
        **state(visit),
        "parts": parts(visit.blocks) + derived(visit),
        "amendments": [amendment(change) for change in visit.amendments],
        "signatures": signatures(visit),
    }


def heading(visit: Visit) -> str:
    day = visit.value("visit", "session_date")
    when = date_words(day if day else visit.happened_at.date().isoformat())
    number, planned = visit.shown("visit", "session_no"), visit.shown("visit", "sessions_planned")
    if number and planned:
        return clean(_("Visit {n} of {m}, {date}", n=number, m=planned, date=when))
    return clean(_("Visit {n}, {date}", n=number, date=when) if number else _("Visit of {date}", date=when))


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
    if not visit.facts:
        return []
    items = [item(fact.label, fact.shown) for fact in visit.facts]
    return [{"label": _("Worked out from these"), "items": items, "texts": []}]


def amendment(change: Amendment) -> dict[str, Any]:
    when = instant_words(change.at)
    return {
        "heading": clean(_("Version {n}, changed by {name} on {when}", n=change.version, name=change.name, when=when)),
        "value": clean(_("Reason: {reason}", reason=change.reason)) if change.reason else "",
        "rtl": reads_from_right(change.reason),
        "changes": [
            [clean(row.label), clean(row.old) or _("nothing"), clean(row.new) or _("nothing")] for row in change.changes
        ],
    }


def signatures(visit: Visit) -> list[str]:
    """Who, when, which version, and the first figures of the seal over the content."""
    words = {
        "author": _("Signed by {name} on {when}. Version {n}, seal {seal}."),
        "amendment": _("Change signed by {name} on {when}. Version {n}, seal {seal}."),
        "countersign": _("Approved by {name} on {when}. Version {n}, seal {seal}."),
    }
    lines = [
        words[one.meaning].format(
            name=one.name, when=instant_words(one.at), n=one.version, seal=one.content_hash[:16]
        )
        for one in visit.signatures
        if one.meaning in words
    ]
    review = visit.review
    if review and review.outcome == "returned":
        returned = _("Returned by {name} on {when}: {comment}", name=review.name, when=instant_words(review.at), comment=review.comment)
        lines.append(returned)
    elif review and review.comment:
        lines.append(_("{name}'s comment: {comment}", name=review.name, comment=review.comment))
    return [clean(line) for line in lines]

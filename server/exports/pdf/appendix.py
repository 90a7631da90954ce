"""The end of the record: what was corrected after it was signed, who signed what, and what is not part of it."""

import io
from collections.abc import Sequence
from typing import Any

import segno

from server.domain.translation import _
from server.exports.document import Amendment, ExportDocument, FollowUp, Signature, SignedText, Visit, VoidedVisit
from server.exports.formatting import date_words, instant_words, listed, reads_from_right
from server.exports.pdf.glance import heading
from server.exports.pdf.parts import item
from server.exports.review import unreviewed_words


def corrections(signed: Sequence[Visit]) -> list[dict[str, Any]]:
    return [
        {"visit": heading(visit), **correction(change)}
        for visit in reversed(signed)
        for change in reversed(visit.amendments)
        if change.signed
    ]


def correction(change: Amendment) -> dict[str, Any]:
    """What was changed with what stood before; what was only added stands in one line."""
    words, added = _("Version {n}, changed by {name} on {when}"), [row for row in change.changes if not row.old]
    return {
        "heading": words.format_map({"n": change.version, "name": change.by, "when": instant_words(change.at)}),
        "value": _("Reason: {reason}", reason=change.reason) if change.reason else "",
        "rtl": reads_from_right(change.reason),
        "changes": [[row.label, row.old, row.new or _("nothing")] for row in change.changes if row.old],
        "added": _("Added: {values}", values="; ".join(f"{row.label} {row.new}" for row in added)) if added else "",
    }


def consent_text(one: SignedText) -> dict[str, Any]:
    """The text itself, line by line, as it stood when the patient signed."""
    approved = _("{name} on {when}", name=one.by, when=instant_words(one.at)) if one.at else _("ships with Needlepoint")
    items = [item(_("Signed for the visits of"), listed(one.visits)), item(_("Approved by"), approved)]
    texts = [{**item("", line), "rtl": reads_from_right(line)} for line in one.items]
    return {"label": _("Version {name}", name=one.text_version), "items": items, "texts": texts, "rows": []}


def signed_visits(signed: Sequence[Visit]) -> list[dict[str, Any]]:
    """Of each visit: its seal, the signatures of its note, then those of its follow-ups."""
    return [
        {
            "heading": heading(visit),
            "seal": seal(visit),
            "rows": [row(one) for one in visit.signatures]
            + [row(one, told_of(call)) for call in visit.follow_ups for one in call.signatures],
        }
        for visit in reversed(signed)
    ]


def told_of(call: FollowUp) -> str:
    return _("Follow-up, {point}", point=call.shown("about", "point"))


def row(one: Signature, of: str = "") -> dict[str, Any]:
    """Everything that stands with a signature; ``of`` names what it is under when it is not the note."""
    meanings = {"author": _("Signed"), "amendment": _("Correction signed"), "countersign": _("Approved")}
    meaning = listed([meanings.get(one.meaning, one.meaning), unreviewed_words(one.unreviewed)])
    return {
        "cells": [
            f"{of}: {meaning}" if of else meaning,
            str(one.version),
            one.by,
            instant_words(one.at),
            instant_words(one.client_at) if one.client_at else _("not recorded"),
            proof_words(one),
        ],
        "claimed": claimed_words(one),
        "hash": _("Content hash {hash}", hash=one.content_hash),
    }


def proof_words(one: Signature) -> str:
    if one.is_stated:
        return _("as stated by the source")
    return _("with key") if one.with_key else _("without key")


def claimed_words(one: Signature) -> str:
    """Of a signature that came again after a restore, without proof of its first time."""
    if one.claimed_at is None:
        return ""
    words = _("Sent again after the server was restored; first received on {when}, as the tablet states.")
    return words.format(when=instant_words(one.claimed_at))


def seal(visit: Visit) -> dict[str, str]:
    """What a copy on paper is compared by: the note and its whole content hash, in words and as a QR code."""
    text = seal_text(visit)
    return {"id": visit.id, "text": text, "label": _("To compare this visit with the record of the clinic")}


def seal_text(visit: Visit) -> str:
    return f"needlepoint:{visit.id}:{visit.content_hash}"


def codes(document: ExportDocument) -> dict[str, str]:
    """The QR code of each signed visit, by its id, as SVG."""
    return {visit.id: code(seal_text(visit)) for visit in document.visits if visit.is_signed}


def code(text: str) -> str:
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()


def left_out(document: ExportDocument) -> list[str]:
    """What is in the clinic's record and not signed: that it is there, and nothing of what it says."""
    return [unsigned_words(visit) for visit in document.visits if not visit.is_signed] + [
        voided_words(one) for one in document.voided
    ]


def unsigned_words(visit: Visit) -> str:
    words = {
        "returned": _("{date}, {name}: being corrected"),
        "imported": _("{date}: taken over from an earlier record by {name}, not signed"),
    }.get(visit.state, _("{date}, {name}: draft"))
    return words.format_map({"date": date_words(visit.happened_at.date().isoformat()), "name": visit.author})


def voided_words(one: VoidedVisit) -> str:
    day, when = date_words(one.happened_at.date().isoformat()), instant_words(one.voided_at)
    words = _("A visit record of {date} was declared void by {name} on {when}. Its content is not shown.")
    return words.format_map({"date": day, "name": one.by, "when": when})

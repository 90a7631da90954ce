"""The JSON form: the same record for another program, with a name and a version of its shape.

::

    {"format": "needlepoint.patient-summary", "format_version": 1,
     "exported_at", "exported_by", "demo", "clinic",
     "patient": {"id", "content_hash", "fields": {unit: {field: value}}},
     "notes": [{"id", "state", "in_signed_record", "version", "author", "happened_at", "content_hash", "given",
                "fields": {unit: {field: value}}, "derived": {name: {"value", "measure"}},
                "follow_ups": [{"id", "state", "version", "point", "at", "reached", "by", "content_hash", "fields"}],
                "signatures": [...], "review": {...} or null,
                "amendments": [{"version", "signed", "by", "at", "reason",
                                "changes": [{"field", "label", "old", "new"}]}]}],
     "voided_notes": [{"id", "happened_at", "voided_at", "voided_by"}],
     "columns": {name: {"label", "measure"}}}

Values are as recorded, keyed as in the API. Times are RFC 3339 in UTC. A change of a name or of a meaning raises
``format_version``; a new key does not.
"""

import json
from datetime import datetime
from functools import cache
from typing import Any

from server.domain.translation import language
from server.exports.columns import every_column
from server.exports.document import Amendment, Block, ExportDocument, FollowUp, Review, Signature, Visit
from server.exports.formatting import utc_text

FORMAT = "needlepoint.patient-summary"
FORMAT_VERSION = 1


def render(document: ExportDocument) -> bytes:
    return whole(tell(document), document.exported_at, document.exported_by, document.demo)


def whole(told: bytes, at: datetime, by: str, demo: bool) -> bytes:
    """The document that says ``told``, exported by somebody at a moment."""
    head: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION}
    head |= {"exported_at": utc_text(at), "exported_by": by, "demo": demo}
    return b"".join((_members(head), b",", told[1:-1], b",", _columns(language.get()), b"}\n"))


@cache
def _columns(_language: str) -> bytes:
    """The same for every record."""
    told = {column.name: {"label": column.label, "measure": column.measure} for column in every_column()}
    return _members({"columns": told})[1:]


def tell(document: ExportDocument) -> bytes:
    """What it says whoever exports it and when, as an object."""
    patient = document.patient
    shape = {
        "clinic": document.clinic,
        "patient": {"id": patient.id, "content_hash": patient.content_hash, "fields": _fields(patient.blocks)},
        "notes": [_note(visit) for visit in document.visits],
        "voided_notes": [
            {
                "id": voided.id,
                "happened_at": utc_text(voided.happened_at),
                "voided_at": utc_text(voided.voided_at),
                "voided_by": voided.by,
            }
            for voided in document.voided
        ],
    }
    return _members(shape) + b"}"


def _members(shape: dict[str, Any]) -> bytes:
    """The text of an object without its end."""
    text = json.dumps(shape, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text[:-1].encode("utf-8", "backslashreplace")


def _note(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "state": visit.state,
        "in_signed_record": visit.is_signed,
        "version": visit.version,
        "author": visit.author,
        "happened_at": utc_text(visit.happened_at),
        "content_hash": visit.content_hash,
        "given": visit.given_here,
        "fields": _fields(visit.blocks),
        "derived": {fact.name: {"value": fact.value, "measure": fact.measure} for fact in visit.facts},
        "follow_ups": [_follow_up(one) for one in visit.follow_ups],
        "signatures": [_signature(signature) for signature in visit.signatures],
        "review": _review(visit.review) if visit.review else None,
        "amendments": [_amendment(amendment) for amendment in visit.amendments],
    }


def _follow_up(one: FollowUp) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state,
        "version": one.version,
        "point": one.point,
        "at": utc_text(one.at),
        "reached": one.reached,
        "by": one.by,
        "content_hash": one.content_hash,
        "fields": _fields(one.blocks),
    }


def _fields(blocks: tuple[Block, ...]) -> dict[str, dict[str, Any]]:
    units = {block.unit: {line.field: line.value for line in block.lines if "json" in line.formats} for block in blocks}
    return {unit: fields for unit, fields in units.items() if fields}


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "version": signature.version,
        "meaning": signature.meaning,
        "name": signature.by,
        "at": utc_text(signature.at),
        "content_hash": signature.content_hash,
        **({"no_countersign": signature.unreviewed} if signature.unreviewed else {}),
        **({"claimed_at": utc_text(signature.claimed_at)} if signature.claimed_at else {}),
        **({"as_stated_by_source": True} if signature.is_stated else {}),
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "outcome": review.outcome,
        "comment": review.comment,
        "name": review.by,
        "at": utc_text(review.at),
        "version": review.version,
    }


def _amendment(amendment: Amendment) -> dict[str, Any]:
    return {
        "version": amendment.version,
        "signed": amendment.signed,
        "by": amendment.by,
        "at": utc_text(amendment.at),
        "reason": amendment.reason,
        "changes": [
            {"field": change.name, "label": change.label, "old": _plain(change.old), "new": _plain(change.new)}
            for change in amendment.changes
        ],
    }


def _plain(words: str) -> str:
    """Figure and unit part at an ordinary blank: where a line may break is the page's concern."""
    return words.replace("\u00a0", " ")

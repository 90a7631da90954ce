"""A document made safe to set: every text of the record passes here once, before words are built from it."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from server.exports.document import ExportDocument
from server.exports.formatting import safe
from server.exports.line import Line

SAID = frozenset({
    "author", "by", "clinic", "comment", "exported_by", "heading", "items", "label", "measure", "new", "old", "reason",
    "shown",
})  # fmt: skip
PARTS = frozenset({
    "amendments", "blocks", "changes", "consents", "facts", "follow_ups", "lines", "patient", "review", "signatures",
    "visits", "voided",
})  # fmt: skip


def on_paper(document: ExportDocument) -> ExportDocument:
    """The same document; names, ids and recorded values, which are never set, stay as they are."""
    safer: ExportDocument = _part(document)
    return safer


def _part(thing: Any) -> Any:
    if isinstance(thing, tuple):
        return tuple(_part(one) for one in thing)
    if isinstance(thing, Line):
        return thing.rewritten(safe)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    safer = {one.name: _said(getattr(thing, one.name)) for one in fields(thing) if one.name in SAID}
    inner = {one.name: _part(getattr(thing, one.name)) for one in fields(thing) if one.name in PARTS}
    return replace(thing, **safer, **inner)


def _said(value: Any) -> Any:
    return tuple(safe(one) for one in value) if isinstance(value, tuple) else safe(value)

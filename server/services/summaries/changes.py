"""What became of a note after it was first signed, read from its revisions: every earlier value stays legible."""

from collections.abc import Iterable, Sequence
from itertools import chain

from server.domain.trace import KINDS as TRACED
from server.domain.trace import Entry, pins_of
from server.exports.blocks import Content, blocks_of
from server.exports.document import Amendment, Change
from server.exports.review import asked as asked_words
from server.exports.values import People
from server.models import Revision


def amendments(
    revisions: Sequence[Revision], people: People, trace: Sequence[Entry] | None = None
) -> tuple[Amendment, ...]:
    """One for each version after the first, and one, unsigned, for what a returned note has changed so far."""
    found: list[Amendment] = []
    edits: list[Revision] = []
    asked = ""
    for revision in sorted(revisions, key=lambda one: one.rev):
        if revision.kind == "amend":
            found.append(amendment([revision], revision.version, revision, revision.reason or "", people))
        elif revision.kind == "return":
            asked = asked_words(revision.reason or "", pins_of(trace, revision.rev))
        elif revision.kind == "sign":
            if revision.version > 1:
                found.append(amendment(edits, revision.version, revision, asked, people))
            edits, asked = [], ""
        elif revision.version > 0 and revision.kind not in ("approve", "void", *TRACED):
            edits.append(revision)
    if edits:
        found.append(amendment(edits, edits[-1].version + 1, edits[-1], asked, people, signed=False))
    return tuple(found)


def amendment(
    edits: Sequence[Revision], version: int, last: Revision, reason: str, people: People, signed: bool = True
) -> Amendment:
    before: Content = {}
    after: Content = {}
    for edit in edits:
        for unit in {**edit.before, **edit.after}:
            before.setdefault(unit, edit.before.get(unit, {}))
            after[unit] = edit.after.get(unit, {})
    changes = tuple(differences(before, after, people))
    return Amendment(version, people.get(last.author_id, last.author_id), last.server_time, reason, changes, signed)


def differences(before: Content, after: Content, people: People) -> Iterable[Change]:
    old, new = lines(before, people), lines(after, people)
    for name in dict.fromkeys(chain(old, new)):
        was, now = old.get(name, ("", "")), new.get(name, ("", ""))
        if was[1] != now[1]:
            yield Change(name, was[0] or now[0], was[1], now[1])


def lines(content: Content, people: People) -> dict[str, tuple[str, str]]:
    """Name of the line to its label, with that of its block, and its value in words; only what may stand on paper."""
    return {
        line.name: (block.label if block.label == line.label else f"{block.label}: {line.label}", line.shown)
        for block in blocks_of("note", content, people)
        for line in block.lines
        if "pdf" in line.formats
    }

"""What leaves the clinic about one patient: plain values, finished before any renderer sees them.

An ``ExportDocument`` holds only what the catalogue's ``exports`` flags let out. Renderers (``pdf``, ``csv``, ``json``)
take one and return bytes; they read no database and ask nobody. Times are aware UTC, ``value`` is the value as it was
recorded, ``shown`` the same in words for a reader.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain.workflow import SIGNED
from server.exports.line import Line

TREATMENT = ("numbing", "la", "device", "needling", "zone", "other_site", "rf", "prp", "serum")
"""Sections of what is put on or into a patient."""


def _is_given(section: str, given: frozenset[str]) -> bool:
    return section not in TREATMENT or section in given


@dataclass(frozen=True, slots=True)
class Block:
    """A merge unit in the order of the catalogue. ``key`` is the part after the colon of a repeated one, ``place`` its
    column prefix: ``zone.chin`` for ``zone:chin``, ``serum.1`` for the first of those known only by a random id."""

    unit: str
    section: str
    key: str
    place: str
    heading: str
    label: str
    lines: tuple[Line, ...]

    def shown(self, field: str) -> str:
        return next((line.shown for line in self.lines if line.field == field), "")

    def value(self, field: str) -> Any:
        return next((line.value for line in self.lines if line.field == field), None)


@dataclass(frozen=True, slots=True)
class Fact:
    """A derived value: computed from the record, never typed. ``measure`` is its unit."""

    name: str
    label: str
    value: float | int | str
    measure: str
    shown: str


@dataclass(frozen=True, slots=True)
class Signature:
    """``meaning`` is author, amendment or countersign; ``version`` counts signings from 1.

    ``at``: when the server received it; ``client_at``: by the clock of the tablet, of those that say so;
    ``claimed_at``: first received then, as its tablet states after a restore. ``is_stated``: by another installation,
    and proven by no key. ``unreviewed``: why nobody countersigns this version, "alone" or
    "share"; empty where somebody does.
    """

    version: int
    meaning: str
    by: str
    at: datetime
    content_hash: str
    claimed_at: datetime | None = None
    client_at: datetime | None = None
    with_key: bool = False
    is_stated: bool = False
    unreviewed: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    outcome: str
    comment: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a note that had been signed, before and after; ``old`` is empty when it had no value."""

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """What changed from one signed version to ``version``; ``reason`` is the author's, or the supervisor's on a return.
    ``signed`` is false while the correction is still being written."""

    version: int
    by: str
    at: datetime
    reason: str
    changes: tuple[Change, ...]
    signed: bool


class InBlocks:
    """What is told in blocks, to be asked for one by its unit."""

    __slots__ = ()
    blocks: tuple[Block, ...]

    def block(self, unit: str) -> Block | None:
        return next((block for block in self.blocks if block.unit == unit), None)

    def value(self, unit: str, field: str) -> Any:
        block = self.block(unit)
        return block.value(field) if block else None

    def shown(self, unit: str, field: str) -> str:
        block = self.block(unit)
        return block.shown(field) if block else ""


@dataclass(frozen=True, slots=True)
class FollowUp(InBlocks):
    """What was seen or heard after a visit, signed by ``by``: a record of its own, no part of the note. ``reached`` is
    false for a call that was only tried."""

    id: str
    state: str
    version: int
    point: str
    by: str
    at: datetime
    reached: bool
    content_hash: str
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit(InBlocks):
    """One note. ``version`` is the number of signings; a note in draft or returned is not part of the signed record.
    ``given`` names the sections of what was put on or into the patient: of the others the note holds only a plan.
    ``follow_ups`` are the signed ones, the earliest first."""

    id: str
    state: str
    version: int
    author: str
    happened_at: datetime
    content_hash: str
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]
    signatures: tuple[Signature, ...]
    review: Review | None
    amendments: tuple[Amendment, ...]
    given: frozenset[str] = frozenset()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def is_signed(self) -> bool:
        return self.state in SIGNED

    @property
    def given_blocks(self) -> tuple[Block, ...]:
        """The blocks that pages may show: nothing of a treatment that was planned and not given."""
        return tuple(block for block in self.blocks if _is_given(block.section, self.given))

    @property
    def given_facts(self) -> tuple[Fact, ...]:
        """What was worked out, as far as it is about what was given."""
        return tuple(fact for fact in self.facts if _is_given(fact.name.partition(".")[0], self.given))

    @property
    def given_here(self) -> list[str]:
        """Of the sections that this note has, those whose treatment reached the patient."""
        return sorted({block.section for block in self.blocks} & self.given)

    def newest_follow_ups(self) -> dict[str, "FollowUp"]:
        """By time point, of those in which the patient was reached."""
        return {one.point: one for one in self.follow_ups if one.reached}

    def repeated(self, section: str) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.section == section)

    def fact(self, name: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.name == name), None)


@dataclass(frozen=True, slots=True)
class VoidedVisit:
    """A note that was withdrawn: that it existed, and nothing of what it said."""

    id: str
    happened_at: datetime
    voided_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """Who a patient was said to be when something about them was signed, and until when."""

    name: str
    birth_date: str
    mrn: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Patient(InBlocks):
    id: str
    content_hash: str
    blocks: tuple[Block, ...]
    earlier: tuple[Earlier, ...] = ()

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.shown("identity", "given"), self.shown("identity", "family")) if part)


@dataclass(frozen=True, slots=True)
class SignedText:
    """What a patient read before signing: ``text_version`` of the clinic's consent text as of those ticks. ``by`` and
    ``at``: who approved it; empty and None where it is the text that ships."""

    text_version: str
    visits: tuple[str, ...]
    by: str
    at: datetime | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table form, there whether or not a note fills it. ``holds``: text, number, or "number or text" of
    a list, which is a number where it has one entry."""

    name: str
    label: str
    measure: str
    holds: str = "text"


@dataclass(frozen=True, slots=True)
class ExportDocument:
    """``visits`` run from the first to the last; ``columns`` are those of the catalogue for the table form, ``limits``
    the clinic's, by which courses and calls are dated, ``time_zone`` that of the
    clinic, empty where it has not said."""

    clinic: str
    exported_at: datetime
    exported_by: str
    demo: bool
    limits: dict[str, Any]
    patient: Patient
    visits: tuple[Visit, ...]
    voided: tuple[VoidedVisit, ...]
    columns: tuple[Column, ...]
    consents: tuple[SignedText, ...] = ()
    time_zone: str = ""

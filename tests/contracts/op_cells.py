"""The cells of the op table, each with a record in the state its line names, and the op to send about it. Those of a
line that are refused share one record: if one of them changed it, that shows in all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from uuid import uuid4

from server.domain.trace import identity_of
from tests.contracts.access_fixtures import (
    CALL,
    CASE,
    MALFORMED,
    MISSING,
    AccessFixtures,
    NoteMaker,
    hash_of,
    note_fields,
)
from tests.contracts.matrix import CODES, OP_ROLES, OPS
from tests.ops import Op

SEEN = {"text": "Even redness on both sides."}
THINKING_TWICE = {"text": "Redness a little stronger on the left."}
KEPT_FIELDS: dict[str, dict[str, Any]] = {
    "follow_up": CALL,
    "lot": {"item": {"kind": "cartridge", "product": "SkinPen", "lot": "SP-1", "expiry": "2027-05-01"}},
    "protocol": {"about": {"name": "Cheeks"}, "values": {"content": {"zone:cheek_left": {"depth_mm": [1.5]}}}},
}
SMALL: dict[str, dict[str, Any]] = {
    "note": {"text:observations": SEEN},
    "patient": {"labs": {"platelets": 210}},
    "follow_up": {"advice": {"given": "Cool it."}},
    "lot": {"item": {"closed_on": "2026-11-20"}},
    "protocol": {"about": {"device_product": "skinpen"}},
}


def kept_fields(record_type: str, record_id: str) -> dict[str, Any]:
    """Each patient is a person of their own: a new one is compared with everybody who might be the same."""
    if record_type in KEPT_FIELDS:
        return KEPT_FIELDS[record_type]
    return CASE.fields | {"identity": CASE.fields["identity"] | {"mrn": record_id, "family": f"Ruiz {record_id}"}}


@dataclass(slots=True, eq=False)
class Cell:
    name: str
    thing: str
    who: str
    expected: str
    id: str = ""
    patient: str | None = None
    op: Op | None = None

    @property
    def says(self) -> str:
        return f"{self.name} [{self.thing}] as {self.who}"


def all_cells() -> Iterator[Cell]:
    for name, things in OPS.items():
        for thing, row in things.items():
            for who, expected in zip(OP_ROLES, row, strict=True):
                yield Cell(name, thing, who, expected)


REFUSED = "xwmvu"
MORE_PATIENTS = 80  # among whom the notes are spread: each note is judged with all others of its patient and day


class OpCells:
    """Gives every cell its record, with as few pushes as there are acts and people."""

    def __init__(self, stage: AccessFixtures) -> None:
        self.stage = stage
        self.maker = NoteMaker(stage)
        self.home = stage.new_patient("practitioner")
        self.patients: dict[str, list[Op]] = {"practitioner": [], "outsider": [], "lead": []}
        self.homes = cycle([self.home, *(self.new_patient("practitioner") for _ in range(MORE_PATIENTS))])
        self.abroad = stage.new_patient("outsider")
        stage.elsewhere_in_the_clinic = stage.new_patient("practitioner")
        self.clashes: list[Cell] = []

    def cast(self) -> list[Cell]:
        cells = list(all_cells())
        shared: dict[tuple[str, str], Cell] = {}
        placed = {cell: shared.setdefault((cell.name, cell.thing), cell) for cell in cells if cell.expected in REFUSED}
        for cell in cells:
            if placed.get(cell, cell) is cell:
                PLACES[cell.name.split()[1]](self, cell)
        for who, ops in self.patients.items():
            self.stage.applied(who, ops)
        self.maker.perform()
        for who in ("practitioner", "outsider"):
            self.make_conflicts(
                who, [cell for cell in self.clashes if (cell.patient == self.abroad) == (who == "outsider")]
            )
        for cell in cells:
            cell.id, cell.patient = placed.get(cell, cell).id, placed.get(cell, cell).patient
            cell.op = op_of(self.stage, cell)
        return cells

    def place_note(self, cell: Cell) -> None:
        author, _, state = cell.thing.rpartition("'s ")
        cell.patient = self.home
        match cell.thing:
            case "missing" | "malformed" | "new" | "patient elsewhere" | "patient missing":
                cell.id = {"missing": MISSING, "malformed": MALFORMED}.get(cell.thing, str(uuid4()))
                cell.patient = {"patient elsewhere": self.abroad, "patient missing": MISSING}.get(cell.thing, self.home)
            case "patient void":
                cell.id, cell.patient = str(uuid4()), self.void_patient()
            case "elsewhere":
                cell.id, cell.patient = self.maker.note("outsider", self.abroad, "draft"), self.abroad
            case "taken elsewhere":
                cell.id = self.maker.note("outsider", self.abroad, "draft")
            case "a patient" | "taken by a patient":
                cell.id = self.new_patient("practitioner")
            case _:
                cell.patient = next(self.homes)
                cell.id = self.maker.note(author or "practitioner", cell.patient, state)

    def place_follow_up(self, cell: Cell) -> None:
        author, _, state = cell.thing.rpartition("'s ")
        cell.patient = {"patient missing": MISSING, "elsewhere": self.abroad}.get(cell.thing, self.home)
        match cell.thing:
            case "missing" | "malformed" | "new" | "patient missing":
                cell.id = {"missing": MISSING, "malformed": MALFORMED}.get(cell.thing, str(uuid4()))
            case "patient void":
                cell.id, cell.patient = str(uuid4()), self.void_patient()
            case "a note":
                cell.id = self.maker.note("practitioner", self.home, "draft")
            case "elsewhere":
                cell.id = self.maker.follow_up("outsider", self.abroad, "draft")
            case _:
                cell.id = self.maker.follow_up(author or "practitioner", self.home, state)

    def place_kept(self, cell: Cell) -> None:
        """A patient, a lot or a protocol: records that are either in use or void."""
        record_type = cell.name.split()[1]
        match cell.thing:
            case "missing" | "malformed" | "new":
                cell.id = {"missing": MISSING, "malformed": MALFORMED}.get(cell.thing, str(uuid4()))
            case "a note":
                cell.id = self.maker.note("practitioner", self.home, "draft")
            case _:
                cell.id = self.new_kept("outsider" if cell.thing == "elsewhere" else "practitioner", record_type)
        if cell.thing == "void":
            self.declare_void(record_type, cell.id)

    def declare_void(self, record_type: str, record_id: str) -> None:
        shown = hash_of(record_id, None, record_type, kept_fields(record_type, record_id))
        seen = {"content_hash": shown, "reason": "Entered twice."}
        self.patients["lead"].append(self.stage.op("lead", "void", record_type, record_id, **seen))

    def void_patient(self) -> str:
        record_id = self.new_patient("practitioner")
        self.declare_void("patient", record_id)
        return record_id

    def place_conflict(self, cell: Cell) -> None:
        if cell.thing in ("open", "resolved", "elsewhere"):
            cell.patient = self.abroad if cell.thing == "elsewhere" else self.home
            author = "outsider" if cell.thing == "elsewhere" else "practitioner"
            cell.id = self.maker.note(author, cell.patient, "draft")
            self.clashes.append(cell)
        else:
            self.place_kept(cell)

    def new_patient(self, who: str) -> str:
        return self.new_kept(who, "patient")

    def new_kept(self, who: str, record_type: str) -> str:
        record_id = str(uuid4())
        fields = kept_fields(record_type, record_id)
        self.patients[who].append(self.stage.op(who, "create", record_type, record_id, fields=fields))
        return record_id

    def make_conflicts(self, who: str, cells: list[Cell]) -> None:
        """Write a unit of each cell's note, then once more as if the first had not been seen."""
        self.stage.applied(who, [self.stage.op(who, "patch", "note", cell.id, **seen(SEEN)) for cell in cells])
        again = [self.stage.op(who, "patch", "note", cell.id, **seen(THINKING_TWICE)) for cell in cells]
        for cell, answer in zip(cells, self.stage.push(who, again), strict=True):
            assert answer["status"] == "conflict", answer
            cell.id = answer["conflict_id"]
        decided = [cell for cell in cells if cell.thing == "resolved"]
        self.stage.applied(who, [self.stage.op(who, "resolve", "conflict", cell.id, **CHOICE) for cell in decided])


PLACES: dict[str, Callable[[OpCells, Cell], None]] = {
    "note": OpCells.place_note,
    "follow_up": OpCells.place_follow_up,
    "patient": OpCells.place_kept,
    "lot": OpCells.place_kept,
    "protocol": OpCells.place_kept,
    "conflict": OpCells.place_conflict,
}
CHOICE = {"base": SEEN, "mine": THINKING_TWICE, "patch": THINKING_TWICE}


def seen(patch: dict[str, Any]) -> dict[str, Any]:
    return {"unit": "text:observations", "base_rev": 1, "base": {}, "patch": patch}


def op_of(stage: AccessFixtures, cell: Cell) -> Op:
    """The op of the cell, right in everything but perhaps in who sends it and what it is about."""
    verb, record_type = cell.name.split()
    is_note = record_type == "note" and cell.thing not in ("a patient",)
    is_call = record_type == "follow_up"
    author = "outsider" if cell.thing in ("elsewhere", "taken elsewhere") else "practitioner"
    fields = note_fields(author) if is_note else kept_fields(record_type, cell.id)
    if is_call:
        fields = stage.call_about(cell.patient)
    patient = cell.patient if is_note or is_call else None
    shown = {"content_hash": hash_of(cell.id, patient, record_type, fields)}
    small = SMALL.get(record_type, SMALL["patient"])
    unit, patch = next(iter(small.items()))
    bodies: dict[str, dict[str, Any]] = {
        "create": {"fields": small} | ({"patient_id": cell.patient} if record_type in ("note", "follow_up") else {}),
        "patch": {"unit": unit, "base_rev": 1, "base": fields.get(unit, {}), "patch": patch},
        "override": {"unit": "override:D03", "base_rev": 1, "base": {}, "patch": {"text": "Seen and agreed."}},
        "sign": shown,
        "approve": shown,
        "acknowledge": shown,
        "return": {**shown, "comment": "Which side was it?"},
        "amend": {**shown, "reason": "Written down too late.", "changes": {unit: {"base": {}, "patch": patch}}},
        "void": {**shown, "reason": "Wrong patient."},
        "propose_void": {**shown, "reason": "Wrong patient."},
        "keep": shown,
        "move": {**shown, "patient_id": stage.elsewhere_in_the_clinic, "reason": "It was the other patient."},
        "merge": {**shown, "into": stage.elsewhere_in_the_clinic, "reason": "It is one person."},
        "take_over": {**shown, "reason": "The author has left the clinic."},
        "archive": shown,
        "unarchive": shown,
        "confirm_identity": {**shown, "seen": identity_of(fields), "reason": "Asked for her old card."},
        "unvoid": {**shown, "reason": "It was the right patient."},
        "resolve": CHOICE,
        "unfinished": {"key": f"amend:{cell.id}", "text": '{"reason":"Wrong lot"}'},
    }
    kind = "patch" if verb == "override" else verb
    return stage.op(cell.who, kind, record_type, cell.id, **bodies[verb])


def code_of(answer: dict[str, Any]) -> str:
    """The table's letter for a result."""
    letters = {code: letter for letter, code in CODES.items()}
    if answer["status"] == "rejected":
        return letters.get(answer["error"]["code"], answer["error"]["code"])
    return {"applied": "a", "conflict": "c", "retry": "r"}.get(answer["status"], answer["status"])

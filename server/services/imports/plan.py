"""What would become of each row: a new patient or one who is here, a new visit, or why the row cannot be taken.

Nothing that is here is changed. Where file and record say something else of a known patient, the difference is shown
and the record stays. Ids follow from what a row says, so the same file read twice finds its own work.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from server.db import db
from server.domain.canonical import same
from server.domain.context import Content
from server.domain.errors import Invalid
from server.domain.imports.targets import TARGETS, Target
from server.domain.imports.values import BadValue, Options, read_value
from server.domain.search import mrn_key, name_key
from server.domain.times import day, today_where
from server.domain.translation import N_, _
from server.models import Record
from server.services.imports.reading import Sheet
from server.services.patients import name_of
from server.services.records.projections import find_twins

SESSION_DATE = "note.visit.session_date"
IDENTIFYING = ("patient.identity.mrn", "patient.identity.birth_date")


@dataclass(slots=True)
class Row:
    """``patient`` and ``visit``: "new", "known" (here already, or in a row above), or empty. ``errors``: column and
    sentence. ``differs``: column, what is here, what the file says; the record stays. ``patient_id`` is whom the visit
    is put under."""

    line: int
    name: str = ""
    on: str = ""
    patient: str = ""
    visit: str = ""
    patient_id: str = ""
    visit_id: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)
    differs: list[tuple[str, str, str]] = field(default_factory=list)
    content: dict[str, Content] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """``seen`` names all of it: what is written is what was looked at."""

    rows: tuple[Row, ...]
    seen: str

    def count(self, what: str, how: str) -> int:
        return sum(getattr(row, what) == how and not row.errors for row in self.rows)


def make_plan(clinic_id: str, sheet: Sheet, mapping: Sequence[str | None], options: Options, now: datetime) -> Plan:
    """``mapping``: for each column the name of its field, or None to leave it out. Raises Invalid for one that makes no
    sense."""
    targets = targets_of(sheet, mapping)
    if sheet.is_workbook:
        options = replace(options, decimal=".")
    today, rows, known = today_where(None, now), [], Known(clinic_id)
    for line, cells in sheet.rows:
        row = Row(line)
        read_cells(row, sheet, cells, targets, options, today)
        if not row.errors:
            known.place(row, has_visits=SESSION_DATE in mapping)
        rows.append(row)
    text = json.dumps([asdict(row) for row in rows], sort_keys=True)
    return Plan(tuple(rows), hashlib.sha256(text.encode()).hexdigest())


def targets_of(sheet: Sheet, mapping: Sequence[str | None]) -> list[Target | None]:
    if len(mapping) != len(sheet.columns):
        raise Invalid(N_("Choose a field for each column."))
    chosen = [name for name in mapping if name]
    if len(set(chosen)) != len(chosen):
        raise Invalid(N_("Two columns go to the same field."))
    if not set(IDENTIFYING) & set(chosen) or "patient.identity.family" not in chosen:
        raise Invalid(N_("A family name and a record number or date of birth are needed to know whose row it is."))
    if any(name.startswith("note.") for name in chosen) and SESSION_DATE not in chosen:
        raise Invalid(N_("Visits need a column with the day of the visit."))
    return [TARGETS[name] if name else None for name in mapping]


def read_cells(
    row: Row, sheet: Sheet, cells: Sequence[str], targets: Sequence[Target | None], options: Options, today: date
) -> None:
    found: dict[str, Content] = {"patient": {}, "note": {}}
    for column, text, target in zip(sheet.columns, cells, targets, strict=True):
        if target is None or not text:
            continue
        try:
            value = read_value(target.field, text, options, today)
        except BadValue as why:
            row.errors.append((column, str(why)))
        else:
            found[target.record].setdefault(target.unit, {})[target.field.name] = value
    row.content, row.name = found, name_of(found["patient"])
    visit = found["note"].get("visit", {})
    row.on = str(visit.get("session_date") or "")
    if found["note"] and not row.on:
        row.errors.append(("", _("The day of the visit is missing.")))
    elif row.on and "performed" not in visit:
        if options.treated:
            visit["performed"] = "treated"
        else:
            row.errors.append(
                ("", _("Whether the patient was treated is missing: choose a column, or one answer for all rows."))
            )
    identity = found["patient"].get("identity", {})
    if not identity.get("family") or not (mrn_key(identity) or identity.get("birth_date")):
        row.errors.append(("", _("A family name and a record number or date of birth are needed.")))


class Known:
    """Who and what is here, and what the rows above have brought."""

    def __init__(self, clinic_id: str) -> None:
        self.clinic_id = clinic_id
        self.by_key: dict[str, tuple[str, Content, str]] = {}  # id, content, "new" or "known"
        self.visits: dict[str, dict[str, tuple[str, Content, str]]] = {}  # by patient and day: id, content, state

    def place(self, row: Row, has_visits: bool) -> None:
        content = row.content["patient"]
        if "allergy" in content:
            content[f"allergy:{self.made('allergy', key_of(content))}"] = content.pop("allergy")
        found = self.find_patient(row, content)
        if found is None:
            return
        row.patient_id, held, row.patient = found
        row.differs = differences(held, content) if row.patient == "known" else []
        if row.on and has_visits:
            self.place_visit(row)

    def find_patient(self, row: Row, content: Content) -> tuple[str, Content, str] | None:
        key = key_of(content)
        if key in self.by_key:
            patient_id, held, _state = self.by_key[key]
            return patient_id, held, "known"
        twins = find_twins(self.clinic_id, "", content)
        if len(twins) > 1:
            row.errors.append(("", _("Several patients here may be this one: settle first which they are.")))
            return None
        if twins:
            record = self.read(twins[0])
            identity, held = content["identity"], record.content.get("identity", {})
            if record.state != "active":
                row.errors.append(("", _("This patient's record is archived here: take it out of the archive first.")))
                return None
            if is_other_person(identity, held):
                row.errors.append(("", _("This record number is that of another person here.")))
                return None
            self.by_key[key] = (record.id, record.content, "known")
            return self.by_key[key]
        self.by_key[key] = (self.free_id("patient", key), content, "new")
        return self.by_key[key]

    def place_visit(self, row: Row) -> None:
        days = self.visits.setdefault(row.patient_id, self.read_visits(row.patient_id))
        content, there = row.content["note"], days.get(row.on)
        if there is None:
            row.visit, row.visit_id = "new", self.free_id("visit", f"{row.patient_id}/{row.on}")
            days[row.on] = (row.visit_id, content, "imported")
        elif there[2] == "imported" and same(there[1], content):
            row.visit, row.visit_id = "known", there[0]
        else:
            row.errors.append(("", _("There is another record of a visit of this patient on {day}.", day=row.on)))

    def read(self, record_id: str) -> Record:
        return db.session.get_one(Record, (self.clinic_id, record_id))

    def read_visits(self, patient_id: str) -> dict[str, tuple[str, Content, str]]:
        mine = (Record.clinic_id == self.clinic_id) & (Record.patient_id == patient_id) & (Record.type == "note")
        found = db.session.scalars(select(Record).where(mine, Record.state != "void").order_by(Record.id))
        dated = ((day(one.content.get("visit", {}).get("session_date")), one) for one in found)
        return {on.isoformat(): (one.id, one.content, one.state) for on, one in dated if on}

    def made(self, *what: str) -> str:
        return str(uuid5(UUID(self.clinic_id), "/".join(("import", *what))))

    def free_id(self, *what: str) -> str:
        """An id that no record has: after an import was undone, the next one makes new records."""
        n, found = 1, self.made(*what)
        while db.session.get(Record, (self.clinic_id, found)) is not None:
            n += 1
            found = self.made(*what, str(n))
        return found


def key_of(content: Content) -> str:
    identity = content.get("identity", {})
    return mrn_key(identity) or f"{name_key(identity)}/{identity.get('birth_date')}"


def is_other_person(identity: dict[str, Any], held: dict[str, Any]) -> bool:
    """The same number with another date of birth, or under another name."""
    theirs, ours = identity.get("birth_date"), held.get("birth_date")
    return (theirs != ours) if theirs and ours else name_key(identity) != name_key(held)


def differences(held: Content, content: Content) -> list[tuple[str, str, str]]:
    """What the file says otherwise, or besides."""
    return [
        (f"{unit.partition(':')[0]}.{name}", shown(held.get(unit, {}).get(name)), shown(value))
        for unit, fields in content.items()
        for name, value in fields.items()
        if not same(held.get(unit, {}).get(name), value)
    ]


def shown(value: Any) -> str:
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)

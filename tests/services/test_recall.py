"""Which patients had the lot: exactly those, however it was spelt, and quickly among ten thousand notes."""

from itertools import count
from json import dumps, loads
from time import perf_counter
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, text

from server.db import begin_write, db, utc_now
from server.domain.canonical import content_hash
from server.domain.catalogue import RECORD_TYPES
from server.models import ClinicFeed, NoteLot, Record
from server.services.recall import find_lot, uses_of
from server.services.records.projections import lot_columns
from tests.cast import PEOPLE
from tests.tablet import Tablet

SUPERVISOR = PEOPLE["supervisor"].actor
NOTES, PATIENTS, LOTS = 10_000, 500, 250
KIT: dict[str, Any] = {"lot": "{lot}"}
PLACES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("cartridge", "device", {"cartridge_lot": "{lot}"}),
    ("cartridge", f"device:{uuid4()}", {"cartridge_lot": "{lot}"}),
    ("anaesthetic", "numbing", {"lot": "{lot}"}),
    ("anaesthetic", f"numbing:{uuid4()}", {"lot": "{lot}"}),
    ("anaesthetic", f"la:{uuid4()}", {"lot": "{lot}"}),
    ("prp_kit", "prp", {"kit_lot": "{lot}"}),
    ("prp_kit", "prp", {"more_kits": [{"lot": "of another"}, KIT]}),
    ("prp_kit", f"prp:{uuid4()}", {"kit_lot": "{lot}"}),
    ("prp_kit", f"prp:{uuid4()}", {"more_kits": [KIT]}),
    ("serum", f"serum:{uuid4()}", {"lot": "{lot}"}),
    ("glide", "needling", {"glide_lot": "{lot}"}),
)


@pytest.fixture
def tablet(cast: Any) -> Tablet:
    return Tablet(cast, "practitioner")


def recall(lot: str, limit: int | None = None, cursor: str | None = None) -> Any:
    begin_write()
    found = find_lot(SUPERVISOR, lot, limit, cursor)
    db.session.commit()
    return found


def test_a_lot_is_found_however_it_was_spelt_and_of_whatever_kind(tablet: Tablet, cast: Any, inside: Flask) -> None:
    ana, ben = tablet.new_patient(given="Ana"), tablet.new_patient(given="Ben")
    visit = {"visit": {"session_date": "2026-11-20", "operator": tablet.person.id}}
    tablet.new_note(ana["id"], {"device": {"cartridge_lot": "SP-24 118", "unit_code": "U-9"}, **visit})
    tablet.new_note(ben["id"], {"needling": {"glide_lot": "sp24118"}})
    tablet.new_note(ben["id"], {"numbing": {"lot": "SP-24"}})
    Tablet(cast, "outsider").new_note(fields={"numbing": {"lot": "SP-24118"}})
    found = recall("sp 24118")
    assert [(item["patient"]["given"], item["kind"], item["lot"]) for item in found.items] == [
        ("Ben", "glide", "sp24118"),
        ("Ana", "cartridge", "SP-24 118"),
    ]
    assert (found.patients, found.visits) == (2, 2)
    assert (found.items[1]["unit_code"], found.items[1]["operator_name"]) == ("U-9", tablet.person.name)


def with_lot(place: int, lot: str) -> dict[str, dict[str, Any]]:
    _kind, unit, values = PLACES[place]
    return {unit: loads(dumps(values).replace("{lot}", lot))}


@pytest.mark.parametrize("place", range(len(PLACES)), ids=lambda place: PLACES[place][1].partition(":")[0])
def test_a_lot_is_found_wherever_a_note_may_name_one(tablet: Tablet, inside: Flask, place: int) -> None:
    tablet.new_note(fields=with_lot(place, "R-1"))
    assert [item["kind"] for item in recall("r1").items] == [PLACES[place][0]]


def test_every_field_of_a_lot_is_one_of_these_places() -> None:
    """A new field for a lot has to be found by a recall, and to be listed here."""
    named = {
        (section.unit, name)
        for section in RECORD_TYPES["note"].sections
        for field in section.fields
        for name in (field.name, *(f"{field.name}.{column.name}" for column in field.fields))
        if name.rpartition(".")[2] in ("lot", "kit_lot", "glide_lot", "cartridge_lot")
    }
    listed = {
        (unit.partition(":")[0], f"{name}.lot" if isinstance(value, list) else name)
        for _kind, unit, values in PLACES
        for name, value in values.items()
    }
    assert named == listed


def test_what_was_taken_back_is_not_recalled(tablet: Tablet, inside: Flask) -> None:
    voided = tablet.new_note(fields={"numbing": {"lot": "E7"}})
    tablet.act("void", voided, reason="Wrong patient.")
    mended = tablet.new_note(fields={"numbing": {"lot": "E7"}})
    tablet.patch(mended, "numbing", {"lot": "E8"})
    assert recall("E7").items == []
    assert len(recall("E8").items) == 1


@pytest.mark.parametrize("nothing", ["", " ", "-", " – "])
def test_no_lot_is_no_question(tablet: Tablet, inside: Flask, nothing: str) -> None:
    tablet.new_note(fields={"device": {"unit_code": "U-1"}})
    assert recall(nothing).items == []


def test_pages_hold_every_use_once(tablet: Tablet, inside: Flask) -> None:
    patient = tablet.new_patient()["id"]
    days = ["2026-01-01", "2026-01-01", "2026-03-01", "2026-02-01", "2026-01-01"]
    fields = {"device": {"cartridge_lot": "L1"}, "needling": {"glide_lot": "L 1"}}
    for day in days:
        tablet.new_note(patient, {**fields, "visit": {"session_date": day}})
    seen, cursor = [], None
    while True:
        page = recall("l1", 3, cursor)
        seen += page.items
        cursor = page.next
        if cursor is None:
            break
    assert [(item["note_id"], item["kind"]) for item in seen] == [
        (item["note_id"], item["kind"]) for item in recall("l1").items
    ]
    assert len(seen) == 10
    assert (page.patients, page.visits) == (1, 5)


@pytest.mark.slow
def test_ten_thousand_notes(backend: Any, inside: Flask) -> None:
    """Found in each place a note may name a lot. The plan is asserted; the time is printed for whoever measures."""
    wanted = seed()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    started = perf_counter()
    found = recall("sp 0007")
    elapsed = perf_counter() - started
    assert {item["patient"]["id"] for item in found.items} == wanted
    assert (found.visits, found.patients) == (NOTES // LOTS, len(wanted))
    assert {item["kind"] for item in found.items} == {kind for kind, *_ in PLACES}
    asked = uses_of(SUPERVISOR.clinic_id, "sp 0007").compile(db.engine, compile_kwargs={"literal_binds": True})
    print(f"\nrecall among {NOTES} notes on {db.engine.dialect.name}: {elapsed * 1000:.1f} ms")
    PLANS[db.engine.dialect.name](str(asked))


def goes_by_the_lot_on_sqlite(asked: str) -> None:
    plan = [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    assert any("ix_note_lot_lot" in step and "lot_key=?" in step for step in plan), plan
    assert not any(step.startswith("SCAN") for step in plan), plan


def goes_by_the_lot_on_postgresql(asked: str) -> None:
    """The few people of a clinic may be read whole; notes and patients may not."""
    read = " ".join(db.session.scalars(text(f"EXPLAIN {asked}")))
    assert "ix_note_lot_lot" in read
    assert "lot_key = 'sp0007'" in read
    assert "Seq Scan on note_lot" not in read
    assert "Seq Scan on record" not in read


PLANS = {"sqlite": goes_by_the_lot_on_sqlite, "postgresql": goes_by_the_lot_on_postgresql}


def seed() -> set[str]:
    """Notes of many patients and lots, written as they lie in the database; who had lot SP-0007."""
    begin_write()
    author, now = PEOPLE["practitioner"].actor, utc_now()
    seq = count(db.session.get_one(ClinicFeed, author.clinic_id).seq + 1)
    patients = [str(uuid4()) for _ in range(PATIENTS)]
    row = {"clinic_id": author.clinic_id, "author_id": author.id, "version": 0, "rev": 1, "signatures": []}
    row |= {"writers": [], "happened_at": now, "created_at": now, "updated_at": now}
    records, lots = [], []
    for n, patient in enumerate(patients):
        fields = {"identity": {"given": f"Given {n}", "family": "Family", "mrn": f"M-{n}"}}
        records.append(kept(patient, "patient", None, fields, {**row, "seq": next(seq), "state": "active"}))
    for n in range(NOTES):
        fields = with_lot(n // LOTS % len(PLACES), f"SP-{n % LOTS:04}") | {"visit": {"operator": author.id}}
        place = {**row, "seq": next(seq), "state": "signed"}
        note = kept(str(uuid4()), "note", patients[(n * 7) % PATIENTS], fields, place)
        records.append(note)
        head = {"clinic_id": author.clinic_id, "record_id": note["id"]}
        lots += [{**head, "n": nth, **use} for nth, use in enumerate(lot_columns(SimpleNamespace(**note)))]
    db.session.execute(insert(Record), records)
    db.session.execute(insert(NoteLot), lots)
    db.session.commit()
    return {patients[(n * 7) % PATIENTS] for n in range(7, NOTES, LOTS)}


def kept(record_id: str, kind: str, patient: str | None, fields: Any, row: dict[str, Any]) -> dict[str, Any]:
    digest = content_hash(record_id, patient, kind, fields)
    return {"id": record_id, "type": kind, "patient_id": patient, "content": fields, "content_hash": digest, **row}

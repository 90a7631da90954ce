"""Where each lot and each single unit went: rebuilt with the note, found by the next one that names it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import begin_write, db, utc_now
from server.domain.traceability import lot_key, lots_of
from server.models import NoteLot, Record
from server.services.feed import lock_clinic
from server.services.records.batch import Batch
from server.services.records.context import context_of
from server.services.records.projections import find_used_units
from tests.cast import key_of
from tests.tablet import Tablet, signable

LOTS = {
    "device": {"type": "pen", "product": "skinpen", "cartridge_lot": "SP-24 118", "unit_code": "u-0001"},
    "numbing": {"used": True, "lot": "E7"},
    "prp": {"used": True, "kit_lot": "K 9"},
    "needling": {"glide_lot": " HA-1 "},
    "serum:0191a1c0-0000-7000-8000-000000000002": {"lot": "S2"},
    "serum:0191a1c0-0000-7000-8000-000000000001": {"lot": "S1", "product": "x"},
    "visit": {"operator": "somebody"},
}


@pytest.fixture
def tablet(cast: Any) -> Tablet:
    return Tablet(cast, "practitioner")


def rows(note: dict[str, Any]) -> list[tuple[str, str, str]]:
    db.session.rollback()
    query = select(NoteLot.kind, NoteLot.lot, NoteLot.unit_code).where(NoteLot.record_id == note["id"])
    return [tuple(row) for row in db.session.execute(query.order_by(NoteLot.n))]


@pytest.mark.parametrize("spelling", ["SP-24 118", "sp24118", "SP–24\u00a0118", "ＳＰ24_118", " sp 24118 "])
def test_spellings_of_one_lot_are_one(spelling: str) -> None:
    assert lot_key(spelling) == "sp24118"


def test_a_note_names_its_lots_in_order() -> None:
    assert [(use.kind, use.lot, use.unit_code) for use in lots_of(LOTS)] == [
        ("cartridge", "SP-24 118", "u-0001"),
        ("anaesthetic", "E7", ""),
        ("serum", "S1", ""),
        ("serum", "S2", ""),
        ("prp_kit", "K 9", ""),
        ("glide", "HA-1", ""),
    ]
    assert lots_of({"device": {"cartridge_lot": " - ", "unit_code": 7}, "numbing": {"lot": None}}) == []


def test_the_rows_follow_the_note(tablet: Tablet, inside: Flask) -> None:
    note = tablet.new_note(fields=LOTS)
    assert [row[0] for row in rows(note)] == ["cartridge", "anaesthetic", "serum", "serum", "prp_kit", "glide"]
    note = tablet.patch(note, "numbing", {"lot": "E8"})["record"]
    assert ("anaesthetic", "E8", "") in rows(note)
    note = tablet.patch(note, "device", {"cartridge_lot": None, "unit_code": None})["record"]
    assert [row[0] for row in rows(note)] == ["anaesthetic", "serum", "serum", "prp_kit", "glide"]
    note = tablet.patch(note, "visit", {"session_date": "2026-01-02"})["record"]
    db.session.rollback()
    found = db.session.scalars(select(NoteLot).where(NoteLot.record_id == note["id"])).first()
    assert (found.happened_at.date().isoformat(), found.operator_id) == ("2026-01-02", "somebody")
    tablet.act("void", note, reason="Wrong patient.")
    assert rows(note) == []


def test_a_late_edit_changes_nothing_until_it_is_decided(tablet: Tablet, inside: Flask) -> None:
    note = tablet.signed_note()
    before = rows(note)
    assert tablet.patch(note, "device", {"cartridge_lot": "L-1"})["status"] == "conflict"
    assert rows(note) == before


def test_a_unit_used_on_another_visit_is_found(tablet: Tablet, cast: Any, inside: Flask) -> None:
    first = tablet.new_note(fields={"device": {"unit_code": "U-1"}})
    second = tablet.new_note(fields={"device": {"unit_code": "u 1"}})
    Tablet(cast, "outsider").new_note(fields={"device": {"unit_code": "U-2"}})
    third = tablet.new_note(fields=signable(tablet.person.id) | {"device": {"unit_code": "U-2"}})
    db.session.rollback()
    used = {note["id"]: find_used_units(record, record.content) for note in (first, second, third)
            if (record := db.session.get_one(Record, key_of(note["id"])))}  # fmt: skip
    assert used == {first["id"]: ["U-1"], second["id"]: ["u 1"], third["id"]: []}
    tablet.act("void", first, reason="Wrong patient.")
    db.session.rollback()
    record = db.session.get_one(Record, key_of(second["id"]))
    assert find_used_units(record, record.content) == []


def test_the_server_judges_with_what_the_clinic_knows(tablet: Tablet, cast: Any, inside: Flask) -> None:
    """Units that others used, the first assessment, photos taken before: none of it is the signer's to tell."""
    patient = tablet.new_patient()["id"]
    first = {"visit": {"session_date": "2026-01-10"}, "assessment": {"gb_qual": 4}, "photo": {"taken": "yes"}}
    tablet.new_note(patient, first)
    tablet.new_note(patient, {"visit": {"session_date": "2026-03-10"}, "assessment": {"gb_qual": 3}})
    tablet.new_note(fields={"device": {"unit_code": "U 1"}})
    note = tablet.new_note(patient, {"visit": {"session_date": "2026-05-10"}, "device": {"unit_code": " u1 "}})
    begin_write()
    actor = tablet.person.actor
    batch = Batch(actor, actor.device_id, utc_now(), lock_clinic(actor.clinic_id))
    record = batch.find("note", note["id"])
    context = context_of(batch, record, record.content)
    assert (context.used_units, context.baseline, context.photo_before) == ((" u1 ",), {"gb_qual": 4}, True)
    assert (context.previous, context.note_id) == (None, note["id"])
    alone = context_of(batch, record, {"visit": {"session_date": "2026-01-10"}})
    assert (alone.used_units, alone.baseline, alone.photo_before) == ((), {}, False)

"""The clinic is in every key and every query of what a clinic owns: its data can move to a database of its own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint, event
from sqlalchemy.exc import IntegrityError

from server.db import begin_write, db
from server.domain.consent_texts import PARTS
from server.services.consent_texts import save_text
from server.services.limits import save_limits
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id
from tests.contracts.access_fixtures import AccessFixtures
from tests.contracts.route_objects import build, keep_link
from tests.contracts.test_audit_rows import ROWS, SILENT, body_of
from tests.contracts.test_role_matrix import address_of
from tests.keys import keep_data_key
from tests.passkeys import PUBLIC_ORIGIN, give_name, keep_passkey
from tests.photos import jpeg, picture, sha256
from tests.tablet import Tablet

NORTH, SOUTH = fixed_id("north"), fixed_id("south")
# The clinics themselves, and what belongs to the server whichever clinics it has.
OF_THE_SERVER = {"clinic", "server_meta", "throttle"}
# Somebody who signs in or opens a link names no clinic: these alone find one, and are unique on the whole server.
DIRECTORY = {"user_account.email", "user_account.invite_hash", "login_session.token_hash", "api_token.token_hash",
             "patient_link.token_hash"}  # fmt: skip


def clinic_tables() -> list[Table]:
    return [table for table in db.metadata.sorted_tables if table.name not in OF_THE_SERVER]


def pointing() -> Iterator[tuple[Table, ForeignKeyConstraint]]:
    """The foreign keys from one table of a clinic to another."""
    for table in clinic_tables():
        for key in sorted(table.foreign_key_constraints, key=lambda each: str(each.name)):
            if key.referred_table.name not in OF_THE_SERVER:
                yield table, key


def test_every_primary_key_begins_with_the_clinic(inside: Flask) -> None:
    keys = {table.name: [column.name for column in table.primary_key] for table in clinic_tables()}
    assert {name: key for name, key in keys.items() if key[0] != "clinic_id"} == {}
    assert len(keys) > 10


def test_every_foreign_key_names_the_clinic_on_both_sides(inside: Flask) -> None:
    pairs = {str(key.name): {(one.parent.name, one.column.name) for one in key.elements} for _table, key in pointing()}
    assert {name: found for name, found in pairs.items() if ("clinic_id", "clinic_id") not in found} == {}
    assert len(pairs) > 7


def test_every_table_leads_to_its_clinic(inside: Flask) -> None:
    """By a foreign key of its own, or by that of a row it points to."""
    held = {table.name for table in clinic_tables() if db.metadata.tables["clinic"] in referred(table)}
    reached = {table.name for table, key in pointing() if key.referred_table.name in held}
    assert {table.name for table in clinic_tables()} - held - reached == set()


def referred(table: Table) -> set[Table]:
    return {key.referred_table for key in table.foreign_key_constraints}


def test_every_index_begins_with_the_clinic(inside: Flask) -> None:
    keys: list[Any] = [index for table in clinic_tables() for index in table.indexes]
    keys += [key for table in clinic_tables() for key in table.constraints if isinstance(key, UniqueConstraint)]
    first = {f"{key.table.name}.{next(iter(key.columns)).name}": key.name for key in keys}
    assert {name for name in first if not name.endswith(".clinic_id")} == DIRECTORY


def test_a_row_cannot_point_to_another_clinic(cast, inside: Flask) -> None:
    """A copy of each row of the north in the south, where what it points to is not."""
    tablet = Tablet(cast, "practitioner")
    note = tablet.signed_note()
    assert tablet.get(f"/patients/{note['patient_id']}/summary.json").status_code == 200  # which is kept
    tablet.new_note(fields={"device": {"cartridge_lot": "SP-1"}})
    photo = jpeg()
    named = tablet.new_note(fields=picture(photo))
    path = f"/api/v1/notes/{named['id']}/pictures/{sha256(photo)}"
    assert tablet.client.put(path, json=photo).status_code == 200
    begin_write()
    save_limits(PEOPLE["admin"].actor, 0, {"zones.chin.warn_mm": 1.25}, "Thinner skin here.")
    save_text(PEOPLE["admin"].actor, "en", 0, dict.fromkeys(PARTS, "Read this."), "Plainer words.")
    db.session.commit()
    keep_data_key(cast.practitioner, PEOPLE["practitioner"])
    assert cast.practitioner.post("/api/v1/me/second-factor", json={}).status_code == 201
    keep_passkey(inside, PEOPLE["practitioner"])
    assert cast.practitioner.post("/api/v1/me/passkeys/challenge", json={}).status_code == 201
    keep_link(inside, PEOPLE["practitioner"], note["patient_id"], note["id"])
    for table, _key in pointing():
        begin_write()
        row = dict(db.session.execute(table.select().where(table.c.clinic_id == NORTH)).mappings().first() or {})
        assert row, f"{table.name} has no row to copy"
        with pytest.raises(IntegrityError, match=re.compile("foreign key", re.IGNORECASE)):
            db.session.execute(table.insert(), row | {"clinic_id": SOUTH} | other_values(table))
        db.session.rollback()


def other_values(table: Table) -> dict[str, Any]:
    return {name.partition(".")[2]: "another" for name in DIRECTORY if name.startswith(f"{table.name}.")}


def test_two_clinics_may_hold_the_same_id(cast, inside: Flask) -> None:
    """Tablets choose ids; that of a record of one clinic says nothing to another and takes nothing from it."""
    ours, theirs = Tablet(cast, "practitioner"), Tablet(cast, "outsider")
    patient = theirs.new_patient()
    op = ours.op("create", "patient", patient["id"], fields={"identity": {"given": "Eva", "family": "Moss"}})
    assert ours.push_one(op)["status"] == "applied"
    ours.patch(ours.pull()[0], "identity", {"given": "Eve"})
    assert ours.pull()[0]["fields"]["identity"]["given"] == "Eve"
    assert theirs.pull()[0]["fields"] == patient["fields"]
    assert [first_break(clinic) for clinic in (NORTH, SOUTH)] == [None, None]
    db.session.rollback()


NAMED = re.compile(r"(?:\bFROM|\bJOIN|\bUPDATE|,)\s+(\w+)(?: AS (\w+))?(?=[\s,)]|$)")
BY_DIRECTORY = re.compile("|".join(re.escape(name) + " =" for name in sorted(DIRECTORY)))


@contextmanager
def statements(app: Flask) -> Iterator[set[str]]:
    said: set[str] = set()

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.add(" ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield said
    event.remove(engine, "before_cursor_execute", listen)


def without_clinic(statement: str) -> list[str]:
    """The clinic's tables this statement reads or changes without saying of which clinic."""
    if statement.startswith("INSERT") or BY_DIRECTORY.search(statement):
        return []
    names = {table.name for table in clinic_tables()}
    _columns, _from, conditions = (
        statement.partition(" WHERE ")
        if statement.startswith("UPDATE")
        else (statement.partition(" FROM ") if not statement.startswith("DELETE") else statement.partition(" WHERE "))
    )
    used = {alias or table for table, alias in NAMED.findall(statement) if table in names}
    return sorted(one for one in used if f"{one}.clinic_id" not in conditions)


def test_every_statement_names_the_clinic(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """All routes, all kinds of op, all kinds of people."""
    give_name(app, monkeypatch, PUBLIC_ORIGIN)
    with statements(app) as said:
        stage = AccessFixtures(app)
        objects = build(stage)
        for route, (who, thing, *_row) in {**ROWS, **dict.fromkeys(SILENT, ("practitioner", ""))}.items():
            address = address_of(route, thing, objects)
            stage.client(who).open(address, method=route.split(" ")[0], json=body_of(stage, route, who))
    wrong = {statement: found for statement in said if (found := without_clinic(statement))}
    assert wrong == {}
    assert len(said) > 60
    whole = {statement: plan for statement in said if (plan := reads_whole(app, statement))}
    assert {statement: plan for statement, plan in whole.items() if not statement.endswith(WHOLE)} == {}


# What is meant to read all of a clinic: the list of all records that a tablet compares, reports and outcomes, the
# export of all patients, and the undoing of an import.
WHOLE = (
    "WHERE record.clinic_id = ? ORDER BY record.seq",
    "AND record.type = ? AND record.state IN (?, ?) ORDER BY record.id",
    "AND record.type = ? AND record.state IN (?, ?, ?, ?) ORDER BY record.patient_id, record.id",
    "AND record.type = ? AND record.state != ? ORDER BY record.id",
    "AND (record.patient_id IN (?) OR record.id IN (?)) AND (record.state NOT IN (?, ?, ?))",
)
ALL_OF_THEM = re.compile(r"(?:SEARCH (?:record|revision) .*\(clinic_id=\?\)|SCAN (?:record|revision|audit_entry)\b)")


def reads_whole(app: Flask, statement: str) -> list[str]:
    """Where SQLite would read all of a large table of a clinic to answer it."""
    if statement.startswith("INSERT"):
        return []
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return []
        asked = "EXPLAIN QUERY PLAN " + statement, (None,) * statement.count("?")
        return [row[3] for row in db.session.connection().exec_driver_sql(*asked) if ALL_OF_THEM.search(row[3])]

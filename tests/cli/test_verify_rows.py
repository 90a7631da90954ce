"""Single changes by SQL, in every column of every table that counts: `flask verify` names them all.

Also what a key outside the database and a file of heads outside it are for: a chain made up or cut by other hands.
"""

import hashlib
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, select, text
from sqlalchemy.exc import DBAPIError

from server.db import Model, begin_snapshot, begin_write, db
from server.domain.consent_texts import PARTS
from server.models import (
    AppliedOp,
    AuditEntry,
    Clinic,
    ConsentText,
    Device,
    LimitsVersion,
    Picture,
    Quarantined,
    Record,
    Revision,
    User,
)
from server.services.audit import chain_key, console_actor, covered_text, fingerprint, read_rows, record_audit
from server.services.feed import lock_clinic
from server.services.verify.clinic import first_break, set_back
from server.services.verify.coverage import REPORTED
from server.services.verify.heads import heads_of, read_heads
from server.services.verify.seal import note_now
from tests.cast import fixed_id
from tests.cli.test_verify import NORTH, clinic  # noqa: F401 - a fixture
from tests.conftest import API
from tests.databases import APPEND_ONLY, forget_heads, make_app
from tests.photos import jpeg, picture, sha256
from tests.tablet import Tablet
from tests.tamper import tamper, tamper_here

TABLES: tuple[type[Model], ...] = (
    Record, Revision, AppliedOp, Quarantined, User, Device, LimitsVersion, ConsentText, AuditEntry, Picture,
)  # fmt: skip
NAMED = re.compile(
    r"(\w+ \S.* (of|after) [\d-]{10} [\d:]{8} UTC|audit row 1: missing|\w+ .*: in no audit row|"
    r"picture \w{64}: the file)"
)
COUNTS = {"sqlite": 350, "postgresql": 150}
MORE = 20 if os.environ.get("NEEDLEPOINT_SOAK") else 1


@contextmanager
def unguarded() -> Iterator[None]:
    """A transaction in which no trigger and no foreign key stands in the way; it is taken back."""
    begin_write()
    run = db.session.execute
    if db.engine.dialect.name == "sqlite":
        run(text("PRAGMA defer_foreign_keys = ON"))
        for table in APPEND_ONLY:
            names = run(text(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'")).all()
            for (name,) in names:
                run(text(f"DROP TRIGGER {name}"))
    else:
        run(text("SET LOCAL session_replication_role = replica"))
    try:
        yield
    finally:
        db.session.rollback()
        db.session.expire_all()


def other_value(chance: random.Random, column: Any, old: Any) -> Any:
    """Another value of the kind that the column holds."""
    if isinstance(old, int) and not isinstance(old, bool):
        return old + chance.choice([1, -1, 7]) if old > 1 else 1 - old
    if isinstance(old, str) and old[:1] in "{[":
        return old + " " if chance.random() < 0.3 else old[:1] + old[1:].replace("a", "e") if "a" in old else "[7]"
    if isinstance(old, bytes):
        at = chance.randrange(len(old))
        return old[:at] + bytes([old[at] ^ 1]) + old[at + 1 :]
    if hasattr(old, "year"):
        return old.replace(microsecond=(old.microsecond + 1) % 1_000_000)
    if isinstance(old, str) and old.endswith("Z") and old[4:5] == "-":
        return old[:-2] + ("1Z" if old[-2] != "1" else "2Z")
    return f"{old or ''}x" if "INT" not in str(column.type).upper() else 1


def change_one(chance: random.Random, table: Table) -> str | None:
    """One row by SQL; what was done, or None where the database would not have it."""
    rows = db.session.execute(text(f"SELECT * FROM {table.name} WHERE clinic_id = :clinic"), {"clinic": NORTH})
    row = dict(chance.choice(sorted(rows.mappings().all(), key=str)))
    act = chance.choice(["update", "update", "update", "delete", "insert"])
    where = " AND ".join(f"{column.name} = :old_{column.name}" for column in table.primary_key)
    values = {f"old_{column.name}": row[column.name] for column in table.primary_key}
    said = f"{act} {table.name} {list(values.values())[1:]}"
    if act == "delete":
        statement = f"DELETE FROM {table.name} WHERE {where}"
    elif act == "update":
        left_out = {"clinic_id"} | (REPORTED if table.name == "device" else set())
        column = chance.choice([one for one in table.columns if one.name not in left_out])
        values["new"] = other_value(chance, column, row[column.name])
        statement = f"UPDATE {table.name} SET {column.name} = :new WHERE {where}"
        said += f" {column.name}"
    else:
        values = another_row(chance, table, row)
        statement = f"INSERT INTO {table.name} ({', '.join(values)}) VALUES (:{', :'.join(values)})"
    try:
        db.session.execute(text(statement), values)
    except DBAPIError:
        return None
    return said


def another_row(chance: random.Random, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The same row once more, with another key and other values where they must be unique."""
    last = list(table.primary_key)[-1].name
    keyed = row[last] + 90 if isinstance(row[last], int) else f"{chance.getrandbits(64):x}"
    unique = {"email": f"{keyed}@example.org", "invite_hash": None, "seq": 900}
    if table.name == "revision":
        unique["op_id"] = str(keyed)
    return row | {last: keyed} | {name: value for name, value in unique.items() if name in row}


def campaign(seed: str, count: int) -> list[str]:
    """What was changed and not named by table, key and time."""
    chance, done, missed = random.Random(seed), 0, []
    with unguarded():
        while done < count:
            table: Table = TABLES[done % len(TABLES)].__table__  # type: ignore[assignment]
            point = db.session.begin_nested()
            said = change_one(chance, table)
            done += said is not None
            if said and not NAMED.match(found := str(first_break(NORTH))):
                missed.append(f"{said}: {found}")
            point.rollback()
            db.session.expire_all()
    return missed


@pytest.fixture
def whole_clinic(clinic: dict[str, str], cast) -> dict[str, str]:  # noqa: F811
    """With limits of its own and something in quarantine as well."""
    ana = Tablet(cast, "practitioner")
    ana.push_one(ana.op("void", "patient", fixed_id("nobody"), content_hash="0" * 64, reason="Entered twice."))
    change = {"base": 0, "changes": {"zones.cheek.warn_mm": 1.25}, "reason": "Our clinic's own audit of March."}
    assert cast.admin.post(f"{API}/limits", json=change).status_code == 201
    text = dict.fromkeys(PARTS, "Read this before you sign.")
    change = {"language": "en", "base": 0, "text": text, "reason": "Plainer words."}
    assert cast.admin.post(f"{API}/consent-texts", json=change).status_code == 201
    photo = jpeg()
    note = ana.new_note(fields=picture(photo))
    assert ana.client.put(f"{API}/notes/{note['id']}/pictures/{sha256(photo)}", json=photo).status_code == 200
    return clinic


def test_w6_single_changes_by_sql_are_all_named(whole_clinic: dict[str, str], inside: Flask) -> None:
    assert first_break(NORTH) is None
    assert campaign("changes by sql", COUNTS[db.engine.dialect.name] * MORE) == []


@pytest.mark.parametrize("change", ["detail || ' '", "replace(detail, '{', '{ ')", "replace(detail, '}', '')"])
def test_w6_the_text_of_an_audit_row_is_held_to_the_character(
    whole_clinic: dict[str, str], inside: Flask, change: str
) -> None:
    with unguarded():
        db.session.execute(
            text(f"UPDATE audit_entry SET detail = {change} WHERE clinic_id = :c AND n = 2"), {"c": NORTH}
        )
        assert str(first_break(NORTH)).startswith("audit row 2 of ")
        db.session.rollback()


def make_chain_anew(sealing: Callable[[bytes], str]) -> None:
    """Every row of the chain and its head, as somebody would who can write the database only."""
    begin_write()
    previous, statement = (
        "",
        "UPDATE audit_entry SET previous = :previous, hash = :hash WHERE n = :n AND clinic_id = :c",
    )
    for entry in list(read_rows(NORTH)):
        made = sealing(covered_text(SimpleNamespace(**dict(entry._mapping) | {"previous": previous})))
        tamper_here(statement, previous=previous, hash=made, n=entry.n, c=NORTH)
        previous = made
    tamper_here("UPDATE clinic_feed SET audit_hash = :hash WHERE clinic_id = :c", hash=previous, c=NORTH)
    db.session.commit()


def plain(covered: bytes) -> str:
    return hashlib.sha256(covered).hexdigest()


FORGERS = {
    "without a key": plain,
    "with a key of their own": lambda covered: f"{plain(b'own' + covered)}:{plain(b'own')[:8]}",
    "with the name of the key": lambda covered: f"{plain(covered)}:{fingerprint(chain_key())}",
}


@pytest.mark.parametrize("forger", FORGERS)
def test_w6_a_chain_made_anew_with_its_head_is_named(clinic, inside: Flask, forger: str) -> None:  # noqa: F811
    make_chain_anew(FORGERS[forger])
    assert str(first_break(NORTH)).startswith("audit row 1 of ")
    upgrade()
    assert str(first_break(NORTH)).startswith("audit row 1 of "), "an update gives nobody the seal back"


def test_w6_a_database_from_before_the_seal_is_held_from_the_update_on(clinic, inside: Flask) -> None:  # noqa: F811
    make_chain_anew(plain)
    forget_heads(inside)
    upgrade()
    assert first_break(NORTH) is None
    (line,) = set_back(NORTH)
    assert "all rows are held as they were then" in line
    assert "by a version that sealed nothing" in line
    tamper("UPDATE user_account SET name = 'Somebody' WHERE id = :id", id=clinic["user"])
    assert str(first_break(NORTH)).startswith(f"user_account {clinic['user']}: not as audit row")


def test_w6_a_database_set_back_whole_does_not_reach_the_head_in_the_file(backend, ana, inside: Flask) -> None:
    ana.new_note()
    kept = backend.keep()
    ana.new_note()
    assert inside.test_cli_runner().invoke(args=["verify"]).exit_code == 0
    db.session.remove()
    backend.put_back(kept)
    found = inside.test_cli_runner().invoke(args=["verify"])
    assert found.exit_code == 1
    assert "not the one that was the newest on" in found.output
    assert inside.test_cli_runner().invoke(args=["new-epoch"]).exit_code == 0
    assert inside.test_cli_runner().invoke(args=["verify"]).exit_code == 0, "it was said that it is another history"


def test_w6_the_head_is_written_at_the_first_change_of_a_day(ana, inside: Flask) -> None:
    for _ in range(2):
        ana.new_note()
        heads = heads_of(NORTH, read_heads())
        assert len(heads) == 1
    assert first_break(NORTH) is None


def test_w6_with_another_secret_verify_says_so_until_somebody_puts_their_word_to_it(ana, inside: Flask) -> None:
    ana.new_note()
    db.session.remove()
    config = inside.config["NEEDLEPOINT"]
    other = make_app(config.data_dir, config.database_url, secret_key="another-secret-0123456789-abcdefghijkl")
    with other.app_context():
        run = other.test_cli_runner().invoke
        before = run(args=["verify"])
        assert before.exit_code == 1
        assert "sealed with another key than this installation's" in before.output
        assert run(args=["audit", "checkpoint", "--reason", "The disk with the secret broke."]).exit_code == 0
        after = run(args=["verify"])
        assert after.exit_code == 0, after.output
        assert "The disk with the secret broke." in after.output
        db.session.remove()
        db.engine.dispose()


def ops_of_nobody(ana: Tablet, kinds: str) -> list[dict[str, Any]]:
    """One for each letter: a note whose patient is not here waits, a void of nothing is refused, a patient is made."""
    identity = {"mrn": "M-7001", "given": "Ivo", "family": "Lind", "birth_date": "1990-01-02"}
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "w": lambda: ana.op("create", "note", str(uuid4()), patient_id=str(uuid4()), fields={}),
        "r": lambda: ana.op("void", "patient", str(uuid4()), content_hash="0" * 64, reason="Entered twice."),
        "p": lambda: ana.op("create", "patient", str(uuid4()), fields={"identity": identity}),
    }
    return [made[kind]() for kind in kinds]


@pytest.mark.parametrize("kinds", ["w", "ww", "wr", "rw", "pww", "wpr"])
def test_w6_what_waits_for_its_patient_is_held_beside_other_ops(cast, inside: Flask, kinds: str) -> None:
    ana = Tablet(cast, "practitioner")
    ops = ops_of_nobody(ana, kinds)
    wanted = [{"w": "retry", "r": "rejected", "p": "applied"}[kind] for kind in kinds]
    for _ in range(2):
        assert [result["status"] for result in ana.push(*ops)] == wanted
        assert first_break(NORTH) is None
    waits = select(AuditEntry.object_id, AuditEntry.detail).where(AuditEntry.action == "op.wait")
    rows = db.session.execute(waits.order_by(AuditEntry.n))
    named = [(op_id, list(detail["rows"])) for op_id, detail in rows]
    waiting = [op["op_id"] for op, kind in zip(ops, kinds, strict=True) if kind == "w"]
    assert named == [(op_id, [f"applied_op/{op_id}"]) for op_id in waiting]


def test_w6_a_savepoint_taken_back_takes_no_name_of_before_with_it(cast, inside: Flask) -> None:
    """What was written before it is named at the commit, also when an audit row in the savepoint had named it."""
    begin_write()
    lock_clinic(NORTH)
    db.session.get_one(Clinic, NORTH).name = "Renamed"
    savepoint = db.session.begin_nested()
    record_audit(console_actor(NORTH), "taken.back")
    db.session.get_one(User, (NORTH, fixed_id("practitioner"))).name = "Taken back"
    db.session.flush()
    savepoint.rollback()
    db.session.commit()
    assert first_break(NORTH) is None


def test_w6_the_server_works_while_verify_reads(ana, inside: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written after the moment that is checked, with the head of it in the file, is no break."""
    ana.new_note()
    moment = begin_snapshot

    def work_goes_on() -> None:
        moment()
        db.session.execute(text("SELECT count(*) FROM record")).scalar_one()
        with ThreadPoolExecutor(1) as other:
            other.submit(write_elsewhere, inside).result()

    monkeypatch.setattr(sys.modules["server.services.verify.installation"], "begin_snapshot", work_goes_on)
    found = inside.test_cli_runner().invoke(args=["verify"])
    assert found.exit_code == 0, found.output


def write_elsewhere(app: Flask) -> None:
    with app.app_context():
        begin_write()
        lock_clinic(NORTH)
        record_audit(console_actor(NORTH), "test.work")
        db.session.commit()
        note_now(NORTH)
        db.session.remove()

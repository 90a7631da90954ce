"""The tables as the migrations make them: the same as the models, strict, append-only where promised."""

from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import DatabaseError

from server.db import begin_write, db, utc_now
from server.domain.consent_texts import PARTS
from server.models import NoteLot, PatientIndex, Record, Revision, Twins, User
from server.selfcheck import find_faults, migration_head
from server.services.consent_texts import save_text
from server.services.feed import read_epoch
from server.services.limits import save_limits
from server.services.verify.clinic import find_breaks
from tests.cast import PEOPLE, fixed_id, key_of
from tests.databases import make_app
from tests.photos import jpeg, picture, sha256
from tests.tablet import Tablet


@pytest.fixture
def signed(cast, inside: Flask) -> dict:
    """A note that has been signed, so that every table that matters holds rows."""
    return Tablet(cast, "practitioner").signed_note()


def test_p2_models_and_migrations_say_the_same(inside: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_i3_sqlite_tables_are_strict(tmp_path) -> None:
    app = fresh(tmp_path)
    with app.app_context():
        tables = db.session.execute(text("PRAGMA table_list")).all()
        strict = {row.name: row.strict for row in tables if row.schema == "main" and not row.name.startswith("sqlite_")}
        assert {name for name, is_strict in strict.items() if not is_strict} == {"alembic_version"}
        begin_write()
        with pytest.raises(DatabaseError, match="cannot store TEXT"):
            db.session.execute(text("INSERT INTO clinic_feed VALUES ('x', 'many', 0, '')"))
        close()


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE revision SET kind = 'x'",
        "UPDATE revision SET rev = rev + 100",
        "DELETE FROM revision",
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
    ],
)
def test_r1_history_cannot_be_rewritten(signed: dict, inside: Flask, act: str) -> None:
    begin_write()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(act))
    db.session.rollback()


def test_r1_history_cannot_be_emptied_at_once(signed: dict, inside: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    begin_write()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text("TRUNCATE revision"))
    db.session.rollback()


def test_p2_running_again_with_data_changes_nothing(signed: dict, inside: Flask) -> None:
    before, epoch = count_rows(), read_epoch()
    db.session.rollback()
    upgrade()
    assert count_rows() == before
    assert read_epoch() == epoch
    assert before["revision"] > 0


def test_p2_database_without_tables_is_not_ready(tmp_path) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/new.db")
    with app.app_context():
        assert "migrations" in find_faults(tmp_path)
        upgrade()
        assert find_faults(tmp_path) == {}
        close()


def test_down_and_up_again(tmp_path) -> None:
    app = fresh(tmp_path)
    with app.app_context():
        first = read_epoch()
        db.session.remove()
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        assert read_epoch() != first
        close()


@pytest.mark.parametrize("act", ["UPDATE picture SET note_id = 'x'", "DELETE FROM picture"])
def test_r1_photos_cannot_be_replaced(cast, inside: Flask, act: str) -> None:
    ana, photo = Tablet(cast, "practitioner"), jpeg()
    note = ana.new_note(fields=picture(photo))
    path = f"/api/v1/notes/{note['id']}/pictures/{sha256(photo)}"
    assert ana.client.put(path, json=photo).status_code == 200
    begin_write()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(act))
    db.session.rollback()
    assert ana.client.get(path).data == photo


@pytest.mark.parametrize("table", ["limits_version", "consent_text"])
@pytest.mark.parametrize("act", ["UPDATE {table} SET reason = 'x'", "DELETE FROM {table}"])
def test_r1_limits_and_consent_texts_cannot_be_rewritten(inside: Flask, act: str, table: str) -> None:
    begin_write()
    save_text(PEOPLE["admin"].actor, "en", 0, dict.fromkeys(PARTS, "Read this."), "Plainer words.")
    save_limits(PEOPLE["admin"].actor, 0, {"zones.chin.warn_mm": 1.25}, "Thinner skin here.")
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(act.format(table=table)))
    db.session.rollback()


def test_p2_notes_that_are_there_already_get_their_lots(cast, inside: Flask) -> None:
    """The second migration, taken back and done again over notes, makes the rows that writing them had made."""
    tablet = Tablet(cast, "practitioner")
    serum = "serum:0191a1c0-0000-7000-8000-000000000001"
    tablet.new_note(fields={"device": {"cartridge_lot": "SP-1", "unit_code": "U 1"}, serum: {"lot": "S"}})
    voided = tablet.new_note(fields={"numbing": {"lot": "E7"}})
    tablet.act("void", voided, reason="Wrong patient.")
    wanted = lots()
    assert len(wanted) == 2
    downgrade(revision="0001")
    assert "note_lot" not in inspect(db.engine).get_table_names()
    upgrade()
    assert lots() == wanted


def test_w4_notes_that_are_there_already_get_their_writers(cast, inside: Flask) -> None:
    """The third migration, taken back and done again over notes, finds the people that writing them had found."""
    ana, ben, boss = (Tablet(cast, key) for key in ("practitioner", "colleague", "supervisor"))
    note = ana.new_note(fields={"consent": {"photo_clinical": True}})
    note = ben.patch(note, "text:plan", {"text": "Ben's."})["record"]
    boss.patch(note, "override:C01", {"text": "Consent on paper, scanned tomorrow."})
    wanted = writers()
    assert wanted[note["id"]] == [ana.person.id, ben.person.id]
    db.session.rollback()
    downgrade(revision="0002")
    upgrade()
    assert writers() == wanted


def test_w3_no_link_is_left_that_replaces_a_password(cast, inside: Flask) -> None:
    """An earlier version let an administrator make one; people who have not joined keep theirs."""
    new = {"email": "new@example.org", "name": "New Person", "role": "practitioner"}
    joining = cast.admin.post("/api/v1/users", json=new).json["id"]
    cast.admin.post(f"/api/v1/users/{joining}/invite", json={})
    begin_write()
    db.session.get_one(User, key_of(PEOPLE["colleague"].id)).invite_hash = "left over"
    db.session.commit()
    downgrade(revision="0002")
    upgrade()
    links = dict(db.session.execute(db.select(User.id, User.invite_hash).where(User.invite_hash.is_not(None))).all())
    assert list(links) == [joining]
    db.session.rollback()


def test_w3_accounts_of_before_count_as_confirmed(cast, inside: Flask) -> None:
    """Otherwise every clinic would have stopped approving at its update."""
    downgrade(revision="0011")
    upgrade()
    assert set(db.session.scalars(db.select(User.waits_since))) == {None}
    assert list(find_breaks(fixed_id("north"))) == []
    db.session.rollback()


def test_p2_patients_who_may_be_the_same_person_are_found_again(cast, inside: Flask) -> None:
    """The ninth migration, taken back and done again over patients, finds the pairs that writing them had found."""
    ana, boss, other = (Tablet(cast, key) for key in ("practitioner", "supervisor", "outsider"))
    for number in ("M-1", "M-1", "M-1", None, None):
        ana.new_patient(mrn=number, given="Lucia" if number else "Ivo", birth_date="1990-01-02")
    ana.new_patient(mrn=None, given="Ivo", birth_date="1990-01-03")
    for _ in range(2):
        ana.new_patient(mrn=None, birth_date=None)
    assert boss.act("void", ana.new_patient(mrn="M-1"), reason="Entered twice.")["status"] == "applied"
    other.new_patient(mrn="M-1")
    wanted = twins()
    assert len(wanted) == 4
    downgrade(revision="0008")
    upgrade()
    assert twins() == wanted


def test_p2_the_index_of_patients_is_what_writing_them_makes(cast, inside: Flask) -> None:
    """The eleventh migration, taken back and done again: index, pairs and what was decided about one."""
    ana = Tablet(cast, "practitioner")
    first = ana.new_patient(mrn="D-77", given="Jürgen", family="Müller", birth_date="1990-01-02", phone="0171 55512")[
        "id"
    ]
    second = ana.new_patient(mrn="d 77", given="Ivo", birth_date="1990-01-03")["id"]
    third = ana.new_patient(mrn=None, given="Mueller", family="Juergen ", birth_date="1990-01-02")["id"]
    boss = Tablet(cast, "supervisor").client
    decided = {"other_id": second, "reason": "Two people, seen side by side."}
    assert boss.post(f"/api/v1/patients/{first}/twins", json=decided).status_code == 200
    wanted, index = twins(), indexed()
    assert {frozenset(row[1:3]) for row in wanted} == {frozenset({first, second}), frozenset({first, third})}
    downgrade(revision="0010")
    upgrade()
    assert (twins(), indexed()) == (wanted, index)


def indexed() -> list[tuple[object, ...]]:
    found = sorted(tuple(row) for row in db.session.execute(db.select(PatientIndex.__table__)))
    db.session.rollback()
    return found


def twins() -> list[tuple[object, ...]]:
    found = sorted(tuple(row) for row in db.session.execute(db.select(Twins.__table__)))
    db.session.rollback()
    return found


def test_p2_the_clinic_comes_into_the_keys_of_rows_that_are_there_already(signed: dict, inside: Flask) -> None:
    """The fifth migration, taken back and done again over a clinic at work: no row, index or lock is lost."""
    rows, indexes = all_rows(), all_indexes()
    downgrade(revision="0004")
    assert "clinic_id" not in {column["name"] for column in inspect(db.engine).get_columns("revision")}
    assert_frozen()
    upgrade()
    assert all_rows() == rows
    assert rows["revision"]
    assert all_indexes() == indexes
    assert [other_breaks(fixed_id(clinic)) for clinic in ("north", "south")] == [[], []]
    assert_frozen()
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


# A downgrade gives the keys of the clinics up, and the upgrade makes new ones, with an audit row.
KEYS_MADE_ANEW = {"clinic_key", "clinic_feed", "audit_entry"}


def other_breaks(clinic_id: str) -> list[str]:
    return [found for found in find_breaks(clinic_id) if not found.startswith("clinic_key ")]


def all_rows() -> dict[str, list[str]]:
    db.session.rollback()
    found = {
        table.name: sorted(repr(sorted(row.items())) for row in db.session.execute(table.select()).mappings())
        for table in db.metadata.sorted_tables
        if table.name not in KEYS_MADE_ANEW
    }
    db.session.rollback()
    return found


def all_indexes() -> dict[str, list[tuple[object, ...]]]:
    look = inspect(db.engine)
    return {
        table: sorted((one["name"], tuple(one["column_names"]), bool(one["unique"])) for one in look.get_indexes(table))
        for table in look.get_table_names()
    }


def assert_frozen() -> None:
    for table in ("revision", "audit_entry"):
        for act in (f"UPDATE {table} SET device_id = 'x'", f"DELETE FROM {table}"):
            begin_write()
            with pytest.raises(DatabaseError, match="append-only"):
                db.session.execute(text(act))
            db.session.rollback()


def test_p2_a_backfill_reaches_the_last_of_more_than_a_page(inside: Flask) -> None:
    """Five hundred are read at a time: of 501 notes every one has its lot and its writer."""
    ids = bring_in_notes(501)
    downgrade(revision="0001")
    upgrade()
    assert sorted(str(row[1]) for row in lots()) == ids
    assert writers() == {one: [PEOPLE["colleague"].id] for one in ids}


def bring_in_notes(count: int) -> list[str]:
    person, now = PEOPLE["colleague"], utc_now()
    ids = sorted(str(uuid4()) for _ in range(count))
    content = {"device": {"cartridge_lot": "SP-1"}}
    note = {
        "clinic_id": person.actor.clinic_id, "type": "note", "patient_id": "p", "author_id": person.id, "version": 0,
        "state": "draft", "rev": 1, "content": content, "content_hash": "", "signatures": [], "review": None,
        "findings": None, "writers": [], "happened_at": now, "created_at": now, "updated_at": now,
    }  # fmt: skip
    change = {
        "rev": 1, "op_id": "o", "kind": "create", "state": "draft", "version": 0, "author_id": person.id,
        "device_id": None, "client_time": now, "server_time": now, "before": {}, "after": content, "reason": None,
        "content_hash": "", "clinic_id": person.actor.clinic_id,
    }  # fmt: skip
    begin_write()
    db.session.execute(db.insert(Record), [note | {"id": one, "seq": seq} for seq, one in enumerate(ids, 1)])
    db.session.execute(db.insert(Revision), [change | {"record_id": one} for one in ids])
    db.session.commit()
    return ids


def writers() -> dict[str, list[str]]:
    db.session.rollback()
    found = dict(db.session.execute(db.select(Record.id, Record.writers)).all())
    db.session.rollback()
    return found


def lots() -> list[tuple[object, ...]]:
    db.session.rollback()
    rows = [tuple(row) for row in db.session.execute(db.select(NoteLot.__table__).order_by("record_id", "n"))]
    db.session.rollback()
    return rows


def test_savepoint_takes_back_its_rows_and_nothing_else(inside: Flask) -> None:
    begin_write()
    db.session.execute(text("UPDATE clinic SET name = 'outer'"))
    inner = db.session.begin_nested()
    db.session.execute(text("UPDATE clinic SET name = 'inner'"))
    inner.rollback()
    db.session.commit()
    assert set(db.session.scalars(text("SELECT name FROM clinic"))) == {"outer"}


def test_writers_begin_as_writers(inside: Flask) -> None:
    """On SQLite a read that becomes a write fails under load; nothing may have been read on this connection before."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no such trap")
    said: list[str] = []

    def listen(*args: object) -> None:
        said.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    inside.test_client().login(PEOPLE["practitioner"])
    event.remove(db.engine, "before_cursor_execute", listen)
    begins = [statement for statement in said if statement.startswith("BEGIN")]
    writes = [n for n, statement in enumerate(said) if statement.startswith(("UPDATE", "INSERT", "DELETE"))]
    assert begins
    for n in writes:
        last_begin = [statement for statement in said[:n] if statement.startswith("BEGIN")][-1]
        assert last_begin == "BEGIN IMMEDIATE"


def fresh(tmp_path) -> Flask:
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/new.db")
    with app.app_context():
        upgrade()
    assert migration_head() == "0028"
    return app


def close() -> None:
    db.session.remove()
    db.engine.dispose()


def count_rows() -> dict[str, int]:
    return {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }

"""A clinic leaves one installation as a file and comes back equal in another; what no key proves is marked."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Text, select, type_coerce

from server.db import Json, begin_snapshot, begin_write, db, utc_now
from server.jobs import bulk as worker
from server.models import Record, User
from server.selfcheck import migration_head
from server.services.accounts.users import invite_user
from server.services.archive import tables, write
from server.services.audit import console_actor
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id
from tests.conftest import API, ApiClient, Cast
from tests.keys import new_pair, register, signed
from tests.photos import jpeg, picture, sha256
from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")
WORDS = "plum-anvil-thirteen-kettle"
GROWS = {"clinic_feed", "audit_entry"}
PHOTO = jpeg()
Rows = dict[str, list[dict[str, Any]]]


def test_every_table_of_a_clinic_goes_or_stays(inside: Flask) -> None:
    goes = {tables.table_of(model).name for model in tables.TABLES}
    assert goes | tables.STAYS | {"server_meta", "throttle"} == {table.name for table in db.metadata.sorted_tables}
    assert not goes & tables.STAYS


def write_history(cast: Cast) -> dict[str, str]:
    """A note signed with a key, one approved, one voided and a draft; a patient with letters of many scripts."""
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    private, public = new_pair()
    assert register(ana.client, signing=public).status_code == 201
    patient = ana.new_patient(family="Ünïcode Ωmega 𝄞", given="O'Neill\\N")["id"]
    with_key = ana.new_note(patient, fields=signable(ana.person.id) | picture(PHOTO))
    sent = ana.client.put(f"{API}/notes/{with_key['id']}/pictures/{sha256(PHOTO)}", json=PHOTO)
    assert sent.status_code == 200
    assert ana.push_one(signed(ana.sign_op(with_key), private))["status"] == "applied"
    approved = boss.act("approve", ana.signed_note(), comment="Well written.")["record"]
    draft = ana.new_note(patient, fields=signable(ana.person.id))
    gone = ana.new_note(patient)
    ana.act("void", gone, reason="Wrong patient.")
    new = {"email": "new@example.org", "name": "New Person", "role": "practitioner"}
    assert cast.admin.post(f"{API}/users", json=new).status_code == 201
    return {"key": with_key["id"], "approved": approved["id"], "draft": draft["id"]}


def stored(app: Flask) -> Rows:
    """Each row that the file holds, JSON as the text it is kept as."""
    found: Rows = {}
    with app.app_context():
        for table in map(tables.table_of, tables.TABLES):
            columns = [type_coerce(c, Text) if isinstance(c.type, Json) else c for c in tables.columns_of(table)]
            mine = table.c["id" if table.name == "clinic" else "clinic_id"] == NORTH
            query = select(*columns).where(mine).order_by(*table.primary_key.columns)
            names = [column.key for column in tables.columns_of(table)]
            found[table.name] = [dict(zip(names, row, strict=True)) for row in db.session.execute(query)]
        db.session.remove()
    return found


def file_of(app: Flask, path: Path, change: Callable[[dict[str, Any]], None] | None = None) -> Path:
    """The file of the clinic; ``change`` may forge rows, the end of the file then fits them."""
    with app.app_context():
        begin_snapshot()
        lines = list(write.lines(NORTH, str(migration_head()), utc_now()))
        db.session.remove()
    if change:
        held = [json.loads(line) for line in lines[:-1]]
        for one in held:
            change(one)
        lines[:-1] = map(write.line, held)
        digest = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
        lines[-1] = write.line({"rows": len(held) - 1, "sha256": digest})
    path.write_bytes(b"".join(lines))
    return path


def take_in(app: Flask, path: Path) -> Result:
    return app.test_cli_runner().invoke(args=["import-export", str(path)])


def without(rows: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def marks(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return {row.id: row.stated for row in db.session.execute(select(Record.id, Record.stated)) if row.stated}


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def test_it_comes_back_equal_on_both_databases(app: Flask, open_backend, target: str, tmp_path: Path) -> None:
    made = write_history(Cast(app))
    before, path = stored(app), file_of(app, tmp_path / "clinic.jsonl")
    there = open_backend(target)
    there.reset(with_people=False)
    there.app.test_client_class = ApiClient
    result = take_in(there.app, path)
    assert result.exit_code == 0, result.output
    after = stored(there.app)
    for name, rows in before.items():
        if name not in GROWS:
            assert without(after[name], "stated") == without(rows, "stated"), name
    assert after["audit_entry"][: len(before["audit_entry"])] == before["audit_entry"]
    assert len(before["revision"]) > 8
    assert [row["data"] for row in after["picture"]] == [PHOTO]
    with there.app.app_context():
        assert first_break(NORTH) is None
    assert marks(there.app) == {made["approved"]: {"signatures": [0, 1], "revisions": []}}
    assert goes_on(there.app, made)


def goes_on(app: Flask, made: dict[str, str]) -> bool:
    """A person with a new link signs in on a new device and finds the records, with what is only stated."""
    with app.app_context():
        begin_write()
        token, _user = invite_user(console_actor(NORTH), PEOPLE["practitioner"].id)
        db.session.commit()
    client = app.test_client()
    body = {"token": token, "password": WORDS, "device": {"id": fixed_id("new desk"), "name": "New desk"}}
    assert client.post(f"{API}/invites", json=body).status_code == 200, "the link of the console works"
    assert client.get(f"{API}/notes/{made['approved']}").json["stated"]["signatures"] == [0, 1]
    assert shown_of(client, made["approved"]) == [True, True]
    assert shown_of(client, made["key"]) == [False]
    with app.app_context():
        return first_break(NORTH) is None


def shown_of(client: Any, note_id: str) -> list[bool]:
    """Of each signature of the note, whether its summary calls it as stated by the source."""
    patient_id = client.get(f"{API}/notes/{note_id}").json["patient_id"]
    told = json.loads(client.get(f"{API}/patients/{patient_id}/summary.json").data)
    note = next(one for one in told["notes"] if one["id"] == note_id)
    return [one.get("as_stated_by_source", False) for one in note["signatures"]]


def forge_signature(row: dict[str, Any]) -> None:
    if row.get("table") == "revision" and row["row"]["signature"]:
        value = row["row"]["signature"]["value"]
        row["row"]["signature"]["value"] = ("A" if value[0] != "A" else "B") + value[1:]


def forge_content(row: dict[str, Any]) -> None:
    if row.get("table") == "record" and row["row"]["state"] == "approved":
        row["row"]["content"]["visit"]["session_date"] = "2026-01-01"


def forge_state(row: dict[str, Any]) -> None:
    if row.get("table") == "record" and row["row"]["state"] == "draft":
        row["row"]["state"] = "approved"


def test_a_signature_that_does_not_verify_is_as_stated_by_the_source(app: Flask, backend, tmp_path: Path) -> None:
    made = write_history(Cast(app))
    path = file_of(app, tmp_path / "clinic.jsonl", forge_signature)
    backend.reset(with_people=False)
    result = take_in(app, path)
    assert result.exit_code == 0, result.output
    assert "3 signatures are shown as stated by the source" in result.output
    assert marks(app)[made["key"]] == {"signatures": [0], "revisions": [2]}
    with app.app_context():
        assert first_break(NORTH) is None


def test_what_does_not_fit_together_is_refused_whole(app: Flask, backend, tmp_path: Path) -> None:
    write_history(Cast(app))
    whole = file_of(app, tmp_path / "whole.jsonl")
    lines = whole.read_bytes().splitlines(keepends=True)
    bad = {
        "does not fit together": file_of(app, tmp_path / "content.jsonl", forge_content),
        "not that of its revisions": file_of(app, tmp_path / "state.jsonl", forge_state),
        "was cut off": tmp_path / "cut.jsonl",
        "its end does not fit": tmp_path / "changed.jsonl",
        "Line 2 of the file": tmp_path / "table.jsonl",
        "use one version": tmp_path / "version.jsonl",
        "not the export of a whole clinic": tmp_path / "other.jsonl",
    }
    bad["was cut off"].write_bytes(b"".join(lines[:-1]))
    bad["its end does not fit"].write_bytes(whole.read_bytes().replace(b"Well written.", b"Well writtem."))
    bad["Line 2 of the file"].write_bytes(b"".join([lines[0], b'{"table":"throttle","row":{}}\n', *lines[1:]]))
    bad["use one version"].write_bytes(whole.read_bytes().replace(b'"revision":"00', b'"revision":"99', 1))
    bad["not the export of a whole clinic"].write_bytes(b"\x00\xff{}\n"[2:] + b"[" * 100_000)
    assert "There is a clinic in this installation" in take_in(app, whole).output
    backend.reset(with_people=False)
    for words, path in bad.items():
        result = take_in(app, path)
        assert result.exit_code == 1
        assert words in result.output, (words, result.output)
        with app.app_context():
            assert db.session.scalars(select(User)).all() == []
    assert take_in(app, whole).exit_code == 0, "and what was refused left nothing behind"


def test_the_whole_clinic_leaves_by_the_background_job_for_the_server_alone(cast, app: Flask, tmp_path: Path) -> None:
    write_history(cast)
    config = app.config["NEEDLEPOINT"] = replace(app.config["NEEDLEPOINT"], data_dir=tmp_path)
    patient = Tablet(cast, "practitioner").new_patient()["id"]
    body = {"forms": ["clinic"], "patients": [patient]}
    assert cast.admin.post(f"{API}/exports", json=body).status_code == 422
    export = cast.admin.post(f"{API}/exports", json={"forms": ["clinic"]}).json
    with app.app_context():
        worker.work_on_exports(config)
        db.session.remove()
    held = tmp_path / "exports"
    assert held.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in held.iterdir()] == [0o600], "one file, which only the server reads"
    with closing(cast.admin.post(f"{API}/exports/{export['id']}/file", json={})) as answer:
        packed = zipfile.ZipFile(io.BytesIO(answer.data))
    assert sorted(packed.namelist()) == ["clinic.jsonl", "left-out.json"]
    last = json.loads(packed.read("clinic.jsonl").splitlines()[-1])
    assert last["rows"] > 50
    assert b"password_hash" not in packed.read("clinic.jsonl")
    assert list(held.iterdir()) == []

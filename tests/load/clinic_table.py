"""The tables of a whole clinic, made in a process of its own as the jobs of a server make them: how long, and in how
much memory above what the process takes before. Reads one JSON job, writes one JSON result.

``after_night``: the job of the night has composed what the tables say; its time is told apart, its memory counts. Else
nothing is kept of any export.
"""

import json
import re
import sys
import time
from pathlib import Path

from server.app import create_app
from server.config import Config
from server.db import begin_write, db, utc_now
from server.domain.permissions import Actor
from server.jobs.ahead import compose_clinic
from server.jobs.bulk import work_on_exports
from server.models import ClinicExport, User
from server.services import bulk
from server.services.summaries.kept import forget_composed
from tests.server_process import SECRET


def memory_mb(name: str) -> float:
    """VmRSS is what the process holds now, VmHWM the most it ever did."""
    found = re.search(rf"^{name}:\s+(\d+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def main(url: str, data_dir: str, user_id: str, *, after_night: bool) -> dict[str, float]:
    config = Config(database_url=url, data_dir=Path(data_dir), secret_key=SECRET)
    with create_app(config).app_context():
        user = User.query.filter_by(id=user_id).one()
        idle, began = memory_mb("VmRSS"), time.perf_counter()
        prepare(user.clinic_id, after_night=after_night)
        night = time.perf_counter() - began
        begin_write()
        actor = Actor(user.id, user.clinic_id, user.name, user.role, user.treats)
        made = bulk.begin_export(actor, None, [bulk.JOINED], utc_now())
        clinic, export = made.clinic_id, made.id
        db.session.commit()
        began = time.perf_counter()
        state = {"state": "waiting"}
        while state["state"] == "waiting":
            work_on_exports(config)
            state = db.session.get_one(ClinicExport, (clinic, export), populate_existing=True).value
            db.session.commit()
        assert (state["state"], state["refused"]) == ("ready", {}), state
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "night": night, "above_mb": memory_mb("VmHWM") - idle}


def prepare(clinic_id: str, *, after_night: bool) -> None:
    if after_night:
        assert compose_clinic(clinic_id) == 0
        return
    begin_write()
    forget_composed(clinic_id, utc_now())
    db.session.commit()


if __name__ == "__main__":
    json.dump(main(**json.load(sys.stdin)), sys.stdout)

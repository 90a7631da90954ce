"""The tables of a whole clinic, made in a process of its own as the jobs of a server make them: how long, and in how
much memory above what the process takes before. Reads one JSON job, writes one JSON result.
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
from server.jobs.bulk import work_on_exports
from server.models import ClinicExport, User
from server.services import bulk
from tests.server_process import SECRET


def memory_mb(name: str) -> float:
    """VmRSS is what the process holds now, VmHWM the most it ever did."""
    found = re.search(rf"^{name}:\s+(\d+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def main(url: str, data_dir: str, user_id: str) -> dict[str, float]:
    config = Config(database_url=url, data_dir=Path(data_dir), secret_key=SECRET)
    with create_app(config).app_context():
        user = User.query.filter_by(id=user_id).one()
        begin_write()
        actor = Actor(user.id, user.clinic_id, user.name, user.role, user.treats)
        made = bulk.begin_export(actor, None, [bulk.JOINED], utc_now())
        clinic, export = made.clinic_id, made.id
        db.session.commit()
        idle, began = memory_mb("VmRSS"), time.perf_counter()
        state = {"state": "waiting"}
        while state["state"] == "waiting":
            work_on_exports(config)
            state = db.session.get_one(ClinicExport, (clinic, export), populate_existing=True).value
            db.session.commit()
        assert (state["state"], state["refused"]) == ("ready", {}), state
        return {"seconds": time.perf_counter() - began, "above_mb": memory_mb("VmHWM") - idle}


if __name__ == "__main__":
    json.dump(main(**json.load(sys.stdin)), sys.stdout)

"""The threads that do the jobs: huey's consumer on a SQLite file of its own in DATA_DIR.

Its queue holds nothing that matters: every minute it is filled again with what is due.
"""

import logging
from datetime import datetime

from flask import Flask
from huey import SqliteHuey
from huey.consumer import Consumer

from server.config import Config
from server.jobs.bulk import run_exports
from server.jobs.nightly import perform
from server.jobs.send import send_outgoing
from server.services.jobs import kinds_here

NAME = "jobs.db"
POLL_SECONDS = 10


class QuietConsumer(Consumer):  # type: ignore[misc]  # the library has no types
    """Leaves the signals to the server it runs in."""

    def _set_signal_handlers(self) -> None:
        pass


def every_minute(_at: datetime) -> bool:
    return True


def make_huey(app: Flask, config: Config) -> SqliteHuey:
    logging.getLogger("huey").setLevel(logging.ERROR)
    huey = SqliteHuey("needlepoint", filename=str(config.data_dir / NAME), results=False)

    @huey.periodic_task(every_minute)  # type: ignore[untyped-decorator]
    def look() -> None:
        with app.app_context():
            send_outgoing(config)
            for kind in kinds_here(config.backup_dir, config.mail is not None):
                perform(kind, config.night_hour)
            run_exports(config)

    huey.look = look
    return huey


def start_consumer(huey: SqliteHuey) -> QuietConsumer:
    """Start a thread that looks at the clock and one that works; ``stop`` them before the process ends."""
    consumer = QuietConsumer(huey, workers=1, initial_delay=1, max_delay=POLL_SECONDS, check_worker_health=False)
    consumer.start()
    huey.look()
    return consumer

"""The threads that do the jobs: huey's consumer on a SQLite file of its own in DATA_DIR.

Its queue holds nothing that matters: every minute it is filled again with what is due.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from flask import Flask
from huey import SqliteHuey
from huey.consumer import Consumer

from server.config import Config
from server.db import db
from server.jobs.bulk import work_on_exports
from server.jobs.nightly import perform_due
from server.jobs.send import send_outgoing
from server.log import places_of

log = structlog.get_logger("needlepoint.jobs")
NAME = "jobs.db"
POLL_SECONDS = 10


class QuietConsumer(Consumer):  # type: ignore[misc]  # the library has no types
    """Leaves the signals to the server it runs in."""

    def _set_signal_handlers(self) -> None:
        pass


def every_minute(_at: datetime) -> bool:
    return True


def do_each(**jobs: Callable[[], None]) -> None:
    """Whatever one of them fails with, the others are done; it is tried again in the next minute. The error is logged
    here, by kind and place: huey would log what it says."""
    for name, job in jobs.items():
        try:
            job()
        except Exception as error:  # noqa: BLE001 (see above)
            log.error(f"{name}_failed", error=type(error).__name__, where=places_of(error))
        finally:
            db.session.remove()


def make_huey(app: Flask, config: Config) -> SqliteHuey:
    logging.getLogger("huey").setLevel(logging.ERROR)
    huey = SqliteHuey("needlepoint", filename=str(config.data_dir / NAME), results=False)

    @huey.periodic_task(every_minute)  # type: ignore[untyped-decorator]
    def look() -> None:
        with app.app_context():
            do_each(
                sending=partial(send_outgoing, config),
                nightly=partial(perform_due, config),
                exports=partial(work_on_exports, config),
            )

    huey.look = look
    return huey


def start_consumer(huey: SqliteHuey) -> QuietConsumer:
    """Start a thread that looks at the clock and one that works; ``stop`` them before the process ends."""
    consumer = QuietConsumer(huey, workers=1, initial_delay=1, max_delay=POLL_SECONDS, check_worker_health=False)
    consumer.start()
    huey.look()
    return consumer

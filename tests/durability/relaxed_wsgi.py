"""The planted bug of ``test_sync_before_ack``: the same server with ``synchronous=NORMAL``, set behind its check."""

import sqlite3
from typing import Any

from sqlalchemy import Engine, event

from server.db import db
from wsgi import app


@event.listens_for(Engine, "connect")
def _relax(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=NORMAL")


with app.app_context():
    db.engine.dispose()

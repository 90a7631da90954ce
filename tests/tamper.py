"""Change the database as somebody with it in hand could: by SQL, with the triggers that keep a table out of the way."""

from sqlalchemy import text

from server.db import begin_write, db
from tests.databases import APPEND_ONLY


def tamper(statement: str, **values: object) -> None:
    begin_write()
    tamper_here(statement, **values)
    db.session.commit()


def tamper_here(statement: str, **values: object) -> None:
    """The same within the transaction that is open, so that it can be taken back."""
    if db.engine.dialect.name == "sqlite":
        names = " OR ".join(f"name LIKE '{table}_no_%'" for table in APPEND_ONLY)
        kept = db.session.execute(text(f"SELECT name, sql FROM sqlite_master WHERE {names}")).all()
        for name, _sql in kept:
            db.session.execute(text(f"DROP TRIGGER {name}"))
        db.session.execute(text(statement), values)
        for _name, sql in kept:
            db.session.execute(text(sql))
    else:
        for table in APPEND_ONLY:
            db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        db.session.execute(text(statement), values)
        for table in APPEND_ONLY:
            db.session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    db.session.expire_all()

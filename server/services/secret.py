"""Which SECRET_KEY a database is used with: all servers of one database need the same.

With two keys, wrong passwords would be counted twice and the audit trail would be sealed with both, without an error.
"""

import hmac

from sqlalchemy import Connection, Engine, inspect, select

from server.db import db
from server.models import ServerMeta

KEY = "secret_key"
WRONG = (
    "SECRET_KEY is not the one this database is used with: all servers of a database need the same. "
    'If that one is lost, flask audit checkpoint --reason "..." holds everything under this one.'
)


def fingerprint(engine: Engine) -> str:
    """Of the key this process has; it tells nothing of the key."""
    chain_key: bytes = engine.get_execution_options()["chain_key"]
    return hmac.digest(chain_key, b"which key this is", "sha256")[:16].hex()


def keep_fingerprint() -> None:
    """This key is the one from now on; the caller commits."""
    db.session.merge(ServerMeta(key=KEY, value={"fingerprint": fingerprint(db.engine)}))


def find_secret_fault(connection: Connection) -> dict[str, str]:
    kept = read_fingerprint(connection)
    return {} if kept in {None, fingerprint(db.engine)} else {"secret_key": WRONG}


def read_fingerprint(connection: Connection) -> str | None:
    if "server_meta" not in inspect(connection).get_table_names():
        return None
    value = connection.execute(select(ServerMeta.value).where(ServerMeta.key == KEY)).scalar()
    return str(value["fingerprint"]) if value else None

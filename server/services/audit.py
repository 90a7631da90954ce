"""Who saw and did what: one row in the transaction of the act itself, each sealed over the row before it.

The seal is an HMAC under a key derived from SECRET_KEY, which is not in the database: whoever can rewrite every row can
still not make one. It ends with the fingerprint of its key. Rows of versions before the seal have a plain SHA-256.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, Text, bindparam, select, type_coerce

from server.added import add_row
from server.db import db, json_text, utc_now
from server.domain.permissions import Actor
from server.models import AuditEntry, ClinicFeed

CONSOLE = "console"
SERVER = "server"
CHECKPOINT = "audit.checkpoint"
PAGE = 1000
ROWS: Select[Any] = (
    select(*AuditEntry.__table__.columns, type_coerce(AuditEntry.detail, Text).label("detail_text"))
    .where(AuditEntry.clinic_id == bindparam("clinic"), AuditEntry.n > bindparam("after"))
    .order_by(AuditEntry.n)
    .limit(bindparam("page"))
)


def console_actor(clinic_id: str) -> Actor:
    """Whoever sits at the server's own console."""
    return own_actor(clinic_id, CONSOLE)


def own_actor(clinic_id: str, name: str) -> Actor:
    """The console, or the server itself: nobody signed in."""
    return Actor(name, clinic_id, name, "admin", treats=False)


def record_audit(
    actor: Actor, action: str, object_type: str | None = None, object_id: str | None = None, **detail: Any
) -> None:
    """Add a row to the clinic's chain. The caller holds the clinic's row.

    ``detail`` is ids and counts, never the content of a record.
    """
    feed = db.session.get_one(ClinicFeed, actor.clinic_id)
    feed.audit_n += 1
    entry = add_row(
        db.session,
        AuditEntry,
        clinic_id=actor.clinic_id,
        n=feed.audit_n,
        at=utc_now(),
        actor_id=actor.id,
        device_id=actor.device_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        detail=detail,
        previous=feed.audit_hash,
    )
    entry.values["hash"] = feed.audit_hash = seal(entry)


def chain_key() -> bytes:
    """The key of this installation's chains, which ``config.py`` derives."""
    key: bytes = db.engine.get_execution_options()["chain_key"]
    return key


def fingerprint(key: bytes) -> str:
    return hashlib.sha256(b"fingerprint" + key).hexdigest()[:8]


def key_of(sealed: str) -> str:
    """The fingerprint of the key a row was sealed with; empty for a row from before the seal."""
    return sealed.partition(":")[2]


def seal(entry: Any) -> str:
    key = chain_key()
    return f"{hmac.new(key, covered_text(entry), 'sha256').hexdigest()}:{fingerprint(key)}"


def covered_text(entry: Any) -> bytes:
    covered = [
        entry.previous,
        entry.clinic_id,
        entry.n,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.device_id,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.detail,
    ]
    return json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()


def is_as_written(entry: Any) -> bool:
    """Whether the row's own hash is right, and its detail stored as the server writes it, to the character; of a row
    sealed with another key nobody can say, until the checkpoint."""
    given: str = entry.hash
    own = key_of(given)
    if not own:
        return given == hashlib.sha256(covered_text(entry)).hexdigest()
    if own != fingerprint(chain_key()):
        return True
    return entry.detail_text == json_text(entry.detail) and hmac.compare_digest(given.encode(), seal(entry).encode())


def verify_chain(clinic_id: str) -> int | None:
    """The number of the first row that is not as it was written or is missing; None when the chain is whole.

    A row that is not under this installation's key must be held by a checkpoint that is.
    """
    mine, n, previous, unsealed = fingerprint(chain_key()), 0, "", 0
    for entry in read_rows(clinic_id):
        n += 1
        if entry.n != n or entry.previous != previous or not is_as_written(entry):
            return n
        previous = entry.hash
        if key_of(entry.hash) != mine:
            unsealed = unsealed or n
        elif entry.action == CHECKPOINT and entry.detail["part"] == 1:
            unsealed = 0
    feed = db.session.get_one(ClinicFeed, clinic_id, populate_existing=True)
    if (feed.audit_n, feed.audit_hash) != (n, previous):
        return n + 1
    return unsealed or None


def first_unreadable(clinic_id: str) -> int:
    """The number of the first row whose detail is no JSON. ``read_rows`` has failed on one."""
    texts = select(AuditEntry.n, type_coerce(AuditEntry.detail, Text)).where(AuditEntry.clinic_id == clinic_id)
    for n, text in db.session.execute(texts.order_by(AuditEntry.n)):
        try:
            json.loads(text)
        except ValueError:
            return int(n)
    raise LookupError("every detail is JSON")


def read_rows(clinic_id: str) -> Iterator[Row[Any]]:
    """As plain rows: of a chain of years, objects would be most of the cost."""
    n = 0
    while True:
        page = db.session.execute(ROWS, {"clinic": clinic_id, "after": n, "page": PAGE}).all()
        yield from page
        if len(page) < PAGE:
            return
        n = page[-1].n

"""What the ops of one push share: who sends them, the clinic's locked row, and the records already read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal, select

from server.added import AddedRow
from server.db import Flag, db
from server.domain.catalogue import SCHEMA_VERSION
from server.domain.context import Content
from server.domain.errors import NotAllowed, NotFound, UpdateNeeded
from server.domain.permissions import Action, Actor, can
from server.domain.review_policy import Policy
from server.domain.schema import schema_of
from server.models import AppliedOp, ClinicFeed, Device, PatientScope, Record, SigningKey, User
from server.services.limits import current_limits
from server.services.records.ops import Op
from server.services.records.resent import Resent
from server.services.review_policy import read_policy
from server.services.scope import SCOPE, Scopes, owner_of
from server.services.settings import read_settings

BY_ID = (
    select(Record, PatientScope)
    .outerjoin(PatientScope, SCOPE)
    .where(Record.clinic_id == bindparam("clinic_id"), Record.id.in_(bindparam("ids", expanding=True)))
)

Receipt = AppliedOp | AddedRow  # the second kind is of an op that this push applied


@dataclass(slots=True)
class Batch:
    """``records`` holds what was looked up (None: there is none); ``op`` is being applied, ``touched`` the ids
    it added. ``failed`` are records of ops that the server failed on or that wait: what is later waits for them.
    ``now`` is when the op being applied was first received: before ``arrived`` for one that is proven to be re-sent.
    ``schema`` is the newest shape of content that the sending app can show; ``source`` says how what is not applied
    came into the quarantine. ``signature`` is that of the op being applied, as it is kept. ``also_by`` are
    those whose words the actor enters from the quarantine."""

    actor: Actor
    device_id: str
    now: datetime
    feed: ClinicFeed
    resent: Mapping[str, Resent] = field(default_factory=dict)
    schema: int = SCHEMA_VERSION
    source: str = "refused"
    records: dict[str, Record | None] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    refused_creates: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    touched: list[str] = field(default_factory=list)
    scopes: Scopes = field(default_factory=dict)
    judged_by: dict[str, Any] | None = None
    reviewed_by: Policy | None = None
    people: frozenset[str] | None = None
    register: dict[str, list[str]] | None = None
    waiting: int | None = None
    signature: dict[str, Any] | None = None
    signs_since: tuple[datetime | None] | None = None
    keys: dict[str, SigningKey | None] = field(default_factory=dict)
    also_by: tuple[str, ...] = ()
    op: Op = field(init=False)
    arrived: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.arrived = self.now

    def begin(self, op: Op) -> None:
        again = self.resent.get(op.op_id)
        self.op, self.now = op, again.received_at if again and again.proven else self.arrived

    def written_at(self) -> datetime | None:
        """When the op being applied was written, as far as its tablet can say."""
        return self.op.written_at(self.arrived)

    def claimed_at(self) -> datetime | None:
        """When the op being applied was first received, as its tablet states without proof."""
        again = self.resent.get(self.op.op_id)
        return again.received_at if again and not again.proven else None

    def look_up(self, record_id: str) -> Record | None:
        """The record of that id in the actor's clinic; what another clinic holds does not exist."""
        if record_id not in self.records:
            self.load([record_id])
        return self.records[record_id]

    def find(self, record_type: str, record_id: str) -> Record:
        record = self.look_up(record_id)
        if record is None or record.type != record_type:
            raise NotFound(f"There is no such {record_type}.")
        return record

    def load_for(self, ops: list[Op]) -> None:
        """Read in one query the records the ops speak of."""
        self.load({op.id for op in ops} | {op.body["patient_id"] for op in ops if op.body.get("patient_id")})

    def load(self, record_ids: Iterable[str]) -> None:
        """The records of these ids, and whether their patients are in scope: one query for each change would write
        each by itself."""
        wanted = set(record_ids)
        rows = db.session.execute(BY_ID, {"clinic_id": self.actor.clinic_id, "ids": list(wanted)})
        found = {record.id: (record, scope) for record, scope in rows}
        for record_id in wanted:
            record, scope = found.get(record_id, (None, None))
            self.records[record_id] = record
            if record is not None and (owner := owner_of(record)):
                self.scopes.setdefault(owner, scope)

    def key(self, key_id: str) -> SigningKey | None:
        if key_id not in self.keys:
            self.keys[key_id] = db.session.get(SigningKey, (self.actor.clinic_id, key_id))
        return self.keys[key_id]

    def require(self, action: Action, record: Record | None = None) -> None:
        if not can(self.actor, action, record):
            raise NotAllowed("You may not do this.", action=action.value)

    def require_shown(self, op: Op, *contents: Content) -> None:
        """What is signed was shown whole, by the app with which it was signed."""
        needed = max(schema_of(content) for content in contents)
        if (op.body.get("schema") or self.schema) < needed:
            raise UpdateNeeded("Update the app: this version cannot show all of the note.", schema=needed)

    def treating(self) -> frozenset[str]:
        """The ids of those who treat or supervise in the clinic, and of those who have left: what they did may still
        arrive."""
        if self.people is None:
            treats = User.role.in_(("practitioner", "supervisor")) | (User.treats == literal(True, Flag))
            there = (User.clinic_id == self.actor.clinic_id) & (treats | (User.active == literal(False, Flag)))
            self.people = frozenset(db.session.scalars(select(User.id).where(there)))
        return self.people

    def limits(self) -> dict[str, Any]:
        """The clinic's limits; its locked row keeps them as they are until the end of the push."""
        self.judged_by = self.judged_by or current_limits(self.actor.clinic_id)
        return self.judged_by

    def trained(self) -> dict[str, list[str]]:
        """The ids of those who are trained on a device, by its product; read once."""
        if self.register is None:
            with db.session.no_autoflush:
                self.register = read_settings(self.actor.clinic_id)["trained"]
        return self.register

    def policy(self) -> Policy:
        """Which notes are reviewed; read once. A record that is being changed is not flushed before it is whole."""
        if self.reviewed_by is None:
            with db.session.no_autoflush:
                self.reviewed_by = read_policy(self.actor.clinic_id)
        return self.reviewed_by

    def device_name(self) -> str:
        device = db.session.get(Device, (self.actor.clinic_id, self.device_id))
        return device.name if device else self.device_id

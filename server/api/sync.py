"""Ops up, states down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app
from marshmallow import ValidationError

from server.api.answers import json_answer
from server.api.blueprint import Blueprint
from server.auth.body_items import Unclean
from server.auth.drain import current_drain, may_drain
from server.auth.guards import NotSignedIn, admits, current_actor, requires
from server.auth.request_validation import body_limit, each_alone
from server.db import begin_write, db, utc_now
from server.domain.errors import EpochChanged
from server.domain.permissions import Action, Actor
from server.domain.schema import FIRST
from server.metrics import count_ops
from server.models import Record
from server.schemas.ops import KINDS, PROTO, load_op, usable_id
from server.schemas.sync import (
    MAX_PAGE,
    DrainIn,
    DrainOut,
    DrainQuery,
    ManifestIn,
    ManifestOut,
    PingOut,
    PullIn,
    PullOut,
    PushIn,
    PushOut,
    SnapshotIn,
    SnapshotOut,
)
from server.services import pull
from server.services.accounts.drain import LOGIN, Drain
from server.services.feed import read_epoch
from server.services.history import RESTORED, HistoryLost, end_of_history, mend_history, require_history
from server.services.issuer import Issuer
from server.services.patients import read_snapshot
from server.services.records.begin import Begun, begin_push
from server.services.records.drain import deliver_own, drain_ops
from server.services.records.ops import BadOp, Op, Result
from server.services.records.push import push as push_ops
from server.services.records.resent import read_resent
from server.services.scope import begin_of_scope
from server.services.serialise import moment, names_of_authors, record_json, to_json

MAX_PUSH = 5 * 1024 * 1024
MIN_APP = "0.1.0"

blueprint = Blueprint("sync", __name__, description="Ops up, states down")


@blueprint.route("/sync/push", methods=["POST"])
@requires(Action.SYNC)
@body_limit(MAX_PUSH)
@each_alone("ops")
@blueprint.arguments(PushIn)
@blueprint.response(200, PushOut)
def push(body: dict[str, Any]) -> Response:
    """Apply up to 50 ops, each by itself. An answer means that what it calls applied is on disk."""
    actor, issuer = current_actor(), own_issuer()
    ops = [read_op(raw) for raw in body["ops"]]
    resent = read_resent(issuer, actor.clinic_id, ops, body["resent"])
    begun = begin_known(issuer, actor, body)
    results = push_ops(actor, str(actor.device_id), ops, utc_now(), resent, body["schema"] or FIRST, begun)
    report = pull.Report(body["app"], body["pending_ops"], body["oldest_pending_at"])
    pull.note_report(actor, report, utc_now(), begun.device)
    commit_counted(ops, results)
    answer = f'{confirmed(issuer, actor, begun.epoch)},"results":[{results_json(issuer, actor, results)}]'
    return json_answer(f"{{{opening(begun.epoch)},{answer}}}")


def begin_known(issuer: Issuer, actor: Actor, body: dict[str, Any]) -> Begun:
    """Begin to write, for a tablet that knows this history."""
    begun = begin_push(actor, str(actor.device_id))
    with mended(actor.clinic_id):
        require_history(issuer, actor.clinic_id, begun.epoch, body["epoch"], body["cursor"], body["confirmed"])
    return begun


def commit_counted(ops: list[Op | BadOp], results: list[tuple[Result, Record | None]]) -> None:
    """Only ops that are committed are counted."""
    db.session.commit()
    count_ops(ops, results)


@blueprint.route("/sync/drain", methods=["POST"])
@admits(may_drain)
@body_limit(MAX_PUSH)
@each_alone("ops")
@blueprint.arguments(DrainQuery, location="query")
@blueprint.arguments(DrainIn)
@blueprint.response(200, DrainOut)
def drain(_query: dict[str, Any], body: dict[str, Any]) -> Response:
    """Take unsent work without a login. That of a disabled person or a blocked device waits for a supervisor; of
    somebody whose login ran out, what they signed is applied."""
    allowed = current_drain()
    actor, now = allowed.actor, utc_now()
    results = take_drained(allowed, body, now)
    pull.note_report(actor, pull.Report(body["app"], body["pending_ops"], body["oldest_pending_at"]), now)
    answer = results_json(own_issuer(), actor, [(result, None) for result in results])
    db.session.commit()
    until = f'"until":"{moment(allowed.until)}","reason":"{allowed.reason}"'
    return json_answer(f'{{{opening(read_epoch())},{until},"results":[{answer}]}}')


@blueprint.route("/sync/pull")
@requires(Action.SYNC)
@blueprint.arguments(PullIn, location="query")
@blueprint.response(200, PullOut)
def pull_changes(query: dict[str, Any]) -> Response:
    """The records that changed after the cursor, oldest change first, each in its latest state."""
    actor = current_actor()
    active_at = utc_now() if query["scope"] == "active" else None
    with mended(actor.clinic_id):
        page = pull.read_page(own_issuer(), actor, read_known(query), query["limit"], active_at)
    device = pull.device_of(actor)
    told = pull.reported_pending(actor, device)
    if pull.write_trace(actor, device, page, read_report(query), utc_now()):
        db.session.commit()
    tail = f'"cursor":"{page.cursor}","more":{to_json(page.more)},{state_of(page)},"reported_pending":{told}'
    return json_answer(f'{{{opening(page.epoch)},"changes":[{",".join(page.changes)}],{tail}}}')


def state_of(page: pull.Page) -> str:
    state = f'"quarantine":{page.quarantine},"min_app":"{MIN_APP}","directive":null'
    return state + f',"scope_months":{page.scope_months},"outside":{page.outside},"twins":{to_json(page.twins)}'


@blueprint.route("/sync/manifest")
@requires(Action.SYNC)
@blueprint.arguments(ManifestIn, location="query")
@blueprint.response(200, ManifestOut)
def manifest(query: dict[str, Any]) -> Response:
    """Type, id and rev of every record: what a tablet checks its copy against."""
    actor, since = current_actor(), pull.ALWAYS
    if query["scope"] == "active":
        since = begin_of_scope(actor.clinic_id, utc_now())
        pull.renew_scope(actor, since)
        db.session.commit()
    found = pull.read_manifest(actor, since)
    db.session.commit()
    rows = f'"records":{to_json(found.records)},"outside":{to_json(found.outside)}'
    return json_answer(f'{{"proto":{PROTO},"epoch":{to_json(found.epoch)},{rows}}}')


@blueprint.route("/sync/snapshot")
@requires(Action.READ_PATIENT)
@blueprint.arguments(SnapshotIn, location="query")
@blueprint.response(200, SnapshotOut)
def snapshot(query: dict[str, Any]) -> Response:
    """All records of one patient: of those out of scope, which the feed does not give."""
    begin_write()
    records, following = read_snapshot(current_actor(), query["patient"], query["cursor"], MAX_PAGE)
    head = opening(read_epoch())
    db.session.commit()
    return json_answer(f'{{{head},"records":[{",".join(records)}],"next":{to_json(following)}}}')


@blueprint.route("/sync/ping")
@requires(Action.SYNC, locked=True)
@blueprint.response(200, PingOut)
def ping() -> Response:
    """Whether this is our server, and which history it has."""
    return json_answer(f"{{{opening(read_epoch())}}}")


def take_drained(allowed: Drain, body: dict[str, Any], now: datetime) -> list[Result]:
    ops, device_id = [read_op(raw) for raw in body["ops"]], str(allowed.actor.device_id)
    if allowed.reason != LOGIN:
        return drain_ops(allowed.actor, device_id, ops, now)
    require_own_epoch(body["epoch"])
    return deliver_own(allowed.actor, device_id, ops, now)


def require_own_epoch(epoch: str | None) -> None:
    """An app of an earlier version sends no epoch: it has to sign in. One of another history has to read it first."""
    if epoch is None:
        raise NotSignedIn
    if epoch != read_epoch():
        raise EpochChanged(RESTORED, epoch=read_epoch())


def own_issuer() -> Issuer:
    return Issuer(str(current_app.secret_key))


@contextmanager
def mended(clinic_id: str) -> Iterator[None]:
    """A history that turns out to be lost begins a new epoch, before the tablet is told."""
    try:
        yield
    except HistoryLost as lost:
        epoch = mend_history(clinic_id, lost.place, utc_now())
        db.session.commit()
        raise EpochChanged(RESTORED, epoch=epoch) from None


def receipt_of(issuer: Issuer, clinic_id: str, result: Result) -> str:
    """What the tablet keeps with an accepted op."""
    if result.received_at is None or result.status not in ("applied", "conflict"):
        return ""
    receipt = issuer.receipt(clinic_id, result.op_id, result.body_hash, result.received_at)
    return f',"received_at":"{result.received_at.astimezone(UTC).isoformat()}","receipt":"{receipt}"'


def confirmed(issuer: Issuer, actor: Actor, epoch: str) -> str:
    """What the tablet keeps with all that a push accepted."""
    place = issuer.cursor(actor.clinic_id, end_of_history(epoch, actor.clinic_id))
    return f'"confirmed":"{place}"'


def opening(epoch: str) -> str:
    return f'"proto":{PROTO},"epoch":{to_json(epoch)},"server_time":"{moment(utc_now())}"'


def read_op(raw: Any) -> Op | BadOp:
    """One op, or what is wrong with it."""
    if isinstance(raw, Unclean):
        seen = outline(raw)
        return BadOp(seen["op_id"], seen, {"code": "validation", "detail": f"This op is not clean: {raw.why}."})
    try:
        op = load_op(raw)
    except ValidationError as error:
        detail = "This entry is not in the form the server takes."
        return BadOp(usable_id(raw), raw, {"code": "validation", "detail": detail, "fields": fields_of(error)})
    return Op(op["op_id"], op["user_id"], op["kind"], op["type"], op["id"], op["client_time"], op, raw)


def fields_of(error: ValidationError) -> dict[str, Any]:
    """What is wrong by field; a plain list is about the one field that was being read."""
    return error.messages if isinstance(error.messages, dict) else {error.field_name: error.messages}


def outline(unclean: Unclean) -> dict[str, Any]:
    """An op that is not clean in a form that any database stores: its whole text, and what it is about."""
    seen = unclean.sketch()
    kind = seen.get("kind") if isinstance(seen, dict) else None
    known = kind if isinstance(kind, str) and kind in KINDS else None
    return {"op_id": usable_id(seen), "kind": known, "id": usable_id(seen, "id"), "text": unclean.text}


def results_json(issuer: Issuer, actor: Actor, results: list[tuple[Result, Record | None]]) -> str:
    names = names_of_authors(actor, [record for _result, record in results if record])
    return ",".join(
        result_json(result, record, names, receipt_of(issuer, actor.clinic_id, result)) for result, record in results
    )


def result_json(result: Result, record: Record | None, names: dict[str, str], receipt: str) -> str:
    text = f'"op_id":{to_json(result.op_id)},"status":"{result.status}"{receipt}'
    text += f',"record":{record_json(record, names)}' if record is not None else ""
    text += f',"conflict_id":"{result.conflict_id}"' if result.conflict_id else ""
    text += f',"twins":{to_json(result.twins)}' if result.twins else ""
    text += f',"error":{to_json(result.error)}' if result.error else ""
    return f"{{{text}}}"


def read_known(query: dict[str, Any]) -> pull.Known:
    return pull.Known(query.get("epoch"), query.get("cursor"), query.get("confirmed"))


def read_report(query: dict[str, Any]) -> pull.Report:
    storage: dict[str, Any] = {name: query[name] for name in ("usage", "quota") if name in query}
    if "persisted" in query:
        storage["persisted"] = query["persisted"] in ("true", "1")
    return pull.Report(query.get("app"), query.get("pending_ops"), query.get("oldest_pending_at"), storage or None)

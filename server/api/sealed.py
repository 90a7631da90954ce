"""Ops that a tablet delivers sealed, whoever is signed in on it, or nobody any more."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Response

from server.api.answers import json_answer
from server.api.blueprint import Blueprint
from server.api.sync import MAX_PUSH, own_issuer, read_op, results_json
from server.auth.drain import may_send_sealed, sender_of_sealed
from server.auth.guards import admits
from server.auth.request_validation import BadJson, body_limit, parse_json
from server.db import db, utc_now
from server.domain.permissions import Actor
from server.schemas.sealed import SealedIn, SealedOut, SealedQuery
from server.services.keys.clinic import KeyLost
from server.services.records.drain import drain_ops
from server.services.records.ops import BadOp, Op, Result
from server.services.records.push import push
from server.services.records.sealed import Author, find_author, keep_unproven, open_op

blueprint = Blueprint("sealed", __name__, description="Ops up, sealed")


@dataclass(frozen=True, slots=True)
class Delivered:
    """One item of the body: the op in it and who signed that, as far as it could be told. ``closed`` is the answer to
    one that the server cannot open for now."""

    item: dict[str, Any]
    op: Op | BadOp | None = None
    author: Author | None = None
    closed: Result | None = None


@blueprint.route("/sync/sealed", methods=["POST"])
@admits(may_send_sealed)
@body_limit(MAX_PUSH)
@blueprint.arguments(SealedQuery, location="query")
@blueprint.arguments(SealedIn)
@blueprint.response(200, SealedOut)
def send_sealed(_query: dict[str, Any], body: dict[str, Any]) -> Response:
    """Apply each op as its author's, or keep it for a supervisor. What runs of one author is committed together."""
    sender, is_drained = sender_of_sealed()
    delivered = [open_one(sender, item) for item in body["ops"]]
    db.session.rollback()
    results: list[Result] = []
    for (author, is_closed), items in groupby(delivered, lambda one: (one.author, one.closed is not None)):
        group = list(items)
        closed = [one.closed for one in group if one.closed]
        results += closed if is_closed else deliver(sender, author, group, is_drained)
        db.session.commit()
    return json_answer(f'{{"results":[{results_json(own_issuer(), sender, [(one, None) for one in results])}]}}')


def open_one(sender: Actor, item: dict[str, Any]) -> Delivered:
    try:
        text = open_op(sender.clinic_id, item["op_id"], item["sealed"])
        op = read_op(parse_json(text)) if text is not None else None
    except KeyLost as lost:  # the tablet keeps it until the server can open it again
        error = {"code": lost.code, "detail": lost.detail}
        return Delivered(item, closed=Result(item["op_id"], "retry", error=error))
    except BadJson:
        op = None
    if op is None or op.op_id != item["op_id"]:
        return Delivered(item, op)
    return Delivered(item, op, find_author(sender.clinic_id, op))


def deliver(sender: Actor, author: Author | None, group: list[Delivered], is_drained: bool) -> list[Result]:
    """Of one author, or of nobody who could be told."""
    if author is None:
        return keep_unproven(sender, [one.item for one in group], utc_now())
    ops = [one.op for one in group if one.op is not None]
    actor, device_id = author.actor, str(author.actor.device_id)
    if is_drained or author.is_shut_out:
        return drain_ops(actor, device_id, ops, utc_now())
    return [result for result, _record in push(actor, device_id, ops, utc_now())]

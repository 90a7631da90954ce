"""Ops that a tablet delivers sealed, whoever is signed in on it, or nobody any more."""

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

Found = tuple[dict[str, Any], Op | BadOp | None, Author | None, Result | None]


@blueprint.route("/sync/sealed", methods=["POST"])
@admits(may_send_sealed)
@body_limit(MAX_PUSH)
@blueprint.arguments(SealedQuery, location="query")
@blueprint.arguments(SealedIn)
@blueprint.response(200, SealedOut)
def send_sealed(_query: dict[str, Any], body: dict[str, Any]) -> Response:
    """Apply each op as its author's, or keep it for a supervisor. What runs of one author is committed together."""
    sender, is_drained = sender_of_sealed()
    found = [open_one(sender, item) for item in body["ops"]]
    db.session.rollback()
    results: list[Result] = []
    for (author, lost), items in groupby(found, lambda one: (one[2], one[3] is not None)):
        group = list(items)
        results += [one[3] for one in group if one[3]] if lost else deliver(sender, author, group, is_drained)
        db.session.commit()
    return json_answer(f'{{"results":[{results_json(own_issuer(), sender, [(one, None) for one in results])}]}}')


def open_one(sender: Actor, item: dict[str, Any]) -> Found:
    try:
        text = open_op(sender.clinic_id, item["op_id"], item["sealed"])
        op = read_op(parse_json(text)) if text is not None else None
    except KeyLost as lost:  # the tablet keeps it until the server can open it again
        return item, None, None, Result(item["op_id"], "retry", error={"code": lost.code, "detail": lost.detail})
    except BadJson:
        op = None
    is_named = op is not None and op.op_id == item["op_id"]
    return item, op, find_author(sender.clinic_id, op) if op is not None and is_named else None, None


def deliver(sender: Actor, author: Author | None, group: list[Found], is_drained: bool) -> list[Result]:
    if author is None:
        return keep_unproven(sender, [item for item, *_rest in group], utc_now())
    ops = [op for _item, op, *_rest in group if op is not None]
    actor, device_id = author.actor, str(author.actor.device_id)
    if is_drained or author.is_shut_out:
        return drain_ops(actor, device_id, ops, utc_now())
    return [result for result, _record in push(actor, device_id, ops, utc_now())]

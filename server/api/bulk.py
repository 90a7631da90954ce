"""Many records on their way out at once: asked for, watched, cancelled, and taken once."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from flask import Response, current_app

from server.api.answers import download
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db, utc_now
from server.domain.errors import WrongState
from server.domain.permissions import Action, Actor
from server.domain.translation import N_
from server.schemas.base import Nothing
from server.schemas.bulk import ExportIn, ExportListOut, ExportOut
from server.schemas.summaries import BINARY
from server.services import bulk

PIECE = 1 << 16
blueprint = Blueprint("bulk", __name__, description="Many records on their way out at once")


@blueprint.route("/exports")
@requires(Action.EXPORT_CLINIC)
@blueprint.response(200, ExportListOut)
def list_exports() -> dict[str, Any]:
    """What was asked for in the clinic and how far it is, the newest first."""
    actor = current_actor()
    return {"items": [shown(actor, one) for one in bulk.list_exports(actor)]}


@blueprint.route("/exports", methods=["POST"])
@requires(Action.EXPORT_CLINIC, fresh=True)
@blueprint.arguments(ExportIn)
@blueprint.response(201, ExportOut)
def begin_export(body: dict[str, Any]) -> dict[str, Any]:
    """Begun within a minute, by the server itself; the file waits for a day."""
    begin_write()
    made = bulk.begin_export(current_actor(), body["patients"], list(dict.fromkeys(body["forms"])), utc_now())
    db.session.commit()
    return shown(current_actor(), made)


@blueprint.route("/exports/<uuid:export_id>", methods=["DELETE"])
@requires(Action.EXPORT_CLINIC)
@blueprint.arguments(Nothing)
@blueprint.response(200, ExportOut)
def cancel_export(_body: dict[str, Any], export_id: str) -> dict[str, Any]:
    """What was made of it is removed."""
    begin_write()
    found = bulk.cancel_export(current_actor(), str(export_id))
    db.session.commit()
    return shown(current_actor(), found)


@blueprint.route("/exports/<uuid:export_id>/file", methods=["POST"])
@requires(Action.EXPORT_CLINIC, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, BINARY, content_type="application/zip")
def take_export(_body: dict[str, Any], export_id: str) -> Response:
    """The file, once: it is removed as it leaves. Its audit row is on disk before the first byte."""
    begin_write()
    found = bulk.take_export(current_actor(), str(export_id), utc_now())
    path = bulk.archive_of(current_app.config["NEEDLEPOINT"].data_dir, found)
    body = opened(path)
    db.session.commit()
    path.unlink(missing_ok=True)
    return leaving(body)


def opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        db.session.rollback()
        raise WrongState(N_("There is no file of this export to take."), state="ready") from None


def leaving(body: BinaryIO) -> Response:
    response = download(b"", "application/zip", f"records_{utc_now():%Y-%m-%d_%H%M%S}.zip")
    response.content_length = os.fstat(body.fileno()).st_size
    response.response = pieces(body)
    return response


def pieces(body: BinaryIO) -> Iterator[bytes]:
    with body:
        while piece := body.read(PIECE):
            yield piece


def shown(actor: Actor, one: bulk.Export) -> dict[str, Any]:
    names = ("id", "name", "forms", "total", "done", "state")
    return {name: getattr(one, name) for name in names} | {
        "asked_at": datetime.fromisoformat(one.asked_at),
        "all": one.patients is None,
        "left_out": len(one.refused),
        "mine": one.by == actor.id,
    }

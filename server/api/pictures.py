"""The files of photos, up after the text that names them and down through it."""

from typing import Any

from flask import Response, request

from server.api.blueprint import Blueprint
from server.auth.drain import may_send_pictures, sender_of_picture
from server.auth.guards import admits, current_actor, requires
from server.auth.request_validation import takes_jpeg
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.ops import PROTO
from server.schemas.pictures import JPEG, PictureOut, PictureQuery
from server.schemas.summaries import BINARY
from server.services.pictures import keep_picture, read_picture, read_sent

blueprint = Blueprint("pictures", __name__, description="Photos of the skin")


@blueprint.route("/notes/<uuid:note_id>/pictures/<string:sha256>", methods=["PUT"])
@admits(may_send_pictures)
@takes_jpeg
@blueprint.arguments(PictureQuery, location="query")
@blueprint.response(200, PictureOut)
def send_picture(_query: dict[str, str], note_id: str, sha256: str) -> dict[str, Any]:
    """Keep the file with this hash, a plain JPEG, which something of the note names. An answer that repeats the hash
    means that the file is on disk; 409 ``picture_not_named`` that its text has not arrived. Sent again, it is the same
    file. Whoever delivers what is unsent without a login delivers its photos, too."""
    sent = read_sent(sha256, request.get_data(cache=True))
    begin_write()
    keep_picture(sender_of_picture(), note_id, sent, utc_now())
    db.session.commit()
    return {"proto": PROTO, "sha256": sent.sha256, "size": len(sent.data)}


@blueprint.route("/notes/<uuid:note_id>/pictures/<string:sha256>")
@requires(Action.READ_NOTE)
@blueprint.response(200, BINARY, content_type=JPEG)
def show_picture(note_id: str, sha256: str) -> Response:
    """The file of a photo that the note names or named, or something of the quarantine that the actor reads. 404
    ``picture_not_there`` until it has arrived."""
    begin_write()
    data = read_picture(current_actor(), note_id, sha256)
    db.session.commit()
    disposition = {"Content-Disposition": f'attachment; filename="{sha256}.jpg"', "Cache-Control": "no-store"}
    return Response(data, content_type=JPEG, headers=disposition)

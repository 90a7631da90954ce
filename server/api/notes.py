"""Notes, read by programs and for their history; the app itself reads what sync brought."""

from typing import Any

from flask import Response

from server.api.answers import json_answer, list_answer
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.permissions import Action
from server.schemas.notes import NotesIn, NotesOut, PageIn, RevisionsOut
from server.schemas.records import RecordOut
from server.services import notes

blueprint = Blueprint("notes", __name__, description="Session notes")


@blueprint.route("/notes")
@requires(Action.LIST_NOTES)
@blueprint.arguments(NotesIn, location="query")
@blueprint.response(200, NotesOut)
def list_notes(query: dict[str, Any]) -> Response:
    """Heads of notes, the newest visit first."""
    limit, cursor = query.pop("limit"), query.pop("cursor")
    begin_write()
    items, following = notes.list_notes(current_actor(), notes.Wanted(**query), limit, cursor)
    db.session.commit()
    return list_answer(items, following)


@blueprint.route("/notes/<uuid:note_id>")
@requires(Action.READ_NOTE)
@blueprint.response(200, RecordOut)
def read_note(note_id: str) -> Response:
    """One note with what it holds."""
    begin_write()
    text = notes.read_note(current_actor(), note_id)
    db.session.commit()
    return json_answer(text)


@blueprint.route("/notes/<uuid:note_id>/revisions")
@requires(Action.READ_NOTE)
@blueprint.arguments(PageIn, location="query")
@blueprint.response(200, RevisionsOut)
def read_revisions(query: dict[str, Any], note_id: str) -> dict[str, Any]:
    """Who changed what, the latest first: each touched section before and after, and why."""
    begin_write()
    page = notes.read_revisions(current_actor(), note_id, **query)
    db.session.commit()
    return page

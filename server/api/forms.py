"""The catalogue, the rules, the limits and the workflow as data: what the app builds its forms and checks from."""

import hashlib
from functools import cache

from flask import Response, request

from server.api.answers import json_answer
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import db
from server.domain import catalogue, workflow
from server.domain.limits import LIMITS
from server.domain.permissions import Action
from server.domain.rules import RULES
from server.models import Clinic
from server.schemas.forms import FormsOut
from server.schemas.ops import PROTO
from server.services.wire import to_json

blueprint = Blueprint("forms", __name__, description="What a note may hold")


@blueprint.route("/forms")
@requires(Action.READ_FORMS)
@blueprint.response(200, FormsOut)
@blueprint.alt_response(304, description="The forms are those you have")
def read_forms() -> Response:
    """Everything needed to show, check and sign a note without the server. ``version`` names the whole."""
    clinic = db.session.get_one(Clinic, current_actor().clinic_id)
    text, version = forms_text()
    answer = json_answer(f'{text[:-1]},"clinic":{to_json({"id": clinic.id, "name": clinic.name})}}}')
    answer.set_etag(digest(f"{version}{clinic.id}{clinic.name}"))
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


@cache
def forms_text() -> tuple[str, str]:
    """The part that is the same for every clinic, and its version."""
    content = {
        "schema": catalogue.SCHEMA_VERSION,
        "record_types": catalogue.forms(),
        "rules": RULES,
        "limits": LIMITS,
        "workflow": workflow.forms(),
    }
    version = digest(to_json(content))
    return to_json({"proto": PROTO, "version": version, **content}), version


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

"""The catalogue, rules, limits, permissions and workflow as data: what the app builds its forms and checks from."""

import hashlib
from functools import lru_cache
from typing import Any

from flask import Response, request

from server.api.answers import json_answer
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.config import settings
from server.db import db
from server.domain import catalogue, permissions, workflow
from server.domain.catalogue import copying, formats
from server.domain.permissions import Action
from server.domain.rules import RULES
from server.domain.settings import offered_days
from server.models import Clinic
from server.schemas.forms import FormsOut
from server.schemas.ops import PROTO
from server.services.consent_texts import consent_forms
from server.services.limits import Limits, approval_of, read_limits
from server.services.patient_page import page_forms
from server.services.serialise import moment, to_json
from server.services.settings import settings_forms

blueprint = Blueprint("forms", __name__, description="What a note may hold")


@blueprint.route("/forms")
@requires(Action.READ_FORMS)
@blueprint.response(200, FormsOut)
@blueprint.alt_response(304, description="The forms are those you have")
def read_forms() -> Response:
    """Everything needed to show, check and sign a note without the server. ``version`` names the whole."""
    clinic = db.session.get_one(Clinic, current_actor().clinic_id)
    own = [limits_text(read_limits(clinic.id)), texts_of(clinic.id), settings_text(clinic.id)]
    text, version = forms_text(",".join(own))
    answer = json_answer(f'{text[:-1]},"clinic":{to_json({"id": clinic.id, "name": clinic.name})}}}')
    answer.set_etag(digest(f"{version}{clinic.id}{clinic.name}"))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def limits_text(limits: Limits) -> str:
    """The clinic's limits, and who approved them, as members of the forms."""
    approved = approval_of(limits.row)
    shown = {"name": approved["name"], "at": moment(approved["at"])} if approved else None
    return f'"limits":{to_json(limits.table)},"limits_approved":{to_json(shown)}'


def settings_text(clinic_id: str) -> str:
    """What the clinic decided, and for how long a patient may have a link, as members of the forms."""
    decided = settings_forms(clinic_id)
    links = offered_days(decided["link_days"]) if settings().has_public_name else []
    return f'"settings":{to_json(decided)},"links":{to_json(links)}'


def texts_of(clinic_id: str) -> str:
    """What patients read, as members of the forms: their page in the approved languages, and the consent texts."""
    return f'"patient_page":{to_json(page_forms(clinic_id))},"consent_texts":{to_json(consent_forms(clinic_id))}'


@lru_cache(maxsize=16)
def forms_text(own: str) -> tuple[str, str]:
    """The forms with what is the clinic's ``own``, all but its name, and their version."""
    content: dict[str, Any] = {
        "schema": catalogue.SCHEMA_VERSION,
        "record_types": catalogue.forms(),
        "copied": copying.forms(),
        "formats": formats.forms(),
        "rules": RULES,
        "permissions": permissions.forms(),
        "workflow": workflow.forms(),
    }
    text = f"{to_json(content)[:-1]},{own}}}"
    version = digest(text)
    return f'{{"proto":{PROTO},"version":"{version}",{text[1:]}', version


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

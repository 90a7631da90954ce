"""The keys of whoever is signed in, on the device they are signed in on."""

from typing import Any

from flask_login import current_user

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, has_opened, is_fresh, requires
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.base import Nothing
from server.schemas.keys import DataKeyOut, KeyOut, KeysIn
from server.services.keys.own import SIGN_IN_FIRST, NotRecent, recover_data_key, register_keys

blueprint = Blueprint("keys", __name__, description="Keys of people and tablets")


@blueprint.route("/me/keys", methods=["POST"])
@requires(Action.READ_SELF, locked=True)
@blueprint.arguments(KeysIn)
@blueprint.response(201, KeyOut)
def register(body: dict[str, Any]) -> dict[str, Any]:
    """Register what this person signs with on this device, and a copy of the data key for recovery. Where they have a
    key here already, the device is open, or the password was given in the last five minutes."""
    if not has_opened() and not is_fresh():
        raise NotRecent(SIGN_IN_FIRST)
    begin_write()
    key = register_keys(current_actor(), body.get("signing"), body.get("recovery"), utc_now())
    db.session.commit()
    return {"key": key}


@blueprint.route("/me/keys/recover", methods=["POST"])
@requires(Action.READ_SELF, locked=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, DataKeyOut)
def recover(_body: dict[str, Any]) -> dict[str, str]:
    """The data key of this person on this device, within five minutes of signing in."""
    begin_write()
    data_key = recover_data_key(current_actor(), current_user.session_id, utc_now())
    db.session.commit()
    return {"data_key": data_key}

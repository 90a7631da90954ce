"""The keys of whoever is signed in, on the device they are signed in on."""

from typing import Any

from flask_login import current_user

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, has_opened_key, requires
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.keys import DataKeyOut, KeyOut, KeysIn, RecoverIn
from server.services.keys.own import recover_data_key, register_keys, require_sign_in

blueprint = Blueprint("keys", __name__, description="Keys of people and tablets")


@blueprint.route("/me/keys", methods=["POST"])
@requires(Action.READ_SELF, locked=True)
@blueprint.arguments(KeysIn)
@blueprint.response(201, KeyOut)
def register(body: dict[str, Any]) -> dict[str, Any]:
    """Register what this person signs with on this device, and a copy of the data key for recovery. The device is open
    with the key they have here, or ``proof`` is what the answer to the sign-in said in the last five minutes."""
    begin_write()
    if not has_opened_key():
        require_sign_in(current_actor(), current_user.session_id, body.get("proof"), utc_now())
    key = register_keys(current_actor(), body.get("signing"), body.get("recovery"), utc_now())
    db.session.commit()
    return {"key": key}


@blueprint.route("/me/keys/recover", methods=["POST"])
@requires(Action.READ_SELF, locked=True)
@blueprint.arguments(RecoverIn)
@blueprint.response(200, DataKeyOut)
def recover(body: dict[str, Any]) -> dict[str, str]:
    """The data key of this person on this device, for the app that has signed in, within five minutes."""
    begin_write()
    data_key = recover_data_key(current_actor(), current_user.session_id, body.get("proof"), utc_now())
    db.session.commit()
    return {"data_key": data_key}

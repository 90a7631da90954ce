"""The state of the server, for administrators."""

from typing import Any

from flask import current_app

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import utc_now
from server.domain.permissions import Action
from server.schemas.server import ServerOut
from server.selfcheck import find_faults
from server.services import watch
from server.services.jobs import kinds_here
from server.version import program_version

blueprint = Blueprint("server", __name__, description="The server itself")


@blueprint.route("/server")
@requires(Action.READ_SERVER)
@blueprint.response(200, ServerOut)
def read_server() -> dict[str, Any]:
    """Version, disk space, backups and nightly jobs; nothing of any record."""
    config = current_app.config["NEEDLEPOINT"]
    faults = [*find_faults(config.data_dir).values()]
    here = kinds_here(config.backup_dir, config.mail is not None)
    state = watch.describe_server(current_actor(), config.data_dir, here, utc_now())
    return {"version": program_version(), "faults": faults, **state}

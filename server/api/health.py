"""Is it alive, is it ready: for monitoring. It names the checks that failed and the age of the last good backup."""

from flask import Blueprint, Response, current_app, jsonify

from server.auth.guards import public
from server.db import utc_now
from server.errors import problem
from server.selfcheck import find_faults
from server.services import watch

blueprint = Blueprint("health", __name__)


@blueprint.route("/livez")
@public
def livez() -> Response:
    return jsonify({"status": "alive"})


@blueprint.route("/readyz")
@public
def readyz() -> Response:
    faults = find_faults(current_app.config["NEEDLEPOINT"].data_dir)
    if faults:
        return problem(503, "not_ready", headers={"Retry-After": "5"}, failed=sorted(faults))
    return jsonify({"status": "ready", "backup_hours": watch.backup_hours(utc_now())})

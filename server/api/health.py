"""Is it alive, is it ready: for whatever watches over the server. Names what failed, tells nothing else."""

from flask import Blueprint, Response, current_app, jsonify

from server.auth.guards import public
from server.errors import problem
from server.selfcheck import find_faults

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
    return jsonify({"status": "ready"})

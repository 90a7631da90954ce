"""The API's own description, OpenAPI 3.1."""

from flask import Blueprint, Response, current_app, jsonify

from server.api.blueprint import PREFIX
from server.auth.guards import public

blueprint = Blueprint("openapi", __name__, url_prefix=PREFIX)


@blueprint.route("/openapi.json")
@public
def document() -> Response:
    spec = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec
    return jsonify(spec.to_dict())

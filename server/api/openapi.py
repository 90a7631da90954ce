"""The API's own description, OpenAPI 3.1, with what a client generated from it needs to authenticate."""

import re
from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from server.api.blueprint import PREFIX
from server.auth.guards import PUBLIC, declared_access, needs_open, public
from server.auth.login import session_cookie_name
from server.auth.request_validation import UNSAFE
from server.domain.permissions import SCOPES

blueprint = Blueprint("openapi", __name__, url_prefix=PREFIX)

SCHEME, TOKEN = "session", "token"
OWN_HEADER = {
    "in": "header",
    "name": "X-Requested-With",
    "required": True,
    "schema": {"type": "string", "enum": ["needlepoint"]},
    "description": "Pages of other sites cannot send this header.",
}
OPENED = {
    "in": "header",
    "name": "X-Needlepoint-Open",
    "required": False,
    "schema": {"type": "string", "maxLength": 86},
    "description": (
        "Where the person has a signing key on the device of the login (POST /me/keys): the signature of that key over"
        " `needlepoint open 1`, a line feed and `login` of GET /me. The cookie alone then opens nothing of a record."
    ),
}


@blueprint.route("/openapi.json")
@public
def document() -> Response:
    documented = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return jsonify(describe_entry(documented.describe()))


def describe_entry(spec: dict[str, Any]) -> dict[str, Any]:
    """Add the server's address, how to authenticate, and a name for each operation."""
    cookie = {"type": "apiKey", "in": "cookie", "name": session_cookie_name(), "description": "Set by POST /login."}
    token = {"type": "http", "scheme": "bearer", "description": "Made by flask tokens add; reads what its scopes name."}
    parts = {**spec.get("components", {}), "securitySchemes": {SCHEME: cookie, TOKEN: token}}
    endpoints = endpoints_by_address()
    paths = {
        path: {
            method: describe_operation(operation, method, endpoints.get((path, method.upper())))
            for method, operation in operations.items()
        }
        for path, operations in spec["paths"].items()
    }
    servers = [{"url": current_app.config["NEEDLEPOINT"].public_url}]
    return {**spec, "servers": servers, "paths": paths, "components": parts}


def describe_operation(operation: Any, method: str, endpoint: str | None) -> Any:
    """``operationId`` is blueprint and view: ``users_create_user``. Parameters of a whole path stay as they are."""
    if endpoint is None:
        return operation
    access = declared_access(endpoint)
    scopes = [scope for scope, actions in SCOPES.items() if access in actions]
    ways = [{SCHEME: []}, *({TOKEN: [scope]} for scope in scopes)]
    described = {**operation, "operationId": endpoint.replace(".", "_"), "security": [] if access == PUBLIC else ways}
    headers = [OWN_HEADER] * (method.upper() in UNSAFE) + [OPENED] * needs_open(endpoint)
    if headers:
        described["parameters"] = [*operation.get("parameters", []), *headers]
    return described


def endpoints_by_address() -> dict[tuple[str, str], str]:
    """The endpoint behind each path, written as the document does, and method."""
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method): rule.endpoint
        for rule in current_app.url_map.iter_rules()
        for method in rule.methods or ()
    }

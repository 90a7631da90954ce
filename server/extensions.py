"""Instances only: the login manager, migrations and the documented API. Imported by app and auth alone."""

from typing import Any

import flask_login
import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask, Response
from flask_migrate import Migrate
from marshmallow import INCLUDE, Schema, fields
from werkzeug.exceptions import HTTPException

from server.errors import on_http_error

GATE_PATTERN = r"^[^\x00-\x08\x0b-\x1f]*$"


class LoginManager(flask_login.LoginManager):
    """Flask-Login without its own cookies: who is asking stands in our session table only."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def name_schema(schema: Any) -> str:
    """``records.RecordOut``: two modules may use the same short name for their own shape."""
    found = resolve_schema_cls(schema)
    cls = found[0] if isinstance(found, list) else found
    return f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}"


def describe_text(_converter: Any, field: fields.Field, ret: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """What the gate lets through in any text that has no narrower rule of its own."""
    is_plain = (
        isinstance(field, fields.String) and not field.dump_only and not {"pattern", "format", "enum"} & ret.keys()
    )
    return {"pattern": GATE_PATTERN} if is_plain else {}


class Problem(Schema):
    """An error, after RFC 9457. ``code`` is for programs, ``detail`` for people; some refusals add particulars."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    request_id = fields.String(required=True)
    code = fields.String(required=True)
    fields_ = fields.Dict(data_key="fields", metadata={"description": "What is wrong, by field"})


class Api(flask_smorest.Api):
    """flask-smorest whose errors keep their headers and take the one shape of ``errors.py``."""

    ERROR_SCHEMA = Problem

    def init_app(self, app: Flask, **_options: Any) -> None:
        super().init_app(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(name_schema)})
        self.ma_plugin.converter.add_attribute_function(describe_text)

    def handle_http_exception(self, error: HTTPException) -> Response:
        return on_http_error(error)

    def _register_responses(self) -> None:
        self.spec.components.schema("Problem", schema=Problem)
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for name, description in ERROR_RESPONSES.items():
            self.spec.components.response(name, {"description": description, "content": content}, lazy=True)


ERROR_RESPONSES: dict[str, Any] = {
    "DEFAULT_ERROR": "Anything that is refused, and anything that goes wrong",
    "UNPROCESSABLE_ENTITY": "A field is not as it should be",
    "UNPROCESSABLE_CONTENT": "A field is not as it should be",
}

api = Api()
login_manager = LoginManager()
migrate = Migrate()

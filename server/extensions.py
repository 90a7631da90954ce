"""The login manager, migrations and the documented API. Imported by app and auth alone."""

from threading import Lock
from typing import Any

import flask_smorest
from apispec import BasePlugin
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask, Response
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_smorest import Blueprint
from marshmallow import INCLUDE, Schema, fields
from werkzeug.exceptions import HTTPException

from server.errors import on_http_error

GATE_PATTERN = r"^[^\x00-\x08\x0b-\x1f]*$"


def name_schema(schema: Any) -> str:
    """``records.RecordOut``: two modules may use the same short name for their own shape."""
    found = resolve_schema_cls(schema)
    cls = found[0] if isinstance(found, list) else found
    return f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}"


def describe_text(_converter: Any, field: fields.Field[Any], ret: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """What request validation accepts in any text that has no narrower rule of its own."""
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


class ProblemPlugin(BasePlugin):
    """Every operation may answer with a problem, in the media type of problems."""

    def operation_helper(
        self, path: str | None = None, operations: dict[str, Any] | None = None, **_context: Any
    ) -> None:
        for operation in (operations or {}).values():
            operation.setdefault("responses", {})["default"] = "DEFAULT_ERROR"

    def response_helper(self, response: dict[str, Any], **_context: Any) -> dict[str, Any]:
        content = response.get("content", {})
        described = content.get("application/json", {}).get("schema")
        if described is Problem or (isinstance(described, dict) and described.get("$ref", "").endswith("Problem")):
            response["content"] = {"application/problem+json": content["application/json"]}
        return response


class Api(flask_smorest.Api):  # type: ignore[misc]  # the library has no types
    """flask-smorest whose errors keep their headers and take the one shape of ``errors.py``.

    It describes the API when that is first asked for: no request needs it, and it takes as long as the rest of a start.
    """

    ERROR_SCHEMA = Problem

    def init_app(self, app: Flask, **_options: Any) -> None:
        self.undescribed: list[Blueprint] = []
        self.describing = Lock()
        plugins = {"marshmallow_plugin": MarshmallowPlugin(name_schema), "extra_plugins": [ProblemPlugin()]}
        super().init_app(app, spec_kwargs=plugins)
        self.ma_plugin.converter.add_attribute_function(describe_text)

    def register_blueprint(self, blp: Blueprint, **options: Any) -> None:
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        self.undescribed.append(blp)

    def describe(self) -> dict[str, Any]:
        """The OpenAPI document of all blueprints."""
        with self.describing:
            for blp in self.undescribed:
                blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
                self.spec.tag({"name": blp.name, "description": blp.description})
            self.undescribed = []
            described: dict[str, Any] = self.spec.to_dict()
            return described

    def handle_http_exception(self, error: HTTPException) -> Response:
        return on_http_error(error)


login_manager = LoginManager()
migrate = Migrate()

"""flask-smorest's blueprint with our request validation in front of its parser, and with types."""

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol, TypeVar

import flask_smorest
from flask import Request
from marshmallow import Schema
from webargs import core
from webargs.flaskparser import FlaskParser

from server.auth.request_validation import read_body

PREFIX = "/api/v1"
Shape = type[Schema] | Schema | dict[str, Any]  # a schema, or JSON schema as OpenAPI writes it
View = TypeVar("View", bound=Callable[..., Any])


class Decorator(Protocol):
    """Gives back the view it was given, with its signature."""

    def __call__(self, view: View) -> View: ...


class GateParser(FlaskParser):
    """Takes the body as request validation has read it, and builds no schema in a request."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        return read_body(req) if req.get_data(cache=True) else core.missing

    def _get_schema(self, argmap: Any, req: Request) -> Schema:
        return built_once(argmap) if isinstance(argmap, type) else super()._get_schema(argmap, req)


@cache
def built_once(schema: type[Schema]) -> Schema:
    """Building one costs more than what it reads; one that is built changes with no request."""
    return schema()


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # the library has no types
    """A group of routes under /api/v1."""

    ARGUMENTS_PARSER = GateParser()

    def __init__(self, name: str, import_name: str, description: str) -> None:
        super().__init__(name, import_name, url_prefix=PREFIX, description=description)

    def route(self, rule: str, **options: Any) -> Decorator:
        found: Decorator = super().route(rule, **options)
        return found

    def arguments(self, schema: type[Schema], **options: Any) -> Decorator:
        """The view is called with what was parsed in front of its own arguments; its own signature says so."""
        found: Decorator = super().arguments(schema, **options)
        return found

    def response(self, status_code: int, schema: Shape | None = None, **options: Any) -> Decorator:
        found: Decorator = super().response(status_code, schema, **options)
        return found

    def alt_response(self, status_code: int, **options: Any) -> Decorator:
        found: Decorator = super().alt_response(status_code, **options)
        return found

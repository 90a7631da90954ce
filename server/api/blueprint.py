"""flask-smorest's blueprint with our gate in front of its parser."""

from typing import Any

import flask_smorest
from flask import Request
from webargs import core
from webargs.flaskparser import FlaskParser

PREFIX = "/api/v1"


class GateParser(FlaskParser):
    """Reads the body through the application's JSON provider, which is the gate, and only once."""

    def _raw_load_json(self, req: Request) -> Any:
        return req.get_json() if req.get_data(cache=True) else core.missing


class Blueprint(flask_smorest.Blueprint):
    """A group of routes under /api/v1. Every answer that is not the declared one is a problem."""

    ARGUMENTS_PARSER = GateParser()

    def __init__(self, name: str, import_name: str, description: str) -> None:
        super().__init__(name, import_name, url_prefix=PREFIX, description=description)
        self._prepare_doc_cbks.append(self._prepare_problem_doc)

    def _prepare_problem_doc(self, doc: dict[str, Any], _info: Any, **_context: Any) -> dict[str, Any]:
        doc.setdefault("responses", {})["default"] = "DEFAULT_ERROR"
        return doc

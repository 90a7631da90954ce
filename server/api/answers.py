"""Answers whose JSON text the services have made already."""

from collections.abc import Iterable

from flask import Response

from server.services.wire import to_json


def json_answer(text: str) -> Response:
    return Response(text, mimetype="application/json")


def list_answer(items: Iterable[str], following: str | None) -> Response:
    return json_answer(f'{{"items":[{",".join(items)}],"next":{to_json(following)}}}')

"""Answers whose bytes are made already: JSON text of the services, and files to download."""

import gzip
from collections.abc import Iterable

from flask import Response, request

from server.services.serialise import to_json

CSV = "text/csv; charset=utf-8"
WORTH_PACKING = 2_000  # bytes; less than that travels in two packets at most


def json_answer(text: str) -> Response:
    """Packed where the other side takes it: records shrink to a seventh, and a clinic's network is what is slow."""
    body = text.encode()
    pack = len(body) > WORTH_PACKING and request.accept_encodings["gzip"] > 0
    response = Response(gzip.compress(body, 1) if pack else body, mimetype="application/json")
    response.vary.add("Accept-Encoding")
    if pack:
        response.headers["Content-Encoding"] = "gzip"
    return response


def download(body: bytes, content_type: str, name: str, more: dict[str, str] | None = None) -> Response:
    """A file for the browser to save under ``name``, and to keep nowhere else. ``more`` headers go with it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"} | (more or {})
    return Response(body, content_type=content_type, headers=headers)


def list_answer(items: Iterable[str], following: str | None) -> Response:
    return json_answer(f'{{"items":[{",".join(items)}],"next":{to_json(following)}}}')

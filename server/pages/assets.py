"""Static files, read once into memory with their hash and a packed copy."""

import gzip
import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Response, request

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}
PACKED = {"text/css", "text/javascript", "application/json", "image/svg+xml", "application/manifest+json", "text/html",
          "application/wasm"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    packed: bytes | None
    mimetype: str
    sha256: str


def make_asset(body: bytes, mimetype: str) -> Asset:
    packed = gzip.compress(body, 9, mtime=0) if mimetype in PACKED else None
    return Asset(body, packed, mimetype, b64encode(hashlib.sha256(body).digest()).decode())


@cache
def load_assets(folder: Path) -> dict[str, Asset]:
    """Every file below ``folder`` that a browser has use for, by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in TYPES)
    return {path.relative_to(folder).as_posix(): make_asset(path.read_bytes(), TYPES[path.suffix]) for path in files}


def version_of(assets: dict[str, Asset], *others: bytes) -> str:
    """One name for exactly these files; it changes when any of them does."""
    digest = hashlib.sha256()
    for path, asset in assets.items():
        digest.update(f"{path}\0{asset.sha256}\0".encode())
    for other in others:
        digest.update(hashlib.sha256(other).digest())
    return digest.hexdigest()[:16]


def send_asset(asset: Asset) -> Response:
    """The file, packed if the browser takes it; or 304 when it has it. ``no-cache`` means: ask again each time."""
    pack = asset.packed is not None and request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if pack else asset.body, mimetype=asset.mimetype)
    response.set_etag(asset.sha256[:22].replace("/", "_") + ("-gz" if pack else ""))
    if asset.packed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if pack:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response

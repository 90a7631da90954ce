"""The headers every answer carries, whoever made it."""

import uuid

from flask import Flask, Response, current_app, g, request

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html sw",
    )
)
# A worker has the policy of its own script. Only this one, which reads barcodes with WebAssembly, may compile it.
READER = "/static/dist/reader.js"
READER_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        (
            "camera=(self)",
            "publickey-credentials-create=(self)",
            "publickey-credentials-get=(self)",
            *(f"{name}=()" for name in ("microphone", "geolocation", "payment", "usb", "interest-cohort")),
        )
    ),
}


def name_request() -> None:
    g.request_id = uuid.uuid4().hex


def add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.path == READER:
        response.headers["Content-Security-Policy"] = READER_CSP
    config = current_app.config["NEEDLEPOINT"]
    if config.is_https:
        response.headers["Strict-Transport-Security"] = f"max-age={config.hsts_seconds}"
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response


def install_headers(app: Flask) -> None:
    app.before_request(name_request)
    app.after_request(add_headers)

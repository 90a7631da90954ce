"""The shell of the app, its service worker and its files: the same for everybody, and without any data."""

import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, render_template

from server.auth.guards import public
from server.domain.translation import ENGLISH, N_
from server.pages import patient_link
from server.pages.assets import Asset, load_assets, make_asset, send_asset, version_of
from server.pages.shipped import SCRIPT, STYLE_SHEET, WORKER, offline_paths, on_demand, preloaded, shipped

blueprint = Blueprint("pages", __name__)


@blueprint.route("/")
@public
def shell() -> Response:
    return send_asset(current_app.extensions["shell"]())


@blueprint.route("/sw.js")
@public
def service_worker() -> Response:
    response = send_asset(current_app.extensions["service_worker"]())
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@blueprint.route("/manifest.webmanifest")
@public
def manifest() -> Response:
    return send_file("manifest.webmanifest")


@blueprint.route("/tablet")
@public
def tablet() -> Response:
    """How a tablet comes to trust the certificate; also served over plain http, for it cannot open anything else."""
    return send_asset(current_app.extensions["tablet"]())


@blueprint.route("/static/<path:name>")
@public
def static(name: str) -> Response:
    return send_file(name)


def send_file(name: str) -> Response:
    asset = current_app.extensions["assets"].get(name)
    if asset is None:
        abort(404)
    return send_asset(asset)


def render_shell(assets: dict[str, Asset], version: str, demo: bool) -> Asset:
    """The page names its files by their stable names, so that pages and scripts of neighbouring versions fit. It is one
    for everybody, and in English until the script knows who reads it."""
    urls = {"script": SCRIPT, "style": STYLE_SHEET}
    named = {name: f"/static/{path}" for name, path in urls.items()}
    preload = [f"/static/{path}" for path in preloaded(assets)]
    values = {**named, "preload": preload, "version": version, "demo": demo, "language": ENGLISH}
    return make_asset(render_template("shell.html", **values, _=N_).encode(), "text/html")


def render_tablet(address: str) -> Asset:
    page = render_template("tablet.html", style=f"/static/{STYLE_SHEET}", address=address, language=ENGLISH, _=N_)
    return make_asset(page.encode(), "text/html")


def render_service_worker(assets: dict[str, Asset], version: str, shell_page: Asset) -> Asset:
    """The worker's text behind three constants: its version, every file it keeps with its SHA-256, and those that
    it keeps once they were asked for."""
    files = {"/": shell_page, "/manifest.webmanifest": assets.get("manifest.webmanifest")}
    files |= {f"/static/{name}": assets[name] for name in offline_paths(assets)}
    hashes = {url: asset.sha256 for url, asset in files.items() if asset is not None}
    later = {f"/static/{name}": assets[name].sha256 for name in on_demand(assets)}
    constants = f"const VERSION = {json.dumps(version)};\nconst PRECACHE = {json.dumps(hashes)};\n"
    constants += f"const ON_DEMAND = {json.dumps(later)};\n"
    return make_asset(constants.encode() + assets[WORKER].body, "text/javascript")


def install_pages(app: Flask, folder: Path) -> None:
    publish(app, load_assets(folder))
    app.register_blueprint(blueprint)
    app.register_blueprint(patient_link.blueprint)


def publish(app: Flask, assets: dict[str, Asset]) -> None:
    """Serve these files, and a shell and a worker that name them."""
    templates = [Path(str(app.template_folder)) / name for name in ("shell.html", "sprite.svg")]
    config = app.config["NEEDLEPOINT"]
    demo, address = config.demo, config.public_url if config.is_https else ""
    page = b"".join(template.read_bytes() for template in templates if template.exists())
    version = version_of(shipped(assets), page, b"demo" if demo else b"")
    shell_once = cache(lambda: render_shell(assets, version, demo))
    app.config["VERSION"] = version
    app.extensions["assets"] = shipped(assets)
    app.extensions["shell"] = shell_once
    app.extensions["tablet"] = cache(lambda: render_tablet(address))
    app.extensions["service_worker"] = cache(lambda: render_service_worker(assets, version, shell_once()))

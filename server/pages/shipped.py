"""What a browser is sent of ``static/``: what ``make js`` built in ``static/dist``, fonts and icons."""

import json

from server.pages.assets import Asset

SCRIPT = "dist/app.js"
WORKER = "dist/sw.js"
STYLE_SHEET = "dist/style.css"
MANIFEST = "dist/MANIFEST.json"
SOURCES = ("src/", "css/", "sw.js", "vendor-licences/MANIFEST.json", MANIFEST)
READER = ("dist/reader.js", "reader/zxing_reader.wasm")  # of codes, for browsers that have none
WORDS = "i18n/"
NOT_OFFLINE = {WORKER, "manifest.webmanifest"}


def build_manifest(assets: dict[str, Asset]) -> dict[str, list[str]]:
    """``preload``: chunks the entry imports; ``previous``: chunks of the last release, for open pages."""
    manifest: dict[str, list[str]] = json.loads(assets[MANIFEST].body)
    return manifest


def preloaded(assets: dict[str, Asset]) -> list[str]:
    """The chunks that the entry script imports, which the page asks for at once."""
    return [f"dist/{name}" for name in build_manifest(assets)["preload"]]


def shipped(assets: dict[str, Asset]) -> dict[str, Asset]:
    """What browsers may ask for: the build, fonts and icons, not what the build was made of."""
    return {name: asset for name, asset in assets.items() if not name.startswith(SOURCES)}


def on_demand(assets: dict[str, Asset]) -> list[str]:
    """What a browser keeps from when it is first asked for: the reader of codes, and the words of a language."""
    return [name for name in assets if name in READER or name.startswith(WORDS)]


def offline_paths(assets: dict[str, Asset]) -> list[str]:
    """What the app needs without a network. Chunks of the previous release are only for pages that are still open."""
    previous = {f"dist/{name}" for name in build_manifest(assets)["previous"]}
    skipped = NOT_OFFLINE | previous | set(on_demand(assets))
    return [name for name, asset in shipped(assets).items() if name not in skipped and asset.mimetype != "text/plain"]

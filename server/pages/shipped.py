"""What a browser is sent of ``static/``: one style sheet, the one script that ``make js`` made, and its words."""

import json

from server.pages.assets import Asset, make_asset

SCRIPT = "dist/app.js"
WORKER = "dist/sw.js"
STYLE_SHEET = "css/needlepoint.css"
FIRST_STYLES = ("css/tokens.css", "css/base.css", "css/layout.css", "css/controls.css")
LAST_STYLES = ("css/print.css",)
WORDS = "dist/words.json"
SOURCES = ("js/", "vendor/", "sw.js", "dist/MANIFEST.json")
NOT_OFFLINE = {WORKER, WORDS, "manifest.webmanifest"}


def style_order(assets: dict[str, Asset]) -> list[str]:
    """Tokens and elements first, then the components by name, print last."""
    styles = [name for name in assets if name.startswith("css/")]
    middle = [name for name in styles if name not in FIRST_STYLES + LAST_STYLES]
    return [*(name for name in FIRST_STYLES if name in styles), *middle, *(n for n in LAST_STYLES if n in styles)]


def with_one_style_sheet(assets: dict[str, Asset]) -> dict[str, Asset]:
    """The style sheets as one file: a page waits for one answer before it is painted, not for sixteen."""
    sheet = make_asset(b"\n".join(assets[name].body for name in style_order(assets)), "text/css")
    rest = {name: asset for name, asset in assets.items() if not name.startswith("css/")}
    return {STYLE_SHEET: sheet, **rest}


def words(assets: dict[str, Asset]) -> str:
    """The English texts of the script, which knows them by the number of their line."""
    return "\n".join(json.loads(assets[WORDS].body))


def shipped(assets: dict[str, Asset]) -> dict[str, Asset]:
    """All but what the script was made of: that can be asked for, but no tablet needs or keeps it."""
    return {name: asset for name, asset in assets.items() if not name.startswith(SOURCES)}


def offline_paths(assets: dict[str, Asset]) -> list[str]:
    """What the app needs without a network."""
    there = shipped(assets).items()
    return [name for name, asset in there if name not in NOT_OFFLINE and asset.mimetype != "text/plain"]

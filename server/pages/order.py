"""What the shell names, and in which order: one style sheet, and every module its first line needs."""

import posixpath
import re

from server.pages.assets import Asset, make_asset

STYLE_SHEET = "css/needlepoint.css"
FIRST_STYLES = ("css/tokens.css", "css/base.css", "css/layout.css", "css/controls.css")
LAST_STYLES = ("css/print.css",)
FIRST = ("js/app.js", "js/views/frame.js")
SCREENS = {"/": ("js/views/home.js", "js/sync/engine.js"), "/sign-in": ("js/views/sign-in.js",)}
IMPORT = re.compile(rb"""(?:^|;)(?:import|export)\b[^"';(]*?["'](\.[^"']+)["']""", re.MULTILINE)


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


def import_closure(assets: dict[str, Asset], *starts: str) -> list[str]:
    """Every module that these need before their first line runs, so that the browser can ask for all at once."""
    found: dict[str, None] = {}
    waiting = list(starts)
    while waiting:
        name = waiting.pop(0)
        if name in found or name not in assets:
            continue
        found[name] = None
        folder = posixpath.dirname(name)
        targets = IMPORT.findall(assets[name].body)
        waiting += [posixpath.normpath(posixpath.join(folder, target.decode())) for target in targets]
    return list(found)


def first_modules(assets: dict[str, Asset]) -> list[str]:
    """What every visit begins with: the boot and the frame around the screens."""
    return import_closure(assets, *FIRST)


def screen_modules(assets: dict[str, Asset]) -> dict[str, list[str]]:
    """What the screens need beyond that with which a visit can begin, by their address."""
    here = set(first_modules(assets))
    return {
        path: [name for name in import_closure(assets, *starts) if name not in here] for path, starts in SCREENS.items()
    }

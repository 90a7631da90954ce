"""The server of the journeys: the script that is shipped, byte for byte, and behind it a door for the tests.

``const { outbox } = await import("/static/dist/app.js")`` in a page is then the outbox of the running app.
"""

import json

from server.pages.assets import make_asset
from server.pages.shipped import SCRIPT
from wsgi import app

assets = app.extensions["assets"]


def door() -> str:
    inside = json.loads(assets["dist/MANIFEST.json"].body)["inside"]
    opened = {
        module: ", ".join(f"{name}: {own}" for name, own in exported.items()) for module, exported in inside.items()
    }
    lines = [f"const inside_{module} = {{ {names} }};" for module, names in opened.items()]
    return "\n".join([*lines, f"export {{ {', '.join(f'inside_{module} as {module}' for module in opened)} }};", ""])


assets[SCRIPT] = make_asset(assets[SCRIPT].body + door().encode(), assets[SCRIPT].mimetype)

"""The server of the journeys. Browsers get ``build/dist``: the same app, whose entry also exports what the tests need.
``const { outbox } = await import("/static/dist/app.js")`` in a page is then the outbox of the running app. Hashing a
password costs the least it can, because nearly every test signs in.

Its scripts come without chunks, for a fifth of the browser tests' time went into fetching fifty small files each time;
with ``IN_CHUNKS`` as they are shipped.
"""

import json
import os

from server.app import ROOT
from server.pages import publish
from server.pages.assets import load_assets, make_asset
from server.pages.shipped import MANIFEST, build_manifest
from server.services.accounts.passwords import passwords
from wsgi import app


def below_dist(folder: str) -> dict:
    return {f"dist/{name}": asset for name, asset in load_assets(ROOT / "build" / folder).items()}


built = below_dist("dist")
if not os.environ.get("IN_CHUNKS"):
    manifest = json.dumps(build_manifest(built) | {"preload": []}).encode()
    built = {name: asset for name, asset in built.items() if not name.startswith("dist/chunk-")}
    built |= below_dist("whole") | {MANIFEST: make_asset(manifest, "application/json")}
rest = {name: asset for name, asset in load_assets(ROOT / "static").items() if not name.startswith("dist/")}
publish(app, rest | built)
passwords.configure(time_cost=1, memory_kib=8, parallelism=1)

"""The server of the journeys. Browsers get ``build/dist``: the same app, whose entry also exports what the tests need.
``const { outbox } = await import("/static/dist/app.js")`` in a page is then the outbox of the running app. Hashing a
password costs the least it can, because nearly every test signs in.
"""

from server.app import ROOT
from server.pages import publish
from server.pages.assets import load_assets
from server.services.accounts.passwords import passwords
from wsgi import app

built = {f"dist/{name}": asset for name, asset in load_assets(ROOT / "build/dist").items()}
rest = {name: asset for name, asset in load_assets(ROOT / "static").items() if not name.startswith("dist/")}
publish(app, rest | built)
passwords.configure(time_cost=1, memory_kib=8, parallelism=1)

"""Fixtures for everything that needs the application. Each such test runs on SQLite and on PostgreSQL.

``app`` has the cast of ``cast.py`` in it, ``empty_app`` nobody. ``cast`` gives each person a signed-in client;
``client`` is signed in as nobody. ``ana``, ``ben`` and ``boss``
are the tablets of a practitioner, a colleague and a supervisor. ``inside`` is for tests of services: the application
context is open.
"""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from werkzeug.test import TestResponse

from server.db import db
from tests.cast import PASSWORD, PEOPLE, Person
from tests.databases import Postgres, Sqlite, postgres_url
from tests.keys import MADE, sign
from tests.leftovers import pytest_configure as pytest_configure
from tests.tablet import Tablet

API = "/api/v1"
settings.register_profile("unhurried", deadline=None)  # the speed of the machine is no property of the code
settings.load_profile("unhurried")
BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)]
# For a test that takes half a minute of a core and asks nothing that PostgreSQL might answer otherwise.
LONG_ON_SQLITE = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.pg, pytest.mark.soak])]


@pytest.hookimpl(tryfirst=True)  # before what is marked so is left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module with ``FEW_ON_POSTGRESQL`` is about what lies above the database and sends it the statements that other
    modules send: outside the soak every fourth of its tests runs on PostgreSQL as well."""
    found: Counter[Any] = Counter()
    for item in items:
        module = getattr(item, "module", None)
        if getattr(module, "FEW_ON_POSTGRESQL", False) and item.get_closest_marker("pg"):
            if found[module] % 4:
                item.add_marker(pytest.mark.soak)
            found[module] += 1


def pytest_collection_finish() -> None:
    """What is there by now stays until the end: looking through it again and again took a sixth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why a browser test was tried once more: it passed or failed by chance, and that wants an explanation."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"tried once more: {report.nodeid}")
        terminalreporter.line(report.longreprtext)


class ApiClient(FlaskClient):
    """A browser of ours: sends the header that programs and pages of ours send.

    A request runs in a context of its own, so that a test with the application context open shares nothing with it.
    With a key that it has registered it says that its person has opened their device; and where it registers or gets
    back a key, what the answer to its sign-in said, as the app does that has just signed in.
    """

    proof: str | None = None

    key: EllipticCurvePrivateKey | None = None
    said: tuple[str, str] = ("", "")

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        given = dict(kwargs.pop("headers", None) or {})
        headers = {"X-Requested-With": "needlepoint", "X-Needlepoint-Open": self.say_open(), **given}
        kwargs["headers"] = {name: value for name, value in headers.items() if value is not None}
        if isinstance(kwargs.get("json"), bytes):  # a photo
            kwargs |= {"data": kwargs.pop("json"), "content_type": "image/jpeg"}
        if (
            ends(args, "/me/keys", "/me/keys/recover")
            and "X-Needlepoint-Open" not in given
            and isinstance(kwargs.get("json"), dict)
        ):
            kwargs["json"] = ({"proof": self.proof} if self.proof else {}) | kwargs["json"]
        answer = Context().run(super().open, *args, **kwargs)
        if answer.status_code in (200, 201) and answer.data and ends(args, "/login", "/invites", "/setup"):
            self.proof = answer.json.get("proof", self.proof)
        if answer.status_code == 201 and args and str(args[0]).endswith("/me/keys"):
            self.key, self.said = MADE.get((kwargs.get("json") or {}).get("signing", ""), self.key), ("", "")
        return answer

    def say_open(self) -> str | None:
        """A signature over the login that the cookie is of."""
        cookie = self.get_cookie("needlepoint") or self.get_cookie("__Host-needlepoint")
        if self.key is None or cookie is None:
            return None
        if self.said[0] != cookie.value:
            me = Context().run(super().open, f"{API}/me")
            self.said = cookie.value, sign(self.key, f"needlepoint open 1\n{(me.json or {}).get('login')}")
        return self.said[1]

    def login(self, person: Person, password: str = PASSWORD) -> TestResponse:
        body = {"email": person.email, "password": password, "device": person.device}
        return self.post(f"{API}/login", json=body)


def ends(args: Any, *paths: str) -> bool:
    """Whether the request is to one of these."""
    return bool(args) and str(args[0]).endswith(paths)


class Cast:
    """``cast.admin`` is the client of the admin, signed in at first use; ``cast["admin"]`` the person."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getitem__(self, key: str) -> Person:
        return PEOPLE[key]

    def __getattr__(self, key: str) -> ApiClient:
        if key not in PEOPLE:
            raise AttributeError(key)
        client = self._app.test_client()
        self._app.extensions["logins of the tests"].sign_in(client, PEOPLE[key])
        setattr(self, key, client)
        return client


@pytest.fixture(scope="session")
def open_backend(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Sqlite | Postgres]]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    opened: dict[str, Sqlite | Postgres] = {}
    server = postgres_url(worker, run)

    def open_one(name: str) -> Sqlite | Postgres:
        if name not in opened:
            folder = tmp_path_factory.mktemp(name)
            opened[name] = Sqlite(folder) if name == "sqlite" else Postgres(folder, server.__enter__())
        return opened[name]

    yield open_one
    for backend in opened.values():
        with backend.app.app_context():
            db.engine.dispose()
    if "postgresql" in opened:
        server.__exit__(None, None, None)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, open_backend: Callable[[str], Sqlite | Postgres]) -> Sqlite | Postgres:
    return open_backend(request.param)


@pytest.fixture
def app(backend: Sqlite | Postgres) -> Flask:
    return ready(backend, with_people=True)


@pytest.fixture
def empty_app(backend: Sqlite | Postgres) -> Flask:
    return ready(backend, with_people=False)


def ready(backend: Sqlite | Postgres, with_people: bool) -> Flask:
    backend.reset(with_people)
    backend.app.test_client_class = ApiClient
    return backend.app


@pytest.fixture
def client(app: Flask) -> ApiClient:
    return app.test_client()


@pytest.fixture
def cast(app: Flask) -> Cast:
    return Cast(app)


@pytest.fixture
def ana(cast: Cast) -> Tablet:
    return Tablet(cast, "practitioner")


@pytest.fixture
def ben(cast: Cast) -> Tablet:
    return Tablet(cast, "colleague")


@pytest.fixture
def boss(cast: Cast) -> Tablet:
    return Tablet(cast, "supervisor")


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()

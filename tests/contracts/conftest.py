"""The people and records of the access tables, made once for each database and put back for each test.

The tests of the audit rows and of the role matrix make their own: some of their rows need a password given lately.
"""

import time
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from tests.contracts.access_fixtures import AccessFixtures
from tests.contracts.route_objects import RouteObjects, build
from tests.databases import Postgres, Sqlite
from tests.logins import Kept

FRESH = 240.0  # seconds: a password counts as given lately for five minutes


@dataclass(frozen=True, slots=True)
class Made:
    kept: Kept
    stage: dict[str, Any]
    objects: RouteObjects | None


class Stages:
    def __init__(self, backend: Sqlite | Postgres) -> None:
        self.backend = backend
        self.made: dict[str, Made] = {}

    def keep(self, name: str, stage: AccessFixtures, objects: RouteObjects | None) -> None:
        held = {key: value for key, value in vars(stage).items() if key not in ("app", "clients")}
        self.made[name] = Made(self.backend.logins.keep(name, {}, None), deepcopy(held), deepcopy(objects))

    def put_back(self, name: str) -> tuple[AccessFixtures, RouteObjects | None] | None:
        made = self.made.get(name)
        if not made or time.monotonic() - made.kept.made_at > FRESH:
            return None
        self.backend.logins.put_back(made.kept)
        self.backend.logins.restart(None)
        stage = AccessFixtures.__new__(AccessFixtures)
        vars(stage).update(app=self.backend.app, clients={}, **deepcopy(made.stage))
        stage.take_up()
        return stage, deepcopy(made.objects)


@pytest.fixture
def stages(backend: Sqlite | Postgres, app: Flask) -> Stages:
    made: Stages = app.extensions.setdefault("stages of the tests", Stages(backend))
    return made


@pytest.fixture
def stage(stages: Stages, app: Flask, request: pytest.FixtureRequest) -> AccessFixtures:
    if "objects" in request.fixturenames and (found := stages.put_back("objects")):
        return found[0]
    if found := stages.put_back("stage"):
        return found[0]
    made = AccessFixtures(app)
    stages.keep("stage", made, None)
    return made


@pytest.fixture
def objects(stages: Stages, stage: AccessFixtures) -> RouteObjects:
    """Of the stage that was put back with them, or made there."""
    if (made := stages.made.get("objects")) and stage.has_objects:
        assert made.objects
        return deepcopy(made.objects)
    found = build(stage)
    stage.has_objects = True
    stages.keep("objects", stage, found)
    return found

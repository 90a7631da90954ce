"""Every route, method, role and object against the table of ``matrix.py``; a route without rows fails."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask

from server.auth.drain import may_drain, may_send_pictures, may_send_sealed
from server.auth.guards import PUBLIC, declared_access
from server.domain.permissions import Action
from tests.conftest import LONG_ON_SQLITE
from tests.contracts.access_fixtures import CAST, KEPT_PHOTO, NEW_PHOTO, AccessFixtures
from tests.contracts.matrix import ROLES, ROUTES
from tests.contracts.route_objects import SEND_PHOTO, RouteObjects, body_for, build
from tests.photos import sha256

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
SAFE = ("GET", "HEAD", "OPTIONS")
STRANGERS = ("anon", "disabled", "revoked")
SIGNED_OUT_BY = "POST /api/v1/logout"

Cell = tuple[str, str, str, str]  # route, object, role, expected status


def routes_of(app: Flask) -> set[str]:
    """ "METHOD rule" of everything the server answers, without the two methods that Flask adds."""
    return {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def address_of(route: str, thing: str, objects: RouteObjects) -> str:
    path = route.split(" ", 1)[1]
    path = path.replace("<string:sha256>", sha256(NEW_PHOTO if route == SEND_PHOTO else KEPT_PHOTO))
    if path.endswith("/drain") and thing:
        return f"{path}?user_id={CAST[thing].id}&device_id={CAST[thing].device['id']}"
    if found := re.search(r"<\w+:(\w+)>", path):
        about = path.replace(found[0], objects.ids[found[1]][thing])
        if found[1] == "token":
            return f"{about}-{uuid4()}"  # tries at one are slowed down
        return f"{about}?audience=clinician" if path.endswith("summary.pdf") else about
    if path.endswith("/snapshot") or (thing and path.endswith(("/audit", "/audit.csv"))):
        return f"{path}?patient={objects.ids['patient_id'][thing]}"
    return f"{path}?patient_id={objects.ids['patient_id'][thing]}" if thing else path


def cells() -> Iterator[Cell]:
    for route, things in ROUTES.items():
        for thing, row in things.items():
            for role, expected in zip(ROLES, row.split(), strict=True):
                yield route, thing, role, expected


def run(stage: AccessFixtures, objects: RouteObjects, cell: Cell, number: int) -> str | None:
    """What is wrong with the answer to this cell; None when it is as the table says."""
    route, thing, role, expected = cell
    method = route.split(" ")[0]
    before = None if method in SAFE or expected < "4" else stage.last_seen or stage.fingerprint()
    stage.last_seen = None
    body = body_for(route, role, number)
    answer = stage.client(role).open(address_of(route, thing, objects), method=method, json=body)
    if str(answer.status_code) != expected:
        return f"{route} [{thing}] as {role}: {answer.status_code} instead of {expected}"
    if before:
        stage.last_seen = stage.fingerprint()
        if stage.last_seen != before:
            return f"{route} [{thing}] as {role}: refused, and something changed"
    shape = "text/html" if "/l/" in route else "application/problem+json"
    if answer.status_code >= 400 and answer.mimetype not in (shape, "application/problem+json"):
        return f"{route} [{thing}] as {role}: the refusal is {answer.mimetype}"
    if route == SIGNED_OUT_BY and expected == "200":
        stage.sign_in(role)
    return None


@pytest.fixture
def stage(app: Flask) -> AccessFixtures:
    return AccessFixtures(app)


def test_every_route_has_rows_and_declares_its_action(app: Flask) -> None:
    assert routes_of(app) == set(ROUTES)
    with app.app_context():
        access = {rule.rule: declared_access(rule.endpoint) for rule in app.url_map.iter_rules()}
    undeclared = [rule for rule, action in access.items() if not isinstance(action, Action) and action != PUBLIC]
    assert [rule for rule in undeclared if access[rule] not in (may_drain, may_send_pictures, may_send_sealed)] == []
    assert sorted(undeclared) == ["/api/v1/sync/drain", "/api/v1/sync/sealed"]


@pytest.mark.slow
@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_every_cell(stage: AccessFixtures) -> None:
    objects = build(stage)
    wrong = [found for number, cell in enumerate(cells()) if (found := run(stage, objects, cell, number))]
    assert wrong == []


@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_head_and_options_open_no_other_door(stage: AccessFixtures) -> None:
    """HEAD answers as GET does, OPTIONS as the route's first method does, and neither has a body of its own."""
    objects = build(stage)
    wrong = []
    for route, thing, role, expected in cells():
        if thing != next(iter(ROUTES[route])):
            continue
        path = address_of(route, thing, objects)
        if route.startswith("GET") and not path.endswith(".pdf"):
            answer = stage.client(role).head(path)
            if (str(answer.status_code), answer.data) != (expected, b""):
                wrong.append(f"HEAD {path} as {role}: {answer.status_code}")
        answer = stage.client(role).options(path)
        if answer.status_code not in (200, 401, 403) or (answer.status_code == 200 and answer.data):
            wrong.append(f"OPTIONS {path} as {role}: {answer.status_code}")
        if answer.status_code == 200 and role in STRANGERS and ROUTES[route][thing].startswith("401"):
            wrong.append(f"OPTIONS {path} as {role}: open")
    assert wrong == []


@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_every_other_method_is_refused(stage: AccessFixtures) -> None:
    objects = build(stage)
    before = stage.fingerprint()
    wrong = []
    for path in {route.split(" ", 1)[1] for route in ROUTES}:
        known = [route for route in ROUTES if route.endswith(f" {path}")]
        taken = {route.split(" ")[0] for route in known} | {"HEAD", "OPTIONS"}
        address = address_of(known[0], next(iter(ROUTES[known[0]])), objects)
        for method in (name for name in METHODS if name not in taken | ({"HEAD"} if "GET" in taken else set())):
            for role in ROLES:
                answer = stage.client(role).open(address, method=method, json={})
                if answer.status_code != 405 or answer.mimetype != "application/problem+json":
                    wrong.append(f"{method} {path} as {role}: {answer.status_code}")
    assert wrong == []
    assert stage.fingerprint() == before

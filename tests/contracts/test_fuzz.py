"""Requests made up from the API's own description, as every role: no server error, and every answer as described."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contracts.access_fixtures import DISABLED, MISSING, REVOKED, SPARE, AccessFixtures, push_by
from tests.contracts.fuzz_ops import ops
from tests.contracts.route_objects import RouteObjects, build

SOAK = bool(os.environ.get("NEEDLEPOINT_SOAK"))
ROLES = ("anon", "practitioner", "supervisor", "admin", "outsider")
OUTSIDE_THE_SOAK = {"admin": "sqlite"}  # an administrator who treats may do nearly everything
EXAMPLES, OF_PUSH = (1100, 4000) if SOAK else (2, 10)  # for each operation, role and database
LEAST = 20_000 if SOAK else 100
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
VICTIMS = {  # an administrator's fuzz must not end the sessions of the others
    "user_id": [SPARE.id, DISABLED.id, MISSING],
    "device_id": [REVOKED.device["id"], MISSING],
}
PUSH, LOGOUT = "/api/v1/sync/push", "/api/v1/logout"
SETTINGS = settings(
    deadline=None,
    database=None,
    derandomize=not SOAK,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

pytestmark = pytest.mark.grows


class Fuzz:
    """Drives the operations of the document as one role; ``count`` is the number of requests made."""

    def __init__(self, stage: AccessFixtures, role: str) -> None:
        self.stage, self.role, self.count = stage, role, 0
        self.objects: RouteObjects = build(stage)
        self.schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", stage.app)

    def run(self) -> None:
        for operation in self.schema.get_all_operations():
            self.drive(operation.ok())
        if self.role != "anon":
            self.push_nearly_right(self.schema[PUSH]["POST"])

    def drive(self, operation: Any) -> None:
        """Requests that follow the description, and requests that break it."""
        cases = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        if operation.body or operation.query or operation.path_parameters:
            cases |= operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @settings(SETTINGS, max_examples=EXAMPLES)
        @given(case=cases, data=st.data())
        def try_out(case: Any, data: st.DataObject) -> None:
            for name in case.path_parameters or {}:
                known = VICTIMS.get(name) or sorted(self.objects.ids[name].values())
                case.path_parameters[name] = data.draw(st.sampled_from([*known, case.path_parameters[name]]))
            self.send(case)

        try_out()

    def push_nearly_right(self, operation: Any) -> None:
        """The description says little of ops; these come close to what the server takes, or are it."""

        @settings(SETTINGS, max_examples=OF_PUSH)
        @given(batch=st.lists(ops(self.stage, self.objects, self.role), min_size=1, max_size=5))
        def try_out(batch: list[Any]) -> None:
            self.send(operation.Case(body=push_by(self.role, batch), media_type="application/json"))

        try_out()

    def send(self, case: Any) -> None:
        cookie = self.stage.client(self.role).get_cookie("needlepoint")
        cookies = {"needlepoint": cookie.value} if cookie else {}
        self.count += 1
        headers = {"X-Requested-With": "needlepoint", "Accept-Encoding": "identity"}  # a WSGI client unpacks nothing
        answer = case.call(headers=headers, cookies=cookies)
        case.validate_response(answer, checks=CHECKS)
        if case.operation.path == LOGOUT and answer.status_code == 200:
            self.stage.sign_in(self.role)  # so that what follows is asked by somebody signed in


def places() -> Iterator[Any]:
    for role in ROLES:
        for backend in ("sqlite", "postgresql"):
            marks = [pytest.mark.pg] * (backend == "postgresql")
            marks += [pytest.mark.soak] * (OUTSIDE_THE_SOAK.get(role) != backend)
            yield pytest.param(backend, role, marks=marks)


@pytest.mark.slow
@pytest.mark.parametrize(("backend", "role"), [*places()], indirect=["backend"])
def test_every_answer_is_as_described(app: Flask, role: str) -> None:
    """With NEEDLEPOINT_SOAK=1, ten of these, each role on each database, make 200,000 requests."""
    fuzz = Fuzz(AccessFixtures(app), role)
    fuzz.run()
    print(f"{fuzz.count} requests as {role}")
    assert fuzz.count >= LEAST
    if role != "anon":
        assert fuzz.stage.clients[role].get("/api/v1/me").status_code == 200, "the fuzz ended its own session"

"""What another clinic holds and what does not exist cannot be told apart: not by status, body, headers or op result."""

import json
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.contracts.access_fixtures import MISSING, AccessFixtures
from tests.contracts.matrix import ROUTES
from tests.contracts.op_cells import CHOICE
from tests.contracts.route_objects import RouteObjects, body_for
from tests.contracts.test_role_matrix import address_of

VARYING = {"X-Request-Id", "Date"}
WITH_ID = [route for route, things in ROUTES.items() if {"elsewhere", "missing"} <= things.keys() and "<" in route]
WHOLE = (
    "/users",
    "/devices",
    "/notes",
    "/patients",
    "/review/queue",
    "/review/coverage",
    "/outcomes",
    "/sync/pull",
    "/sync/manifest",
    "/forms",
    "/limits",
    "/me",
)


def without(text: str, *words: str) -> str:
    for word in words:
        text = text.replace(word, "-")
    return text


def seen_by_client(answer: TestResponse, address: str) -> tuple[int, str, list[tuple[str, str]]]:
    """Everything a client sees but what names the request itself."""
    headers = sorted((name, value) for name, value in answer.headers if name not in VARYING)
    return answer.status_code, without(answer.text, address.partition("?")[0], answer.headers["X-Request-Id"]), headers


@pytest.mark.parametrize("route", WITH_ID)
def test_elsewhere_and_missing_answer_alike(stage: AccessFixtures, objects: RouteObjects, route: str) -> None:
    things = [thing for thing in ("elsewhere", "missing", "a note", "a patient") if thing in ROUTES[route]]
    method = route.partition(" ")[0]
    for who in ("practitioner", "supervisor", "admin"):
        answers = {}
        for thing in things:
            address = address_of(route, thing, objects)
            answer = stage.clients[who].open(address, method=method, json=body_for(route, who, 1))
            answers[thing] = seen_by_client(answer, address)
        assert set(map(str, answers.values())) == {str(answers["missing"])}, answers
        allowed = (404,) if method == "GET" else (403, 404)
        assert answers["missing"][0] in allowed


def test_lists_hold_nothing_of_the_other_clinic(stage: AccessFixtures, objects: RouteObjects) -> None:
    """Nor do searches and filters that name what is there."""
    filters = [f"/notes?patient_id={place}" for place in (objects.ids["patient_id"]["elsewhere"], MISSING)]
    for who, foreign in (("supervisor", objects.theirs), ("outsider", objects.ours)):
        own = objects.ours if who == "supervisor" else objects.theirs
        texts = [stage.clients[who].get(f"/api/v1{path}").text for path in (*WHOLE, "/patients?q=ana ruiz")]
        found = {record_id for record_id in foreign for text in texts if record_id in text}
        assert not found
        assert any(record_id in text for text in texts for record_id in own)
    alike = {stage.clients["supervisor"].get(f"/api/v1{path}").text for path in filters}
    assert alike == {'{"items":[],"next":null}'}


def ops_about(stage: AccessFixtures, who: str, note: str, patient: str) -> list[dict[str, Any]]:
    shown = {"content_hash": "0" * 64}
    change = {"base": {}, "patch": {"text": "Seen."}}
    return [
        stage.op(who, "create", "note", str(uuid4()), patient_id=patient, fields={}),
        stage.op(who, "patch", "note", note, unit="text:plan", base_rev=1, **change),
        stage.op(who, "patch", "patient", patient, unit="labs", base_rev=1, base={}, patch={"hb": 13}),
        stage.op(who, "sign", "note", note, **shown),
        stage.op(who, "approve", "note", note, **shown),
        stage.op(who, "return", "note", note, **shown, comment="Why?"),
        stage.op(who, "amend", "note", note, **shown, reason="A reason long enough.", changes={"text:plan": change}),
        stage.op(who, "void", "note", note, **shown, reason="Wrong patient."),
        stage.op(who, "void", "patient", patient, **shown, reason="Entered twice."),
        stage.op(who, "resolve", "conflict", note, **CHOICE),
    ]


@pytest.mark.parametrize("who", ["practitioner", "lead", "admin"])
def test_op_results_about_elsewhere_and_missing_are_alike(
    stage: AccessFixtures, objects: RouteObjects, who: str
) -> None:
    note, patient = objects.ids["note_id"]["elsewhere"], objects.ids["patient_id"]["elsewhere"]
    before = [stage.clients["outsider"].get(f"/api/v1/notes/{note}{tail}").text for tail in ("", "/revisions")]
    answers = []
    for place in ((note, patient), (MISSING, MISSING)):
        ops = ops_about(stage, who, *place)
        ids = [op["op_id"] for op in ops] + [ops[0]["id"]]
        answers.append([without(json.dumps(result), *place, *ids) for result in stage.push(who, ops)])
    assert answers[0] == answers[1]
    waits = [] if who == "admin" else answers[0][:1]  # a note whose patient may still arrive
    assert all('"retry"' in result for result in waits)
    assert all('"rejected"' in result for result in answers[0][len(waits) :])
    assert all('"record"' not in result for result in answers[0])
    assert [stage.clients["outsider"].get(f"/api/v1/notes/{note}{tail}").text for tail in ("", "/revisions")] == before

"""The console: people and the set-up code."""

import re

import pytest
from flask import Flask

from tests.cast import PEOPLE
from tests.conftest import API

COLLEAGUE = PEOPLE["colleague"]


@pytest.fixture
def run(app: Flask):
    return lambda *words: app.test_cli_runner().invoke(args=words)


def test_list_names_everybody_with_role_and_state(run) -> None:
    said = run("users", "list")
    assert said.exit_code == 0
    assert f"{COLLEAGUE.email}\t{COLLEAGUE.name}\tpractitioner treats\tactive\tNorth Clinic" in said.output
    assert len(said.stdout.splitlines()) == len(PEOPLE)


def test_added_person_joins_with_the_printed_link(app: Flask, run) -> None:
    said = run("users", "add", "New@Example.org", "--name", "New", "--role", "admin", "--clinic", "North Clinic")
    token = re.search(r"http://127.0.0.1:8000/#/invite/([\w-]{43})", said.output)[1]
    body = {"token": token, "password": "an entirely fresh sentence", "device": COLLEAGUE.device}
    answer = app.test_client().post(f"{API}/invites", json=body)
    assert answer.json["user"]["email"] == "new@example.org"


def test_another_clinic_is_opened_by_the_person_of_its_link(app: Flask, run) -> None:
    said = run("clinics", "add", " West Clinic", " New@Example.org", "--name", "New", "--treats")
    token = re.search(r"http://127.0.0.1:8000/#/invite/([\w-]{43})", said.output)[1]
    browser = app.test_client()
    body = {"token": token, "password": "an entirely fresh sentence", "device": COLLEAGUE.device}
    assert browser.post(f"{API}/invites", json=body).json["user"]["role"] == "admin"
    assert [person["email"] for person in browser.get(f"{API}/users").json["items"]] == ["new@example.org"]
    assert browser.get(f"{API}/clinic").json["name"] == "West Clinic"
    assert run("clinics", "list").stdout.splitlines() == ["North Clinic", "South Clinic", "West Clinic"]
    assert run("verify").exit_code == 0


def test_disabled_person_is_out_and_comes_back_when_enabled(app: Flask, cast, run) -> None:
    browser = cast.colleague
    assert run("users", "disable", COLLEAGUE.email).stdout == f"{COLLEAGUE.email}: practitioner treats, disabled\n"
    assert browser.get(f"{API}/me").status_code == 401
    run("users", "enable", COLLEAGUE.email)
    assert app.test_client().login(COLLEAGUE).status_code == 200


def test_role_and_invite(run) -> None:
    changed, hint = run("users", "role", COLLEAGUE.email, "supervisor", "--no-treats").output.splitlines()[-2:]
    assert changed.endswith("supervisor, active")
    assert f"flask users confirm {COLLEAGUE.email}" in hint
    run("users", "add", "new@example.org", "--name", "New", "--role", "admin", "--clinic", "North Clinic")
    assert "/#/invite/" in run("users", "invite", "new@example.org").output


def test_w3_a_reset_link_lets_its_person_choose_another_password(app: Flask, run) -> None:
    said = run("users", "reset", COLLEAGUE.email.upper())
    token = re.search(r"http://127.0.0.1:8000/#/invite/([\w-]{43})", said.output)[1]
    body = {"token": token, "password": "an entirely fresh sentence", "device": COLLEAGUE.device}
    answer = app.test_client().post(f"{API}/invites", json=body)
    assert (answer.json["user"]["email"], len(answer.json["notices"])) == (COLLEAGUE.email, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["users", "invite", "nobody@example.org"], "There is nobody"),
        (["users", "reset", "nobody@example.org"], "There is nobody"),
        (["users", "invite", COLLEAGUE.email], "has a password already"),
        (["users", "disable", PEOPLE["admin"].email], "last administrator"),
        (
            ["users", "add", COLLEAGUE.email, "--name", "X", "--role", "admin", "--clinic", "North Clinic"],
            "has an account already",
        ),
        (["users", "add", "x@example.org", "--name", "X", "--role", "admin"], "Say which clinic"),
        (["clinics", "add", "North Clinic", "x@example.org", "--name", "X"], "There is a clinic with the name"),
        (["clinics", "add", " north clinic ", "x@example.org", "--name", "X"], "There is a clinic with the name"),
        (["clinics", "add", " ", "x@example.org", "--name", "X"], "name: "),
        (["clinics", "add", "W" * 121, "x@example.org", "--name", "X"], "name: "),
        (["clinics", "add", "West Clinic", "x@example.org", "--name", "X\nY"], "name: "),
        (["clinics", "add", "West Clinic", "nobody", "--name", "X"], "email: "),
        (["clinics", "add", "West Clinic", COLLEAGUE.email, "--name", "X"], "has an account already"),
    ],
)
def test_refusals_are_sentences(run, words: list[str], said: str) -> None:
    answer = run(*words)
    assert answer.exit_code == 1
    assert said in answer.output
    assert "Traceback" not in answer.output


def test_setup_code_is_shown_while_nobody_is_here(empty_app: Flask) -> None:
    said = empty_app.test_cli_runner().invoke(args=["setup-token"])
    token = re.search(r"Set-up code: ([\w-]{43})", said.output)[1]
    person = {"name": "First", "email": "f@example.org", "password": "a sentence nobody knows"}
    body = {"token": token, "clinic": {"name": "C"}, "user": person, "device": COLLEAGUE.device}
    assert empty_app.test_client().post(f"{API}/setup", json=body).status_code == 201
    assert empty_app.test_cli_runner().invoke(args=["setup-token"]).stdout == ""

"""Tokens of other programs: they read what their scopes name, until their day, and nothing else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from server.auth.guards import declared_access
from server.db import begin_write, db, utc_now
from server.domain.permissions import SCOPES, Action
from server.models import ApiToken, AuditEntry
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id
from tests.conftest import API, Cast
from tests.tablet import Tablet
from tests.tamper import tamper

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")
ADD = ["tokens", "add", "Stock program", "--clinic", "North Clinic"]


def make(app: Flask, *scopes: str, days: int = 30) -> str:
    """The token, as the console prints it."""
    asked = [word for scope in scopes for word in ("--scope", scope)]
    said = app.test_cli_runner().invoke(args=[*ADD, *asked, "--days", str(days)])
    assert said.exit_code == 0, said.output
    return re.findall(r"np_\S+", said.stdout)[0]


def get(app: Flask, token: str, path: str, **headers: str):
    return app.test_client().get(f"{API}{path}", headers={"Authorization": f"Bearer {token}", **headers})


def token_id(app: Flask) -> str:
    return app.test_cli_runner().invoke(args=["tokens", "list"]).stdout.split("\t")[0]


def test_it_reads_what_its_scopes_name_and_the_trail_says_so(app: Flask, cast: Cast) -> None:
    note = Tablet(cast, "practitioner").signed_note()
    token = make(app, "notes:read")
    assert get(app, token, f"/notes/{note['id']}").json["id"] == note["id"]
    assert get(app, token, "/notes").status_code == 200
    for path in ("/patients", f"/patients/{note['patient_id']}/summary.csv", "/users", "/sync/pull", "/me", "/server"):
        assert get(app, token, path).status_code == 403, path
    with app.app_context():
        rows = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "note.read")).all()
        program = db.session.scalars(db.select(ApiToken)).one()
        assert [row.actor_id for row in rows] == [program.id]
        assert (token in str(program.__dict__), program.last_used_at is not None) == (False, True)
        assert first_break(NORTH) is None
        db.session.remove()
    trail = cast.supervisor.get(f"{API}/audit").json["items"]
    assert "Stock program loaded the note from the server" in [row["text"] for row in trail]
    assert "the server's console gave another program access (Stock program)" in [row["text"] for row in trail]


def test_every_route_but_those_of_its_scopes_is_closed(app: Flask) -> None:
    """All scopes at once, on every route there is."""
    token, ours = make(app, *SCOPES), {action for actions in SCOPES.values() for action in actions}
    client = app.test_client()
    with app.app_context():
        rules = [(rule, declared_access(rule.endpoint)) for rule in app.url_map.iter_rules()]
    opened = set()
    for rule, access in ((rule, access) for rule, access in rules if isinstance(access, Action)):
        path = re.sub(r"<[^>]+>", "x", re.sub(r"<uuid:\w+>", fixed_id("nobody"), rule.rule))
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.open(path, method=method, headers={"Authorization": f"Bearer {token}"})
            if answer.status_code not in (401, 403):
                opened.add((method, access))
    assert {method for method, _access in opened} == {"GET"}
    assert {access for _method, access in opened} == ours


def test_another_clinic_does_not_exist_for_it(app: Flask, cast: Cast) -> None:
    theirs = Tablet(cast, "outsider").signed_note()
    token = make(app, *SCOPES)
    for path in (f"/notes/{theirs['id']}", f"/patients/{theirs['patient_id']}"):
        assert get(app, token, path).status_code == 404


@pytest.mark.parametrize("how", ["expired", "ended", "unknown", "basic"])
def test_a_token_that_is_not_good_lets_nobody_in(app: Flask, cast: Cast, how: str) -> None:
    token = make(app, "notes:read")
    assert get(app, token, "/notes").status_code == 200
    if how == "expired":
        with app.app_context():
            begin_write()
            mine = update(ApiToken).where(ApiToken.clinic_id == NORTH)
            db.session.execute(mine.values(expires_at=utc_now() - timedelta(seconds=1)))
            db.session.commit()
    if how == "ended":
        end = ["tokens", "end", token_id(app), "--clinic", "North Clinic"]
        assert app.test_cli_runner().invoke(args=end).exit_code == 0
    token = token + "x" if how == "unknown" else token
    scheme = "Basic" if how == "basic" else "Bearer"
    signed_in = cast.practitioner
    answer = signed_in.get(f"{API}/notes", headers={"Authorization": f"{scheme} {token}"})
    assert answer.status_code == 401, "nor the person whose cookie came along"
    assert signed_in.get(f"{API}/notes").status_code == 200


def test_it_changes_nothing_even_with_the_header_of_our_pages(app: Flask) -> None:
    token = make(app, *SCOPES)
    answer = app.test_client().post(f"{API}/users", json={}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


def test_the_description_says_which_routes_take_one(app: Flask) -> None:
    described = app.test_client().get(f"{API}/openapi.json").json
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert {"token": ["notes:read"]} in described["paths"][f"{API}/notes"]["get"]["security"]
    assert described["paths"][f"{API}/users"]["get"]["security"] == [{"session": []}]


def test_a_token_written_into_the_table_by_hand_is_found(app: Flask, cast: Cast) -> None:
    make(app, "notes:read")
    with app.app_context():
        assert first_break(NORTH) is None
        tamper("""UPDATE api_token SET scopes = '["summaries:read"]'""")
        assert first_break(NORTH) is not None
        db.session.remove()


def test_the_console_refuses_what_is_no_scope_or_too_long(app: Flask) -> None:
    for wrong in (["--scope", "notes:write"], ["--scope", "notes:read", "--days", "9000"], []):
        assert app.test_cli_runner().invoke(args=[*ADD, *wrong]).exit_code != 0
    end = ["tokens", "end", PEOPLE["admin"].id, "--clinic", "North Clinic"]
    assert app.test_cli_runner().invoke(args=end).exit_code == 1

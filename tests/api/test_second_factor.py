"""W11: one-time codes at the sign-in, recovery codes, and what needs a fresh sign-in (A5, A7, A8)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import LoginSession, SecondFactor
from server.services.accounts.second_factor import STEP_S, matching_step
from server.services.accounts.users import reset_user
from server.services.audit import console_actor
from server.services.verify.clinic import first_break
from tests.cast import PASSWORD, PEOPLE, Person, fixed_id, key_of
from tests.codes import code_after, first_code
from tests.conftest import API, ApiClient, Cast

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

BOSS, ADMIN = PEOPLE["supervisor"], PEOPLE["admin"]
FACTOR = f"{API}/me/second-factor"


def set_up(app: Flask, client: ApiClient, person: Person = BOSS) -> list[str]:
    """Turn one-time codes on; the recovery codes."""
    made = client.post(FACTOR, json={})
    assert made.status_code == 201
    assert made.json["picture"].startswith("data:image/svg+xml")
    with app.app_context():
        first = first_code(person)
    answer = client.post(f"{FACTOR}/confirm", json={"code": first})
    assert answer.status_code == 200, answer.text
    codes: list[str] = answer.json["codes"]
    return codes


def enter(app: Flask, code: str | None = None, password: str = PASSWORD, device: dict[str, str] | None = None) -> Any:
    more = {} if code is None else {"code": code}
    body = {"email": BOSS.email, "password": password, "device": device or BOSS.device, **more}
    return app.test_client().post(f"{API}/login", json=body)


def boss_code(app: Flask, steps: int) -> str:
    with app.app_context():
        return code_after(BOSS, steps)


def age_logins(app: Flask, minutes: int) -> None:
    """Every login was opened and proved so long ago."""
    with app.app_context():
        begin_write()
        for login in db.session.scalars(db.select(LoginSession)):
            login.created_at, login.proved_at = utc_now() - timedelta(minutes=minutes), None
        db.session.commit()


def test_a5_a_code_is_asked_after_the_password_and_taken_once(app: Flask, cast: Cast) -> None:
    boss = cast.supervisor
    assert boss.get(f"{API}/me").json["second_factor"] == {
        "since": None, "codes_left": 0, "passkeys": 0, "asked": True,
    }  # fmt: skip
    assert cast.practitioner.get(f"{API}/me").json["second_factor"]["asked"] is False
    set_up(app, boss)
    assert boss.get(f"{API}/me").json["second_factor"]["codes_left"] == 10, "the login goes on, under another token"
    needed = enter(app)
    assert (needed.status_code, needed.json["code"]) == (401, "second_factor_needed")
    assert "Set-Cookie" not in needed.headers
    assert enter(app, password="not the password at all", code=boss_code(app, 1)).json["code"] == "wrong_credentials"
    assert enter(app, code="000000").json["code"] == "wrong_code"
    assert enter(app, code=boss_code(app, 0)).json["code"] == "wrong_code", "the code of the set-up was used"
    fresh = boss_code(app, 1)
    assert enter(app, code=f"{fresh[:3]} {fresh[3:]}").status_code == 200
    assert enter(app, code=fresh).json["code"] == "wrong_code", "no code twice"
    assert enter(app, code=boss_code(app, 3)).json["code"] == "wrong_code", "not one of later"


def test_a5_the_codes_of_the_steps_beside_the_current_one_are_taken_as_well(app: Flask, cast: Cast) -> None:
    set_up(app, cast.supervisor)
    with app.app_context():
        factor = db.session.get_one(SecondFactor, key_of(BOSS.id))
        secret, last = factor.secret or "", factor.last_step
        now = datetime.fromtimestamp((last + 5) * STEP_S, UTC)
        found = [matching_step(factor, secret, code_after(BOSS, n), now, after=last) for n in range(11)]
        later = [matching_step(factor, secret, code_after(BOSS, n), now, after=last + 5) for n in range(11)]
    assert found == [None] * 4 + [last + 4, last + 5, last + 6] + [None] * 4
    assert later == [None] * 6 + [last + 6] + [None] * 4, "none at or before the last one taken"


def test_a5_codes_are_not_to_be_guessed(app: Flask, cast: Cast) -> None:
    set_up(app, cast.supervisor)
    stranger = {"id": fixed_id("a stranger's"), "name": "Elsewhere"}
    answers = [enter(app, code=f"{n:06}", device=stranger).status_code for n in range(12)]
    assert answers.count(429) >= 6
    assert enter(app, code=boss_code(app, 1), device=stranger).status_code == 429


def test_a5_the_password_alone_is_no_wrong_try(app: Flask, cast: Cast) -> None:
    set_up(app, cast.supervisor)
    assert {enter(app).json["code"] for _ in range(12)} == {"second_factor_needed"}


def test_a5_secret_and_codes_are_not_readable_at_rest(app: Flask, cast: Cast) -> None:
    secret = cast.supervisor.post(FACTOR, json={}).json["secret"]
    codes = set_up(app, cast.supervisor)
    with app.app_context():
        kept = db.session.get_one(SecondFactor, key_of(BOSS.id))
        stored = f"{kept.secret}{kept.pending}{kept.codes}"
        assert first_break(fixed_id("north")) is None
    assert len(codes) == len(set(codes)) == 10
    assert not [word for word in (secret, *codes, *(code.replace("-", "") for code in codes)) if word in stored]


def test_a5_a_recovery_code_works_once_and_is_told(app: Flask, cast: Cast) -> None:
    first, second, *_rest = set_up(app, cast.supervisor)
    answer = enter(app, code=first.lower())
    assert answer.status_code == 200
    assert answer.json["second_factor"]["codes_left"] == 9
    assert "recovery_code" in [one["kind"] for one in answer.json["notices"]]
    assert enter(app, code=first).json["code"] == "wrong_code"
    renewed = cast.supervisor.post(f"{FACTOR}/codes", json={}).json["codes"]
    assert enter(app, code=second).json["code"] == "wrong_code", "those of before count no more"
    assert enter(app, code=renewed[0]).status_code == 200


def test_a8_a_reset_does_not_go_round_the_second_factor(app: Flask, cast: Cast) -> None:
    set_up(app, cast.supervisor)
    with app.app_context():
        begin_write()
        token, _user = reset_user(console_actor(fixed_id("north")), BOSS.id)
        db.session.commit()
    body = {"token": token, "password": "an entirely fresh sentence", "device": BOSS.device}
    join = f"{API}/invites"
    assert app.test_client().post(join, json=body).json["code"] == "second_factor_needed"
    assert app.test_client().post(join, json=body | {"code": "000000"}).json["code"] == "wrong_code"
    assert app.test_client().post(join, json=body | {"code": boss_code(app, 1)}).status_code == 200


def test_a8_the_console_ends_codes_for_whoever_lost_them(app: Flask, cast: Cast) -> None:
    set_up(app, cast.supervisor)
    run = app.test_cli_runner().invoke
    assert run(args=["users", "reset", "--second-factor", BOSS.email]).exit_code == 0
    answer = enter(app)
    assert answer.status_code == 200
    assert {"second_factor_off", "password_reset"} <= {one["kind"] for one in answer.json["notices"]}
    assert "not in use" in run(args=["users", "reset", "--second-factor", BOSS.email]).output


def test_w11_codes_end_with_the_password_and_a_short_one_has_to_go_first(app: Flask, cast: Cast) -> None:
    ben, fresh = cast.practitioner, "an entirely fresh sentence"
    change = {"current": PASSWORD, "password": "x7kq-2vmz"}
    assert ben.post(f"{API}/me/password", json=change).json["fields"] == {"password": ["too_short"]}
    set_up(app, ben, PEOPLE["practitioner"])
    assert ben.post(f"{API}/me/password", json=change).status_code == 200, "with codes eight characters are enough"
    wrong = ben.delete(FACTOR, json={"current": PASSWORD})
    assert (wrong.status_code, wrong.json["fields"]) == (422, {"current": ["wrong"]})
    assert ben.delete(FACTOR, json={"current": "x7kq-2vmz"}).json["reason"] == "short_password"
    assert ben.post(f"{API}/me/password", json={"current": "x7kq-2vmz", "password": fresh}).status_code == 200
    assert ben.delete(FACTOR, json={"current": fresh}).status_code == 200
    assert app.test_client().login(PEOPLE["practitioner"], fresh).status_code == 200


def test_w11_codes_stay_where_the_clinic_asks_for_them(app: Flask, cast: Cast) -> None:
    set_up(app, cast.supervisor)
    kept = cast.supervisor.delete(FACTOR, json={"current": PASSWORD})
    assert (kept.status_code, kept.json["reason"]) == (409, "last_factor")
    assert enter(app).json["code"] == "second_factor_needed"


def test_a7_what_counts_for_others_needs_a_sign_in_of_the_last_minutes(app: Flask, cast: Cast) -> None:
    colleague = f"{API}/users/{PEOPLE['colleague'].id}"
    new = {"email": "new@example.org", "name": "New Person", "role": "practitioner"}
    device = f"{API}/devices/{PEOPLE['colleague'].device['id']}"
    acts = [
        (cast.admin, "POST", f"{API}/users", new),
        (cast.admin, "PATCH", colleague, {"name": "Other Name"}),
        (cast.admin, "POST", f"{colleague}/invite", {}),
        (cast.admin, "PATCH", device, {"status": "active"}),
        (cast.supervisor, "POST", f"{colleague}/confirm", {"role": "practitioner"}),
        (cast.supervisor, "POST", f"{API}/limits/approve", {"base": 0}),
        (cast.admin, "POST", f"{API}/exports", {"forms": ["clinic"]}),
        (cast.supervisor, "POST", FACTOR, {}),
        (cast.supervisor, "POST", f"{FACTOR}/confirm", {"code": "000000"}),
        (cast.supervisor, "POST", f"{FACTOR}/codes", {}),
        (cast.supervisor, "DELETE", FACTOR, {"current": PASSWORD}),
    ]
    age_logins(app, 4)
    codes = [client.open(path, method=method, json=body).json.get("code") for client, method, path, body in acts[1:2]]
    assert codes == [None]
    age_logins(app, 6)
    for client, method, path, body in acts:
        refused = client.open(path, method=method, json=body)
        assert (refused.status_code, refused.json["code"]) == (403, "fresh_sign_in"), path
    assert cast.practitioner.post(f"{API}/users", json=new).json["code"] == "not_allowed"
    assert cast.supervisor.get(f"{API}/me").status_code == 200


def test_a7_a_proof_of_who_one_is_makes_the_login_fresh(app: Flask, cast: Cast) -> None:
    boss, proof = cast.supervisor, f"{API}/me/proof"
    set_up(app, boss)
    approve = {"base": 0}
    for good, bad, field in (
        ({"password": PASSWORD}, {"password": "another one altogether"}, "current"),
        ({"code": boss_code(app, 1)}, {"code": "000000"}, "code"),
    ):
        age_logins(app, 6)
        wrong = boss.post(proof, json=bad)
        assert (wrong.status_code, wrong.json["fields"]) == (422, {field: ["wrong"]})
        assert boss.post(f"{API}/limits/approve", json=approve).json["code"] == "fresh_sign_in"
        assert boss.post(proof, json=good).status_code == 200
        assert boss.post(f"{API}/limits/approve", json=approve).json.get("code") != "fresh_sign_in"
    assert boss.post(proof, json={"password": PASSWORD, "code": "1"}).status_code == 422
    assert cast.admin.post(proof, json={"code": "000000"}).json["code"] == "wrong_state", "nobody without codes"


@pytest.mark.parametrize("again", [True, False])
def test_a5_a_new_secret_counts_with_its_first_code_only(app: Flask, cast: Cast, again: bool) -> None:
    boss = cast.supervisor
    if again:
        set_up(app, boss)
    boss.post(FACTOR, json={})
    assert boss.post(f"{FACTOR}/confirm", json={"code": "000000"}).json["fields"] == {"code": ["wrong"]}
    assert enter(app).status_code == (401 if again else 200)
    assert boss.get(f"{API}/me").json["second_factor"]["codes_left"] == (10 if again else 0)

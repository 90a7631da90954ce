"""W11: passkeys at the sign-in, at a proof and on one's account (A6), with a passkey in software."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, LoginSession, Passkey, PasskeyChallenge
from server.services.verify.clinic import first_break
from tests.cast import PASSWORD, PEOPLE, Person, fixed_id
from tests.conftest import API, Cast
from tests.passkeys import PRESENT, SoftKey, add_passkey, give_name

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

BEN, BOSS = PEOPLE["practitioner"], PEOPLE["supervisor"]
KEYS = f"{API}/me/passkeys"
LONG_AGO = timedelta(minutes=6)


@pytest.fixture(autouse=True)
def at_a_name(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    give_name(app, monkeypatch)


def enter(app: Flask, person: Person, **more: Any) -> Any:
    body = {"email": person.email, "password": PASSWORD, "device": person.device, **more}
    return app.test_client().post(f"{API}/login", json=body)


def asked_of(app: Flask, person: Person) -> dict[str, Any]:
    """What a passkey is to sign, as the sign-in says after the password."""
    needed = enter(app, person)
    assert (needed.status_code, needed.json["code"]) == (401, "second_factor_needed")
    asked: dict[str, Any] = needed.json["passkey"]
    return asked


def trail(app: Flask, action: str) -> list[dict[str, Any]]:
    with app.app_context():
        query = db.select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.n)
        return [dict(row.detail) for row in db.session.scalars(query)]


def age(app: Flask, model: type[Any], **columns: str) -> None:
    with app.app_context():
        begin_write()
        for row in db.session.scalars(db.select(model)):
            for column in columns.values():
                setattr(row, column, utc_now() - LONG_AGO)
        db.session.commit()


def test_a6_a_passkey_is_asked_after_the_password_and_signs_in(app: Flask, cast: Cast) -> None:
    key, ben = SoftKey(), cast.practitioner
    assert ben.get(KEYS).json == {"possible": True, "items": []}
    made = add_passkey(ben, key)
    assert (made.status_code, len(made.json["codes"])) == (201, 10)
    assert add_passkey(ben, SoftKey(), "Telephone").json["codes"] == [], "recovery codes come with the first alone"
    assert ben.get(f"{API}/me").json["second_factor"] == {
        "since": None, "codes_left": 10, "passkeys": 2, "asked": False,
    }  # fmt: skip
    asked = asked_of(app, BEN)
    assert len(asked["known"]) == 2
    signed_in = enter(app, BEN, passkey=key.answer(asked))
    assert signed_in.status_code == 200, signed_in.text
    assert {one["kind"] for one in signed_in.json["notices"]} == set(), "it was added on this very device"
    names = {item["name"]: item["last_used_at"] for item in ben.get(KEYS).json["items"]}
    assert names["Telephone"] is None
    assert names["Key on my ring"] is not None
    assert [row["by"] for row in trail(app, "session.open") if "by" in row] == ["passkey"]
    assert enter(app, BEN, code=made.json["codes"][0]).status_code == 200, "a recovery code does as well"
    with app.app_context():
        assert first_break(fixed_id("north")) is None


def test_a6_one_that_is_synchronised_does_not_count(app: Flask, cast: Cast) -> None:
    key = SoftKey(count=0)
    add_passkey(cast.practitioner, key)
    assert [enter(app, BEN, passkey=key.answer(asked_of(app, BEN))).status_code for _ in range(2)] == [200, 200]


Spoil = Callable[[SoftKey, dict[str, Any]], dict[str, str]]
WRONG: dict[str, Spoil] = {
    "another site": lambda key, asked: replace(key, origin="https://notes.example.com").answer(asked),
    "another port": lambda key, asked: replace(key, origin="http://localhost:9000").answer(asked),
    "another relying party": lambda key, asked: replace(key, site="example.com").answer(asked),
    "not unlocked": lambda key, asked: replace(key, flags=PRESENT).answer(asked),
    "another challenge": lambda key, asked: key.answer(asked | {"challenge": "A" * 43}),
    "another key": lambda key, asked: replace(SoftKey(), id=key.id).answer(asked),
    "unknown": lambda _key, asked: SoftKey().answer(asked),
    "torn": lambda key, asked: key.answer(asked) | {"authenticator_data": "AAAA"},
    "no base64": lambda key, asked: key.answer(asked) | {"signature": "é"},
    "no JSON": lambda key, asked: key.answer(asked) | {"client_data": "AAAA"},
    "the answer of a making": lambda key, asked: key.answer(asked) | {"client_data": key.make(asked)["client_data"]},
}


@pytest.mark.parametrize("what", WRONG)
def test_a6_what_is_not_the_answer_signs_nobody_in(app: Flask, cast: Cast, what: str) -> None:
    key = SoftKey()
    add_passkey(cast.practitioner, key)
    refused = enter(app, BEN, passkey=WRONG[what](key, asked_of(app, BEN)))
    assert (refused.status_code, refused.json["code"], refused.json["reason"]) == (401, "wrong_passkey", "wrong")
    assert "Set-Cookie" not in refused.headers
    assert enter(app, BEN, passkey=key.answer(asked_of(app, BEN))).status_code == 200


def test_a6_a_challenge_is_taken_once_even_by_a_wrong_answer(app: Flask, cast: Cast) -> None:
    key = SoftKey()
    add_passkey(cast.practitioner, key)
    asked = asked_of(app, BEN)
    answer = key.answer(asked)
    assert enter(app, BEN, passkey=answer).status_code == 200
    assert enter(app, BEN, passkey=answer).json["reason"] == "expired"
    asked = asked_of(app, BEN)
    assert enter(app, BEN, passkey=key.answer(asked) | {"signature": "AAAA"}).json["reason"] == "wrong"
    assert enter(app, BEN, passkey=key.answer(asked)).json["reason"] == "expired"


def test_a6_a_challenge_ends_after_five_minutes(app: Flask, cast: Cast) -> None:
    key = SoftKey()
    add_passkey(cast.practitioner, key)
    asked = asked_of(app, BEN)
    age(app, PasskeyChallenge, at="expires_at")
    assert enter(app, BEN, passkey=key.answer(asked)).json["reason"] == "expired"


def test_a6_a_challenge_is_of_one_person_device_and_purpose(app: Flask, cast: Cast) -> None:
    mine, theirs = SoftKey(), SoftKey()
    add_passkey(cast.practitioner, mine)
    add_passkey(cast.colleague, theirs)
    of_colleague = asked_of(app, PEOPLE["colleague"])
    assert mine.answer(of_colleague)["id"] not in of_colleague["known"]
    asked_of(app, BEN)
    assert enter(app, BEN, passkey=mine.answer(of_colleague)).json["reason"] == "wrong"
    asked = asked_of(app, BEN)
    elsewhere = {"id": fixed_id("a stranger's"), "name": "Elsewhere"}
    assert enter(app, BEN, passkey=mine.answer(asked), device=elsewhere).json["reason"] == "expired"
    assert enter(app, BEN, passkey=theirs.answer(asked)).json["reason"] == "wrong", "the passkey of another person"
    to_prove = cast.practitioner.post(f"{KEYS}/challenge", json={}).json
    assert enter(app, BEN, passkey=mine.answer(to_prove)).json["reason"] == "expired"


def test_a6_nothing_of_it_works_in_another_clinic(app: Flask, cast: Cast) -> None:
    key = SoftKey()
    add_passkey(cast.practitioner, key)
    (own,) = cast.practitioner.get(KEYS).json["items"]
    assert cast.outsider.get(KEYS).json["items"] == []
    assert cast.outsider.delete(f"{KEYS}/{own['id']}", json={"current": PASSWORD}).status_code == 404
    assert cast.colleague.delete(f"{KEYS}/{own['id']}", json={"current": PASSWORD}).status_code == 404
    add_passkey(cast.outsider, SoftKey())
    asked = asked_of(app, PEOPLE["outsider"])
    assert enter(app, PEOPLE["outsider"], passkey=key.answer(asked)).json["reason"] == "wrong"
    assert add_passkey(cast.colleague, key).json["reason"] == "known", "nor twice in one"


def test_a6_a_copy_is_refused_told_and_in_the_trail(app: Flask, cast: Cast) -> None:
    key = SoftKey(count=7)
    codes = add_passkey(cast.practitioner, key).json["codes"]
    copy = replace(key)
    assert enter(app, BEN, passkey=key.answer(asked_of(app, BEN))).status_code == 200
    refused = enter(app, BEN, passkey=copy.answer(asked_of(app, BEN)))
    assert (refused.status_code, refused.json["reason"]) == (401, "copied")
    (row,) = trail(app, "passkey.copied")
    (own,) = cast.practitioner.get(KEYS).json["items"]
    assert row["passkey"] == own["id"]
    signed_in = enter(app, BEN, code=codes[0])
    assert "passkey_copied" in {one["kind"] for one in signed_in.json["notices"]}


def test_a6_wrong_answers_are_counted_as_wrong_tries(app: Flask, cast: Cast) -> None:
    add_passkey(cast.practitioner, SoftKey())
    stranger = {"id": fixed_id("a stranger's"), "name": "Elsewhere"}
    bad = SoftKey().answer({"challenge": "A" * 43})
    answers = [enter(app, BEN, passkey=bad, device=stranger).status_code for _ in range(12)]
    assert answers.count(429) >= 6


def test_a7_a_passkey_proves_who_one_is(app: Flask, cast: Cast) -> None:
    key, boss, approve = SoftKey(), cast.supervisor, f"{API}/limits/approve"
    assert boss.post(f"{KEYS}/challenge", json={}).json["reason"] == "off"
    add_passkey(boss, key)
    age(app, LoginSession, one="created_at", two="proved_at")
    for method, path, body in (("POST", f"{KEYS}/new", {}), ("DELETE", f"{KEYS}/{fixed_id('x')}", {"current": "x"})):
        assert boss.open(path, method=method, json=body).json["code"] == "fresh_sign_in"
    asked = boss.post(f"{KEYS}/challenge", json={}).json
    wrong = boss.post(f"{API}/me/proof", json={"passkey": SoftKey().answer(asked)})
    assert (wrong.status_code, wrong.json["fields"]) == (422, {"passkey": ["wrong"]})
    assert boss.post(approve, json={"base": 0}).json["code"] == "fresh_sign_in"
    again = key.answer(boss.post(f"{KEYS}/challenge", json={}).json)
    assert boss.post(f"{API}/me/proof", json={"passkey": again}).status_code == 200
    assert boss.post(approve, json={"base": 0}).json.get("code") != "fresh_sign_in"
    assert boss.post(f"{API}/me/proof", json={"passkey": again}).status_code == 422, "once"
    assert trail(app, "session.prove")[-1]["by"] == "passkey"


@pytest.mark.parametrize(
    "spoiled",
    [SoftKey(origin="https://notes.example.com"), SoftKey(site="example.com"), SoftKey(flags=PRESENT)],
    ids=["another site", "another relying party", "not unlocked"],
)
def test_a6_only_a_good_passkey_is_added(app: Flask, cast: Cast, spoiled: SoftKey) -> None:
    refused = add_passkey(cast.practitioner, spoiled)
    assert (refused.status_code, refused.json["fields"]) == (422, {"passkey": ["wrong"]})
    asked = cast.practitioner.post(f"{KEYS}/new", json={}).json
    theirs = {"name": "Theirs", "made": SoftKey().make(asked)}
    assert cast.colleague.post(KEYS, json=theirs).status_code == 422, "asked of another person"
    torn = {"name": "Torn", "made": SoftKey().make(asked) | {"attestation": "AAAA"}}
    assert cast.practitioner.post(KEYS, json=torn).status_code == 422
    assert cast.practitioner.get(KEYS).json["items"] == []
    assert enter(app, BEN).status_code == 200


def test_w11_the_last_one_stays_where_the_clinic_asks_for_it(app: Flask, cast: Cast) -> None:
    boss, mine = cast.supervisor, {"current": PASSWORD}
    for name in ("First", "Second"):
        add_passkey(boss, SoftKey(), name)
    first, second = (f"{KEYS}/{item['id']}" for item in boss.get(KEYS).json["items"])
    assert boss.delete(first, json={"current": "nobody's password"}).json["fields"] == {"current": ["wrong"]}
    assert boss.delete(first, json=mine).status_code == 200
    assert boss.delete(first, json=mine).status_code == 404
    kept = boss.delete(second, json=mine)
    assert (kept.status_code, kept.json["reason"]) == (409, "last_factor")
    key, ben = SoftKey(), cast.practitioner
    add_passkey(ben, key)
    answer = key.answer(asked_of(app, BEN))
    (own,) = ben.get(KEYS).json["items"]
    assert ben.delete(f"{KEYS}/{own['id']}", json=mine).status_code == 200
    assert enter(app, BEN, passkey=answer).status_code == 200, "the password alone is asked now"
    assert ben.get(f"{API}/me").json["second_factor"]["codes_left"] == 0
    elsewhere = enter(app, BEN, device={"id": fixed_id("another"), "name": "Elsewhere"}).json["notices"]
    assert {"passkey_added", "passkey_removed"} <= {one["kind"] for one in elsewhere}
    assert add_passkey(ben, key).status_code == 201, "one that was removed can be added again"


def test_a8_the_console_ends_passkeys_and_a_reset_does_not(app: Flask, cast: Cast) -> None:
    key = SoftKey()
    add_passkey(cast.practitioner, key)
    token = cast.admin.post(f"{API}/users/{BEN.id}/reset", json={}).json["token"]
    body = {"token": token, "password": "an entirely fresh sentence", "device": BEN.device}
    needed = app.test_client().post(f"{API}/invites", json=body)
    assert needed.json["code"] == "second_factor_needed"
    wrong = body | {"passkey": SoftKey().answer(needed.json["passkey"])}
    assert app.test_client().post(f"{API}/invites", json=wrong).json["code"] == "wrong_passkey"
    asked = app.test_client().post(f"{API}/invites", json=body).json["passkey"]
    assert app.test_client().post(f"{API}/invites", json=body | {"passkey": key.answer(asked)}).status_code == 200
    done = app.test_cli_runner().invoke(args=["users", "reset", "--second-factor", BEN.email])
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert db.session.scalars(db.select(Passkey).where(Passkey.removed_at.is_(None))).all() == []
        assert first_break(fixed_id("north")) is None


def test_a_server_without_a_name_says_what_to_do(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    by_number = replace(app.config["NEEDLEPOINT"], public_url="http://127.0.0.1:8000")
    monkeypatch.setitem(app.config, "NEEDLEPOINT", by_number)
    assert cast.practitioner.get(KEYS).json["possible"] is False
    refused = cast.practitioner.post(f"{KEYS}/new", json={})
    assert (refused.status_code, refused.json["reason"]) == (409, "no_name")
    assert "PUBLIC_URL" in refused.json["detail"]

"""People: who may change whom, and that it holds at once."""

from datetime import timedelta

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, User
from server.services.accounts.users import reset_user
from server.services.audit import console_actor
from tests.cast import PEOPLE, key_of
from tests.conftest import API, ApiClient, Cast

NEW = {"email": "New@Example.org", "name": "New Person", "role": "practitioner"}
PASSWORD = "an entirely fresh sentence"


@pytest.fixture
def new(cast: Cast) -> str:
    """The id of a person who has not chosen a password yet."""
    return cast.admin.post(f"{API}/users", json=NEW).json["id"]


def invite(cast: Cast, user_id: str) -> str:
    return cast.admin.post(f"{API}/users/{user_id}/invite").json["token"]


def reset(app: Flask, key: str = "colleague") -> str:
    """The token of the link that the server's console prints."""
    with app.app_context():
        begin_write()
        token, _user = reset_user(console_actor(PEOPLE[key].actor.clinic_id), PEOPLE[key].id)
        db.session.commit()
        return token


def rows_about(app: Flask, user_id: str) -> list[AuditEntry]:
    with app.app_context():
        query = db.select(AuditEntry).where(AuditEntry.object_id == user_id)
        return list(db.session.scalars(query.order_by(AuditEntry.n)))


def join(client: ApiClient, token: str, password: str = PASSWORD):
    body = {"token": token, "password": password, "device": PEOPLE["colleague"].device}
    return client.post(f"{API}/invites", json=body)


def test_everybody_sees_the_people_of_their_clinic_only(cast: Cast) -> None:
    here = {person["email"] for person in cast.practitioner.get(f"{API}/users").json["items"]}
    there = {person["email"] for person in cast.outsider.get(f"{API}/users").json["items"]}
    assert here == {PEOPLE[key].email for key in ("practitioner", "colleague", "supervisor", "admin")}
    assert there == {PEOPLE["outsider"].email}


@pytest.mark.parametrize("key", ["practitioner", "supervisor", "outsider"])
def test_only_admins_manage(cast: Cast, key: str) -> None:
    client, target = getattr(cast, key), PEOPLE["colleague"].id
    assert client.post(f"{API}/users", json=NEW).status_code == 403
    assert client.patch(f"{API}/users/{target}", json={"name": "X"}).status_code == 403
    assert client.post(f"{API}/users/{target}/invite").status_code == 403


def test_person_of_another_clinic_is_as_missing_as_one_who_never_was(cast: Cast) -> None:
    missing = cast.admin.patch(f"{API}/users/{PEOPLE['outsider'].device['id']}", json={"name": "X"})
    foreign = cast.admin.patch(f"{API}/users/{PEOPLE['outsider'].id}", json={"name": "X"})
    assert missing.status_code == foreign.status_code == 404
    drop = {"request_id", "instance"}
    assert {k: v for k, v in missing.json.items() if k not in drop} == {
        k: v for k, v in foreign.json.items() if k not in drop
    }


def test_new_person_joins_by_invitation(app: Flask, cast: Cast) -> None:
    person = cast.admin.post(f"{API}/users", json=NEW)
    assert person.status_code == 201
    assert (person.json["joined"], person.json["treats"]) == (False, True)
    link = cast.admin.post(f"{API}/users/{person.json['id']}/invite")
    client = app.test_client()
    answer = join(client, link.json["token"])
    assert answer.status_code == 200
    assert answer.json["user"]["email"] == "new@example.org"
    assert client.get(f"{API}/me").status_code == 200


def test_address_is_taken_across_clinics(cast: Cast) -> None:
    answer = cast.admin.post(f"{API}/users", json=NEW | {"email": PEOPLE["outsider"].email})
    assert (answer.status_code, answer.json["fields"]) == (422, {"email": ["taken"]})


def test_a8_invitation_works_once_and_the_last_one_only(app: Flask, cast: Cast, new: str) -> None:
    old, last = invite(cast, new), invite(cast, new)
    assert join(app.test_client(), old).json["code"] == "invalid_token"
    assert join(app.test_client(), last).status_code == 200
    for spent in (old, last):
        assert join(app.test_client(), spent, "another fresh sentence").json["code"] == "invalid_token"


def test_w3_nobody_is_invited_anew_who_has_a_password(app: Flask, cast: Cast) -> None:
    """Otherwise an administrator could choose it and be that person."""
    theirs = cast.colleague
    for changes in ({}, {"name": "Other Name"}, {"role": "supervisor"}, {"active": False}, {"active": True}):
        assert not changes or cast.admin.patch(f"{API}/users/{PEOPLE['colleague'].id}", json=changes).status_code == 200
        refused = cast.admin.post(f"{API}/users/{PEOPLE['colleague'].id}/invite")
        assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")
        assert refused.json["reason"] == ("disabled" if changes == {"active": False} else "has_password")
        assert "token" not in refused.json
    with app.app_context():
        assert db.session.get_one(User, key_of(PEOPLE["colleague"].id)).invite_hash is None
    assert theirs.login(PEOPLE["colleague"]).status_code == 200
    assert "user.invite" not in {row.action for row in rows_about(app, PEOPLE["colleague"].id)}


def test_w3_an_address_never_changes(cast: Cast) -> None:
    """Whoever could move an account to an address of their own could be its person."""
    answer = cast.admin.patch(f"{API}/users/{PEOPLE['colleague'].id}", json={"email": "admin-too@example.org"})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["email"])


def test_w3_a_reset_is_told_to_the_person_at_every_sign_in(app: Flask, cast: Cast) -> None:
    before = cast.colleague
    assert before.get(f"{API}/me").json["notices"] == []
    token = reset(app)
    (notice,) = before.get(f"{API}/me").json["notices"]
    assert notice["kind"] == "password_reset"
    assert join(app.test_client(), token).json["notices"] == [notice]
    assert before.get(f"{API}/me").status_code == 401
    again = app.test_client()
    assert again.login(PEOPLE["colleague"]).status_code == 401
    assert again.login(PEOPLE["colleague"], PASSWORD).json["notices"] == [notice]
    assert join(app.test_client(), token, "another fresh sentence").status_code == 403
    assert cast.practitioner.get(f"{API}/me").json["notices"] == []
    made, used = [row for row in rows_about(app, PEOPLE["colleague"].id) if row.action.startswith("user.")]
    assert (made.action, made.actor_id) == ("user.reset", "console")
    assert (used.action, used.actor_id) == ("user.password", PEOPLE["colleague"].id)
    assert notice["at"][:19] == made.at.isoformat()[:19]


def test_w3_only_the_last_reset_link_works(app: Flask, cast: Cast) -> None:
    old, last = reset(app), reset(app)
    assert join(app.test_client(), old).status_code == 403
    assert join(app.test_client(), last).status_code == 200


def test_a8_invitation_runs_out_after_two_days(app: Flask, cast: Cast, new: str) -> None:
    token = invite(cast, new)
    with app.app_context():
        begin_write()
        user = db.session.get_one(User, key_of(new))
        assert timedelta(hours=47) < user.invite_expires_at - utc_now() <= timedelta(hours=48)
        user.invite_expires_at = utc_now() - timedelta(seconds=1)
        db.session.commit()
    assert join(app.test_client(), token).status_code == 403


def test_new_password_ends_sessions_of_the_old_one(app: Flask, cast: Cast) -> None:
    before = cast.colleague
    assert join(app.test_client(), reset(app)).status_code == 200
    assert before.get(f"{API}/me").status_code == 401
    assert app.test_client().login(PEOPLE["colleague"]).status_code == 401
    assert app.test_client().login(PEOPLE["colleague"], PASSWORD).status_code == 200


@pytest.mark.parametrize("changes", [{"role": "supervisor"}, {"active": False}, {"treats": False}])
def test_z5_change_of_rights_holds_at_once(cast: Cast, changes: dict) -> None:
    affected = cast.colleague
    answer = cast.admin.patch(f"{API}/users/{PEOPLE['colleague'].id}", json=changes)
    assert answer.status_code == 200
    assert changes.items() <= answer.json.items()
    assert affected.get(f"{API}/me").status_code == 401


@pytest.mark.parametrize(
    "name",
    ["Practitioner Person", "practitioner  PERSON", "Práctitioner-Person", "Ｐractitioner Person.", "Disabled Person"],
)
@pytest.mark.parametrize("way", ["own account", "another's account", "new account"])
def test_w3_nobody_is_given_the_name_of_another(app: Flask, cast: Cast, name: str, way: str) -> None:
    """Else an administrator signs as somebody else with an account of their own. Also not of one who has left."""
    left = cast.admin.post(f"{API}/users", json=NEW | {"email": "left@example.org", "name": "Disabled Person"}).json
    assert cast.admin.patch(f"{API}/users/{left['id']}", json={"active": False}).status_code == 200
    target = {"own account": PEOPLE["admin"].id, "another's account": PEOPLE["colleague"].id}.get(way)
    if target:
        answer = cast.admin.patch(f"{API}/users/{target}", json={"name": name})
    else:
        answer = cast.admin.post(f"{API}/users", json=NEW | {"name": name})
    assert (answer.status_code, answer.json["fields"]) == (422, {"name": ["taken"]})
    assert name not in {user["name"] for user in cast.admin.get(f"{API}/users").json["items"] if user["id"] == target}


def test_w3_a_name_that_somebody_else_changed_is_told_to_its_person(cast: Cast) -> None:
    for person in ("colleague", "admin"):
        cast.admin.patch(f"{API}/users/{PEOPLE[person].id}", json={"name": f"Other {person}", "treats": True})
        cast.admin.patch(f"{API}/users/{PEOPLE[person].id}", json={"treats": False, "role": PEOPLE[person].role})
    cast.colleague.login(PEOPLE["colleague"])
    notices = [(one["kind"], one.get("by")) for one in cast.colleague.get(f"{API}/me").json["notices"]]
    assert ("renamed", "Other admin") in notices
    cast.admin.login(PEOPLE["admin"])
    assert "renamed" not in [one["kind"] for one in cast.admin.get(f"{API}/me").json["notices"]], "their own change"


def test_w3_a_name_may_be_written_otherwise_and_be_that_of_somebody_of_another_clinic(cast: Cast) -> None:
    for name in ("COLLEAGUE Person", PEOPLE["outsider"].name):
        assert cast.admin.patch(f"{API}/users/{PEOPLE['colleague'].id}", json={"name": name}).status_code == 200, name


def test_change_of_name_leaves_people_signed_in(cast: Cast) -> None:
    affected = cast.colleague
    cast.admin.patch(f"{API}/users/{PEOPLE['colleague'].id}", json={"name": " Other Name "})
    assert affected.get(f"{API}/me").json["user"]["name"] == "Other Name"


@pytest.mark.parametrize("changes", [{"role": "practitioner"}, {"active": False}])
def test_z5_last_admin_stays(cast: Cast, changes: dict) -> None:
    answer = cast.admin.patch(f"{API}/users/{PEOPLE['admin'].id}", json=changes)
    assert (answer.status_code, answer.json["reason"]) == (409, "last_admin")
    assert cast.admin.get(f"{API}/me").json["user"]["role"] == "admin"


def test_z5_admin_who_never_joined_does_not_count(cast: Cast) -> None:
    cast.admin.post(f"{API}/users", json=NEW | {"role": "admin"})
    answer = cast.admin.patch(f"{API}/users/{PEOPLE['admin'].id}", json={"active": False})
    assert answer.status_code == 409


def test_every_change_leaves_a_row_without_names(app: Flask, cast: Cast) -> None:
    cast.admin.patch(f"{API}/users/{PEOPLE['colleague'].id}", json={"name": "Secret Name", "role": "supervisor"})
    rows = rows_about(app, PEOPLE["colleague"].id)
    assert [row.action for row in rows] == ["user.change"]
    assert rows[0].actor_id == PEOPLE["admin"].id
    assert {**rows[0].detail, "rows": 1} == {"changed": ["name", "role"], "role": "supervisor", "rows": 1}


@pytest.mark.parametrize(
    "body",
    [
        {},
        NEW | {"role": "owner"},
        NEW | {"email": "not an address"},
        NEW | {"name": "two\nlines"},
        NEW | {"name": "   "},
        NEW | {"name": "\x7f"},
        NEW | {"name": "a" * 121},
        NEW | {"treats": "yes"},
        NEW | {"password_hash": "x"},
        NEW | {"clinic_id": "x"},
    ],
)
def test_z4_bad_people_are_refused_by_field(cast: Cast, body: dict) -> None:
    answer = cast.admin.post(f"{API}/users", json=body)
    assert answer.status_code == 422
    assert answer.json["fields"]


def test_s4_readmitted_person_has_to_sign_in_again(cast: Cast) -> None:
    browser, person = cast.practitioner, PEOPLE["practitioner"]
    for active in (False, True):
        assert cast.admin.patch(f"{API}/users/{person.id}", json={"active": active}).status_code == 200
    assert browser.get(f"{API}/me").status_code == 401
    assert browser.login(person).status_code == 200

"""People: who may change whom, and that it holds at once."""

from datetime import timedelta

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, User
from tests.cast import PEOPLE
from tests.conftest import API, ApiClient, Cast

NEW = {"email": "New@Example.org", "name": "New Person", "role": "practitioner"}
PASSWORD = "an entirely fresh sentence"


def invite(cast: Cast, key: str = "colleague") -> str:
    return cast.admin.post(f"{API}/users/{PEOPLE[key].id}/invite").json["token"]


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


def test_a8_invitation_works_once_and_the_last_one_only(app: Flask, cast: Cast) -> None:
    old, new = invite(cast), invite(cast)
    assert join(app.test_client(), old).json["code"] == "invalid_token"
    assert join(app.test_client(), new).status_code == 200
    assert join(app.test_client(), new).status_code == 403


def test_a8_invitation_runs_out_after_two_days(app: Flask, cast: Cast) -> None:
    token = invite(cast)
    with app.app_context():
        begin_write()
        user = db.session.get_one(User, PEOPLE["colleague"].id)
        assert timedelta(hours=47) < user.invite_expires_at - utc_now() <= timedelta(hours=48)
        user.invite_expires_at = utc_now() - timedelta(seconds=1)
        db.session.commit()
    assert join(app.test_client(), token).status_code == 403


def test_new_password_ends_sessions_of_the_old_one(app: Flask, cast: Cast) -> None:
    before = cast.colleague
    assert join(app.test_client(), invite(cast)).status_code == 200
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
    invite(cast)
    with app.app_context():
        rows = db.session.scalars(db.select(AuditEntry).where(AuditEntry.object_id == PEOPLE["colleague"].id)).all()
    assert [row.action for row in rows] == ["user.change", "user.invite"]
    assert rows[0].actor_id == PEOPLE["admin"].id
    assert rows[0].detail == {"changed": ["name", "role"], "role": "supervisor"}


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

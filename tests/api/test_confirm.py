"""W3: whoever signs or countersigns is made by one person and confirmed by another, and both are told of."""

from typing import Any

import pytest
from flask import Flask

from server.db import db
from server.models import AuditEntry
from tests.cast import PEOPLE, Person
from tests.conftest import API, ApiClient, Cast
from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

PASSWORD = "an entirely fresh sentence"
MADE = Person("made", "north", "supervisor", treats=False)


class Made:
    """Somebody whom the administrator has just made and whose link the administrator has used: a tablet's cast."""

    def __init__(self, app: Flask, cast: Cast, role: str) -> None:
        body = {"email": MADE.email, "name": "Made Person", "role": role}
        self.id = cast.admin.post(f"{API}/users", json=body).json["id"]
        token = cast.admin.post(f"{API}/users/{self.id}/invite").json["token"]
        self.client = app.test_client()
        join = {"token": token, "password": PASSWORD, "device": MADE.device}
        self.me = self.client.post(f"{API}/invites", json=join).json
        self.role = role

    def tablet(self) -> Tablet:
        held = Tablet.__new__(Tablet)
        held.client, held.person = self.client, Held(self.id, MADE.device)  # type: ignore[assignment]
        return held

    def confirm(self, by: ApiClient, role: str = "") -> Any:
        return by.post(f"{API}/users/{self.id}/confirm", json={"role": role or self.role})


class Held:
    def __init__(self, user_id: str, device: dict[str, str]) -> None:
        self.id, self.device = user_id, device


def outcome(result: dict[str, Any]) -> str:
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


def notices(client: ApiClient, *kinds: str) -> list[dict[str, Any]]:
    return [one for one in client.get(f"{API}/me").json["notices"] if one["kind"] in kinds]


def test_w3_a_supervisor_made_by_one_person_approves_nothing(app: Flask, cast: Cast) -> None:
    """Alone, an administrator would be a practitioner's second person."""
    note = Tablet(cast, "practitioner").signed_note()
    made = Made(app, cast, "supervisor")
    assert made.me["user"]["confirmed"] is False
    boss = made.tablet()
    assert outcome(boss.act("approve", note, comment="")) == "not_allowed"
    assert outcome(boss.act("return", note, comment="Say more about the depth.")) == "not_allowed"
    assert made.confirm(cast.admin).status_code == 403, "who made the account"
    assert made.confirm(made.client).status_code == 403, "the person, who is not confirmed"
    assert made.confirm(cast.practitioner).status_code == 403
    assert made.confirm(cast.outsider).status_code == 404
    answer = made.confirm(cast.supervisor)
    assert (answer.status_code, answer.json["waits_since"]) == (200, None)
    assert made.client.get(f"{API}/me").json["user"]["confirmed"] is True
    assert outcome(boss.act("approve", note, comment="")) == "applied"


def test_w3_notes_of_somebody_nobody_confirmed_are_not_approved(app: Flask, cast: Cast) -> None:
    made = Made(app, cast, "practitioner")
    writer, boss = made.tablet(), Tablet(cast, "supervisor")
    draft = writer.new_note(fields=signable(made.id))
    signed = writer.push_one(writer.sign_op(draft))
    assert signed["status"] == "applied", "writing and signing go on"
    refused = boss.act("approve", signed["record"], comment="")
    assert (outcome(refused), refused["error"]["reason"]) == ("wrong_state", "unconfirmed")
    assert made.confirm(cast.supervisor).status_code == 200
    assert outcome(boss.act("approve", signed["record"], comment="")) == "applied"


def test_w3_an_admin_made_by_one_person_neither_manages_nor_confirms(app: Flask, cast: Cast) -> None:
    """Otherwise two accounts of one person would confirm each other."""
    made = Made(app, cast, "admin")
    body = {"email": "third@example.org", "name": "Third", "role": "supervisor"}
    assert made.client.post(f"{API}/users", json=body).status_code == 403
    third = cast.admin.post(f"{API}/users", json=body).json["id"]
    confirmed = made.client.post(f"{API}/users/{third}/confirm", json={"role": "supervisor"})
    assert confirmed.status_code == 403
    gone = cast.admin.patch(f"{API}/users/{PEOPLE['admin'].id}", json={"active": False})
    assert (gone.status_code, gone.json["reason"]) == (409, "last_admin"), "the other one does not count yet"


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_w3_another_role_waits_as_a_new_account_does(app: Flask, cast: Cast, role: str) -> None:
    path = f"{API}/users/{PEOPLE['colleague'].id}"
    before = cast.admin.patch(path, json={"name": "Other Name"}).json
    assert before["waits_since"] is None
    changed = cast.admin.patch(path, json={"role": role}).json
    assert (changed["waits_since"] is not None, changed["waits_by"]) == (True, PEOPLE["admin"].id)
    stale = cast.supervisor.post(f"{path}/confirm", json={"role": "practitioner"})
    assert (stale.status_code, stale.json["code"]) == (409, "stale")
    assert cast.supervisor.post(f"{path}/confirm", json={"role": role}).status_code == 200
    again = cast.supervisor.post(f"{path}/confirm", json={"role": role})
    assert (again.status_code, again.json["reason"]) == (409, "confirmed")


def test_w3_less_than_before_waits_for_nobody(cast: Cast) -> None:
    path = f"{API}/users/{PEOPLE['supervisor'].id}"
    assert cast.admin.patch(path, json={"treats": True}).json["waits_since"] is None
    assert cast.admin.patch(path, json={"role": "practitioner"}).json["waits_since"] is None


def test_w3_everybody_concerned_is_told(app: Flask, cast: Cast) -> None:
    made = Made(app, cast, "supervisor")
    (own,) = notices(made.client, "own_waits")
    assert (own["by"], "name" in own) == (PEOPLE["admin"].name, False)
    (told,) = notices(cast.supervisor, "waits")
    assert (told["name"], told["by"]) == ("Made Person", PEOPLE["admin"].name)
    assert notices(cast.practitioner, "waits") == notices(cast.outsider, "waits") == []
    made.confirm(cast.supervisor)
    for client, kind in ((made.client, "own_confirmed"), (cast.admin, "confirmed"), (cast.supervisor, "confirmed")):
        (one,) = notices(client, kind)
        assert one["by"] == PEOPLE["supervisor"].name
        assert notices(client, "waits", "own_waits") == []
    assert notices(cast.practitioner, "confirmed") == []
    with app.app_context():
        query = db.select(AuditEntry.action, AuditEntry.actor_id).where(AuditEntry.object_id == made.id)
        rows = [tuple(row) for row in db.session.execute(query.order_by(AuditEntry.n))]
    assert ("user.create", PEOPLE["admin"].id) in rows
    assert ("user.confirm", PEOPLE["supervisor"].id) in rows


def test_w3_the_console_is_the_second_person_and_everybody_is_told(app: Flask, cast: Cast) -> None:
    made = Made(app, cast, "supervisor")
    run = app.test_cli_runner().invoke
    assert " not confirmed\t" in run(args=["users", "list"]).output
    said = run(args=["users", "confirm", MADE.email])
    assert said.output.splitlines()[-1] == f"{MADE.email}: supervisor, confirmed"
    assert "confirmed already" in run(args=["users", "confirm", MADE.email]).output
    assert made.client.get(f"{API}/me").json["user"]["confirmed"] is True
    for who in ("practitioner", "supervisor", "admin"):
        (one,) = notices(getattr(cast, who), "confirmed")
        assert (one["name"], one["by"]) == ("Made Person", "")
    assert notices(cast.outsider, "confirmed") == []

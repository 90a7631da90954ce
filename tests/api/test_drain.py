"""POST /sync/drain: what a disabled person or a blocked device has not sent still arrives, and nothing else does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from server.db import db, utc_now
from server.models import AuditEntry, Device, KnownDevice, LoginSession, Quarantined, Record, User
from tests.cast import PASSWORD, Person, fixed_id
from tests.tablet import Tablet

pytestmark = pytest.mark.slow

DRAIN = "/api/v1/sync/drain"
WORDS = {"text": "Burning after the second pass."}


def drain(tablet: Tablet, *ops: Any, **body: Any) -> Any:
    about = {"user_id": tablet.person.id, "device_id": tablet.person.device["id"]}
    sent = {"proto": 1, "ops": list(ops)} | body
    return tablet.client.post(DRAIN, json=sent, query_string=about)


def disable(cast: Any, tablet: Tablet, active: bool = False) -> None:
    answer = cast.admin.patch(f"/api/v1/users/{tablet.person.id}", json={"active": active})
    assert answer.status_code == 200, answer.text


def block(cast: Any, tablet: Tablet, status: str = "revoked") -> None:
    answer = cast.admin.patch(f"/api/v1/devices/{tablet.person.device['id']}", json={"status": status})
    assert answer.status_code == 200, answer.text


@pytest.fixture(params=["user", "device"])
def shut_out(request: pytest.FixtureRequest, cast: Any, ana: Tablet) -> Any:
    """Shuts out the person or their tablet; called with True, takes it back."""

    def act(again: bool = False) -> str:
        if request.param == "user":
            disable(cast, ana, again)
        else:
            block(cast, ana, "active" if again else "revoked")
        return str(request.param)

    return act


def edit_of(tablet: Tablet, note: dict[str, Any]) -> dict[str, Any]:
    return tablet.patch_op(note, "text:remarks", WORDS)


def test_unsent_work_is_kept_once_and_applied_by_nobody(ana, boss, shut_out):
    note = ana.new_note()
    op, reason = edit_of(ana, note), shut_out()
    for _again in range(2):
        answer = drain(ana, op)
        assert answer.status_code == 200, answer.text
        assert answer.json["reason"] == reason
        (result,) = answer.json["results"]
        assert (result["op_id"], result["status"], result["error"]["code"]) == (op["op_id"], "rejected", "drained")
    assert boss.get(f"/notes/{note['id']}").json["fields"] == note["fields"]
    (item,) = boss.get("/quarantine").json["items"]
    assert (item["id"], item["op"], item["source"], item["is_stated"]) == (op["op_id"], op, "drained", True)
    assert (item["author_id"], item["device_id"]) == (ana.person.id, ana.person.device["id"])


def test_nothing_else_is_open_and_no_record_is_answered(ana, shut_out):
    note = ana.new_note()
    told, lost = edit_of(ana, note), {"zone": "x"}
    assert ana.push_one(told)["status"] == "applied"  # the tablet never got this answer
    shut_out()
    for path in ("pull", "manifest", "ping"):
        assert ana.get(f"/sync/{path}").status_code == 401
    for path in ("/me", "/notes", "/patients", f"/notes/{note['id']}", "/quarantine", "/forms"):
        assert ana.get(path).status_code == 401
    assert ana.send(told).status_code == 401
    applied, bad = drain(ana, told, lost).json["results"]
    assert applied["status"] == "applied"
    assert set(applied) == {"op_id", "status", "received_at", "receipt"}
    assert bad["status"] == "rejected"


def test_k9_a_blocked_tablet_hears_that_it_is_blocked_whoever_is_disabled(cast, ana, inside):
    """It erases what it holds, which a disabled person's does not."""
    disable(cast, ana)
    block(cast, ana)
    assert drain(ana).json["reason"] == "device"
    db.session.get_one(Device, (fixed_id("north"), ana.person.device["id"])).drains_until = utc_now()
    db.session.commit()
    answer = drain(ana)
    assert (answer.status_code, answer.json["code"], answer.json["reason"]) == (403, "drain_over", "device")


def test_after_two_weeks_it_is_over(ana, shut_out, inside):
    op, reason = edit_of(ana, ana.new_note()), shut_out()
    who = db.session.query(User).filter_by(id=ana.person.id).one()
    held = who if reason == "user" else db.session.get_one(Device, (who.clinic_id, ana.person.device["id"]))
    assert timedelta(days=13, hours=23) < held.drains_until - utc_now() <= timedelta(days=14)
    for until in (utc_now() - timedelta(seconds=1), None):
        held.drains_until = until
        db.session.commit()
        answer = drain(ana, op)
        assert (answer.status_code, answer.json["code"]) == (403, "drain_over")
    assert db.session.query(Quarantined).count() == 0


def test_who_may_sign_in_may_not_drain(cast, ana, shut_out):
    op = edit_of(ana, ana.new_note())
    assert drain(ana, op).status_code == 401
    shut_out()
    shut_out(again=True)
    assert drain(ana, op).status_code == 401


def test_another_browser_another_person_and_another_clinic_are_strangers(app, cast, ana, ben):
    op = edit_of(ana, ana.new_note())
    disable(cast, ana)
    about = {"user_id": ana.person.id, "device_id": ana.person.device["id"]}
    body = {"proto": 1, "ops": [op]}
    outsider = cast.outsider
    for client in (app.test_client(), ben.client, outsider):
        assert client.post(DRAIN, json=body, query_string=about).status_code == 401
    theirs, foreign = ben.person.device["id"], cast["outsider"].device["id"]
    for wrong in ({"device_id": theirs}, {"device_id": foreign}, {"device_id": str(uuid4())}, {"user_id": "x"}):
        assert ana.client.post(DRAIN, json=body, query_string=about | wrong).status_code == 401
    assert ana.client.post(DRAIN, json=body).status_code == 401


def test_a_mark_of_before_devices_were_kept_with_it_stands_for_those_its_person_signed_in_on(cast, ana, ben, inside):
    op = edit_of(ana, ana.new_note())
    disable(cast, ana)
    db.session.execute(db.update(KnownDevice).values(device_id=None))
    db.session.execute(db.delete(LoginSession))  # after a month they are cleared away
    db.session.commit()
    about = {"user_id": ana.person.id, "device_id": ben.person.device["id"]}
    assert ana.client.post(DRAIN, json={"proto": 1, "ops": [op]}, query_string=about).status_code == 401
    assert drain(ana, op).status_code == 200


def test_an_op_of_somebody_else_is_kept_under_another_id(cast, ana, ben, boss):
    op = edit_of(ben, ben.new_note())
    disable(cast, ana)
    (result,) = drain(ana, op).json["results"]
    assert (result["status"], result["error"]["code"]) == ("rejected", "not_allowed")
    assert ben.push_one(op)["status"] == "applied"
    (item,) = boss.get("/quarantine").json["items"]
    assert (item["author_id"], item["source"], item["is_stated"]) == (ben.person.id, "drained", True)


def test_a_supervisor_settles_it_once_and_its_author_may_not(cast, ana, boss):
    note = ana.new_note()
    op = edit_of(ana, note)
    block(cast, ana)
    drain(ana, op)
    block(cast, ana, "active")
    assert ana.client.login(ana.person).status_code == 200
    act = {"action": "apply", "reason": None}
    assert ana.client.post(f"/api/v1/quarantine/{op['op_id']}", json=act).status_code == 403
    assert boss.get(f"/notes/{note['id']}").json["fields"] == note["fields"]
    cast.admin.patch(f"/api/v1/users/{boss.person.id}", json={"treats": True})
    boss.client.login(boss.person)
    assert boss.client.post(f"/api/v1/quarantine/{op['op_id']}", json=act).status_code == 200
    assert boss.client.post(f"/api/v1/quarantine/{op['op_id']}", json=act).status_code == 409
    after = boss.get(f"/notes/{note['id']}").json
    assert (after["fields"]["text:remarks"], after["rev"]) == (WORDS, note["rev"] + 1)
    assert ana.push_one(op)["status"] == "applied"  # the tablet that kept it hears what became of it
    assert boss.get(f"/notes/{note['id']}").json["rev"] == after["rev"]


def test_the_admin_sees_how_many_wait_and_that_each_came(cast, ana, ben, boss, inside):
    note = ana.new_note()
    ops = [
        ana.op("patch", "note", note["id"], unit=f"text:{name}", base_rev=1, base={}, patch=WORDS)
        for name in ("plan", "remarks")
    ]
    disable(cast, ana)
    here = ana.person.device["id"]

    def waits() -> tuple[int, int]:
        devices = {each["id"]: each["pending_ops"] for each in cast.admin.get("/api/v1/devices").json["items"]}
        return devices[here], cast.admin.get("/api/v1/quarantine").json["open"]

    old = "2026-11-20T08:00:00Z"
    assert drain(ana, pending_ops=2, oldest_pending_at=old).json["results"] == []
    assert waits() == (2, 0)
    drain(ana, ops[0], pending_ops=1, oldest_pending_at=old)
    assert waits() == (1, 1)
    drain(ana, ops[1], pending_ops=0)
    assert waits() == (0, 2)
    assert db.session.query(AuditEntry).filter_by(action="op.drain").count() == 2
    assert db.session.query(Record).filter_by(id=note["id"]).one().rev == 1


def test_nobodys_report_hides_what_another_has_not_sent(cast, ana):
    ana.send(ana.patch_op(ana.new_note(), "text:plan", WORDS), pending_ops=3)
    shared, other = ana.client, replace_device(cast["colleague"], ana.person)
    assert shared.post("/api/v1/login", json=other).status_code == 200
    shared.get("/api/v1/sync/pull", query_string={"pending_ops": 0})
    devices = {each["id"]: each["pending_ops"] for each in cast.admin.get("/api/v1/devices").json["items"]}
    assert devices[ana.person.device["id"]] == 3


def replace_device(person: Person, owner: Person) -> dict[str, Any]:
    return {"email": person.email, "password": PASSWORD, "device": owner.device}

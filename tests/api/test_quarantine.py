"""GET and POST /quarantine: what was refused is kept, read by whom it concerns, and settled once."""

from typing import Any
from uuid import uuid4

import pytest

from server.db import db
from server.models import AppliedOp, AuditEntry, Revision
from server.services.quarantine import UNKNOWN_DEVICE
from server.services.records import quarantine as stored
from tests.tablet import Tablet

WORDS = {"text": "Burning after the second pass."}


@pytest.fixture
def tablet(cast) -> Tablet:
    return Tablet(cast, "practitioner")


@pytest.fixture
def boss(cast) -> Tablet:
    return Tablet(cast, "supervisor")


def refuse(tablet: Tablet, **rest: Any) -> dict[str, Any]:
    """An op the server refuses: a patch that was written before its note is here."""
    op = tablet.op("patch", "note", str(uuid4()), unit="text:remarks", base_rev=0, base={}, patch=WORDS) | rest
    assert tablet.push_one(op)["status"] == "rejected"
    return op


def waiting(tablet: Tablet, **query: Any) -> list[dict[str, Any]]:
    answer = tablet.get("/quarantine", **query)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def settle(tablet: Tablet, op_id: str, action: str, reason: str | None = None) -> Any:
    return tablet.client.post(f"/api/v1/quarantine/{op_id}", json={"action": action, "reason": reason})


def amended_after_return(tablet: Tablet, boss: Tablet) -> tuple[dict[str, Any], dict[str, Any]]:
    """A returned note, and the amendment its author had written offline before it was returned."""
    note = tablet.signed_note()
    changes = {"text:remarks": {"base": {}, "patch": WORDS}}
    seen = {"content_hash": note["content_hash"], "reason": "Seen at home."}
    op = tablet.op("amend", "note", note["id"], changes=changes, **seen)
    boss.act("return", note, comment="Which arm was it?")
    assert tablet.push_one(op)["error"]["code"] == "wrong_state"
    return note, op


def test_a_refused_op_is_read_by_its_author_and_supervisors_only(cast, tablet, boss):
    op = refuse(tablet)
    for who in (tablet, boss):
        (item,) = waiting(who)
        assert (item["id"], item["op"], item["error"]["code"]) == (op["op_id"], op, "not_found")
        assert (item["author_name"], item["is_stated"], item["source"]) == (tablet.person.name, False, "refused")
    for key in ("colleague", "outsider", "admin"):
        assert waiting(Tablet(cast, key)) == []
    counts = {key: Tablet(cast, key).get("/quarantine").json["open"] for key in ("colleague", "admin", "supervisor")}
    assert counts == {"colleague": 0, "admin": 1, "supervisor": 1}


def test_what_is_not_clean_is_kept_as_it_was_sent(tablet):
    op = tablet.op("patch", "note", str(uuid4()), unit="text:remarks", base_rev=0, base={}, patch={"text": "a\x00b"})
    assert tablet.push_one(op)["error"]["code"] == "validation"
    (item,) = waiting(tablet)
    assert "a\\u0000b" in item["op"]["text"]
    assert settle(tablet, item["id"], "apply").status_code == 422
    assert len(waiting(tablet)) == 1


def test_an_amendment_of_a_returned_note_is_applied_as_an_edit(tablet, boss):
    note, op = amended_after_return(tablet, boss)
    answer = settle(tablet, op["op_id"], "apply")
    assert (answer.status_code, answer.json["status"]) == (200, "applied")
    assert tablet.get(f"/notes/{note['id']}").json["fields"]["text:remarks"] == WORDS
    assert waiting(tablet) == []
    assert tablet.push_one(op)["status"] == "applied"
    assert settle(tablet, op["op_id"], "discard", "Twice.").json["code"] == "wrong_state"


def test_what_was_applied_is_verified_like_any_other(app, tablet, boss):
    _, op = amended_after_return(tablet, boss)
    settle(tablet, op["op_id"], "apply")
    with app.app_context():
        applied = db.select(Revision.op_id).where(Revision.reason.is_(None), Revision.kind == "patch")
        (op_id,) = db.session.scalars(applied)
        assert db.session.get(AppliedOp, (tablet.person.actor.clinic_id, op_id)) is not None


def test_applying_needs_the_permission_to_edit(tablet, boss):
    note, op = amended_after_return(tablet, boss)
    answer = settle(boss, op["op_id"], "apply")
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
    assert "text:remarks" not in tablet.get(f"/notes/{note['id']}").json["fields"]
    assert len(waiting(tablet)) == 1


def test_a_value_that_moved_becomes_a_conflict(cast, tablet, boss):
    note, op = amended_after_return(tablet, boss)
    returned = tablet.get(f"/notes/{note['id']}").json
    Tablet(cast, "colleague").patch(returned, "text:remarks", {"text": "No burning."})
    assert settle(tablet, op["op_id"], "apply").status_code == 200
    (conflict,) = tablet.conflicts()
    assert conflict["fields"]["mine"]["value"] == WORDS


def test_attached_content_is_found_with_its_record(tablet, boss):
    note, op = amended_after_return(tablet, boss)
    assert settle(boss, op["op_id"], "attach").json["status"] == "attached"
    (item,) = waiting(tablet, status="attached", record_id=note["id"])
    assert item["op"] == op
    assert item["settled_by"] == boss.person.id


def test_what_is_kept_with_a_record_is_read_by_all_who_read_it(cast, tablet, boss):
    note, op = amended_after_return(tablet, boss)
    other = Tablet(cast, "colleague")
    assert waiting(other, record_id=note["id"]) == []
    settle(boss, op["op_id"], "attach")
    (item,) = waiting(other, status="attached", record_id=note["id"])
    assert (item["author_name"], item["settled_by_name"]) == (tablet.person.name, boss.person.name)
    assert waiting(other, status="attached") == []


def test_it_says_whether_there_is_a_record_to_keep_it_with(tablet, boss):
    _note, op = amended_after_return(tablet, boss)
    lost = refuse(tablet)
    told = {item["id"]: item["can_attach"] for item in waiting(tablet)}
    assert (told[op["op_id"]], told[lost["op_id"]]) == (True, False)


def test_what_has_no_record_is_not_attached_but_to_its_patient(tablet):
    op = refuse(tablet)
    assert settle(tablet, op["op_id"], "attach").json["reason"] == "no_record"
    patient = tablet.new_patient()["id"]
    lost = tablet.op("create", "note", str(uuid4()), patient_id=patient, fields={"text:remarks": {"text": 5}})
    assert tablet.push_one(lost)["status"] == "rejected"
    assert settle(tablet, lost["op_id"], "attach").json["record_id"] == patient


def test_discarding_says_why_and_keeps_the_op(tablet):
    op = refuse(tablet)
    assert settle(tablet, op["op_id"], "discard").status_code == 422
    assert settle(tablet, op["op_id"], "discard", "Entered twice.").json["reason"] == "Entered twice."
    assert waiting(tablet) == []
    assert [item["op"] for item in waiting(tablet, status="discarded")] == [op]


@pytest.mark.parametrize("key", ["colleague", "admin", "outsider"])
def test_nobody_else_settles(cast, tablet, key):
    op = refuse(tablet)
    assert settle(Tablet(cast, key), op["op_id"], "discard", "Not mine.").status_code == 404
    assert len(waiting(tablet)) == 1


def test_each_decision_leaves_an_audit_row(app, tablet, boss):
    op = refuse(tablet)
    settle(boss, op["op_id"], "discard", "Entered twice.")
    with app.app_context():
        rows = db.session.scalars(db.select(AuditEntry).where(AuditEntry.object_id == op["op_id"])).all()
        assert [(row.action, row.actor_id) for row in rows] == [
            ("op.reject", tablet.person.id),
            ("quarantine.discard", boss.person.id),
        ]


def test_a_full_quarantine_answers_retry_and_room_takes_it(tablet, monkeypatch):
    monkeypatch.setattr(stored, "MOST_OPS", 1)
    kept = refuse(tablet)
    more = tablet.op("patch", "note", str(uuid4()), unit="text:remarks", base_rev=0, base={}, patch=WORDS)
    assert tablet.push_one(more)["status"] == "retry"
    assert tablet.push_one(kept)["status"] == "rejected"
    assert tablet.push_one(tablet.op("create", "patient", str(uuid4()), fields={}))["status"] == "applied"
    settle(tablet, kept["op_id"], "discard", "Entered twice.")
    assert tablet.push_one(more)["status"] == "rejected"


def test_who_sent_it_for_whom_is_marked_as_stated(cast, tablet, boss):
    op = refuse(Tablet(cast, "colleague"), user_id=tablet.person.id, base_rev="none")  # what cannot be read
    (item,) = waiting(tablet)
    assert (item["author_id"], item["is_stated"], item["op"]) == (tablet.person.id, True, op)


class TestImport:
    def body(self, tablet: Tablet, *ops: Any, **changed: Any) -> dict[str, Any]:
        device = tablet.person.device["id"]
        return {"version": 1, "clinic_id": tablet.person.actor.clinic_id, "device_id": device, "ops": [*ops]} | changed

    def bring(self, who: Tablet, body: dict[str, Any]) -> Any:
        return who.client.post("/api/v1/quarantine/import", json=body)

    def test_an_exported_op_is_kept_once_and_not_applied(self, tablet, boss):
        note = tablet.new_note()
        op = tablet.patch_op(note, "text:remarks", WORDS)
        for status in ("kept", "known"):
            answer = self.bring(boss, self.body(tablet, op | {"sent": False}))
            assert answer.json["results"] == [{"op_id": op["op_id"], "status": status}]
        (item,) = waiting(boss)
        assert (item["op"], item["author_name"], item["is_stated"]) == (op, tablet.person.name, True)
        assert tablet.get(f"/notes/{note['id']}").json["rev"] == 1
        assert tablet.push_one(op)["error"]["code"] == "imported"

    def test_the_tablet_is_as_the_file_says_and_only_one_of_the_clinic(self, cast, tablet, boss, inside):
        """Nothing proves it: what is applied is of the tablet of the person who decides."""
        note = tablet.new_note()
        op = tablet.patch_op(note, "text:remarks", WORDS)
        self.bring(boss, self.body(tablet, op))
        for foreign in (str(uuid4()), cast["outsider"].device["id"]):
            self.bring(boss, self.body(tablet, tablet.op("create", "patient", str(uuid4())), device_id=foreign))
        stated = (tablet.person.device["name"], True)
        found = [(item["device_name"], item["is_device_stated"]) for item in waiting(boss)]
        assert found == [stated, (None, True), (None, True)]
        assert {item["device_id"] for item in waiting(boss)[1:]} == {UNKNOWN_DEVICE}
        cast.admin.patch(f"/api/v1/users/{boss.person.id}", json={"treats": True})
        boss.client.login(boss.person)
        assert settle(boss, op["op_id"], "apply").status_code == 200
        rows = db.session.query(Revision).filter_by(record_id=note["id"]).order_by(Revision.rev)
        assert rows.all()[-1].device_id == boss.person.device["id"]

    def test_an_import_takes_no_room_of_a_tablet_and_needs_none(self, tablet, boss, monkeypatch):
        monkeypatch.setattr(stored, "MOST_OPS", 1)
        for device in (str(uuid4()), str(uuid4()), tablet.person.device["id"]):
            body = self.body(tablet, tablet.op("create", "patient", str(uuid4())), device_id=device)
            assert self.bring(boss, body).json["results"][0]["status"] == "kept"
        refuse(tablet)
        assert len(waiting(boss)) == 4

    def test_what_the_server_has_is_not_imported(self, tablet, boss):
        op = tablet.op("create", "patient", str(uuid4()), fields={})
        tablet.push_one(op)
        assert self.bring(boss, self.body(tablet, op)).json["results"][0]["status"] == "known"
        assert waiting(boss) == []

    def test_what_cannot_be_read_is_kept_once_too(self, tablet, boss):
        for status in ("kept", "known"):
            assert self.bring(boss, self.body(tablet, {"words": "Torn."})).json["results"][0]["status"] == status
        assert [item["op"] for item in waiting(boss)] == [{"words": "Torn."}]

    def test_only_a_supervisor_and_only_of_this_clinic(self, cast, tablet, boss):
        op = tablet.op("create", "patient", str(uuid4()), fields={})
        for key in ("practitioner", "admin"):
            assert self.bring(Tablet(cast, key), self.body(tablet, op)).status_code == 403
        assert self.bring(boss, self.body(tablet, op, clinic_id=str(uuid4()))).status_code == 422
        assert waiting(boss) == []

"""One write path: replays, savepoints, receipts, and the guard against changes without a feed number."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from server.db import begin_write, db
from server.models import AppliedOp, AuditEntry, Record, Revision
from server.services.audit import verify_chain
from server.services.records import push
from tests.cast import fixed_id, key_of
from tests.ops import push_body
from tests.tablet import Tablet, signable


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def count(app):
    """Rows of a table, read outside of any request."""

    def rows(model, *which):
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(model).where(*which))

    return rows


@contextmanager
def refusing(rule, without, app):
    """A rule of the database, for as long as this holds."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(rule))
    yield
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(without))


class TestReplay:
    def test_the_same_op_again_gets_the_same_answer_and_no_second_effect(self, tablet, count):
        note = tablet.new_note()
        op = tablet.patch_op(note, "text:plan", {"text": "Six weeks."})
        first, second = tablet.push_one(op), tablet.push_one(op)
        assert second["status"] == first["status"] == "applied"
        assert second["record"] == first["record"]
        assert count(Revision, Revision.op_id == op["op_id"]) == 1

    def test_a_replay_shows_the_record_as_it_is_now(self, tablet):
        note = tablet.new_note()
        op = tablet.patch_op(note, "text:plan", {"text": "Six weeks."})
        later = tablet.patch(tablet.push_one(op)["record"], "text:plan", {"text": "Eight weeks."})
        assert tablet.push_one(op)["record"] == later["record"]

    def test_twice_in_one_batch_is_once(self, tablet, count):
        note = tablet.new_note()
        op = tablet.patch_op(note, "text:plan", {"text": "Six weeks."})
        results = tablet.push(op, op)
        assert [result["status"] for result in results] == ["applied", "applied"]
        assert count(Revision, Revision.record_id == note["id"]) == 2

    def test_another_body_under_the_same_id_is_refused_and_kept(self, tablet, app):
        note = tablet.new_note()
        op = tablet.patch_op(note, "text:plan", {"text": "Six weeks."})
        tablet.push_one(op)
        result = tablet.push_one(op | {"patch": {"text": "Other."}})
        assert result["error"]["code"] == "op_reuse"
        with app.app_context():
            kept = db.session.scalars(select(AppliedOp.body).where(AppliedOp.body.is_not(None))).all()
        assert [body["op"]["patch"] for body in kept] == [{"text": "Other."}]
        assert tablet.get(f"/notes/{note['id']}").json["fields"]["text:plan"] == {"text": "Six weeks."}

    def test_a_known_note_is_not_created_under_another_patient(self, app, tablet, count):
        note, other = tablet.new_note(fields={"text:plan": {"text": "Six weeks."}}), tablet.new_patient()
        fields = {"text:plan": {"text": "Other."}, "text:remarks": {"text": "New."}}
        before = count(Revision, Revision.record_id == note["id"])
        result = tablet.push_one(tablet.op("create", "note", note["id"], patient_id=other["id"], fields=fields))
        assert (result["status"], result["error"]["code"]) == ("rejected", "validation")
        assert tablet.get(f"/notes/{note['id']}").json == note
        assert count(Revision, Revision.record_id == note["id"]) == before
        assert tablet.get(f"/patients/{other['id']}").json["notes"] == []
        assert tablet.conflicts() == []

    def test_a_rejected_op_stays_rejected(self, tablet):
        op = tablet.op("sign", "note", str(uuid4()), content_hash="0" * 64)
        assert [tablet.push_one(op)["error"]["code"] for _ in range(2)] == ["not_found", "not_found"]

    def test_twenty_at_once_have_one_effect(self, app, cast, tablet, count):
        note = tablet.new_note()
        op = tablet.patch_op(note, "text:plan", {"text": "Six weeks."})
        cookies = tablet.client.get_cookie("needlepoint").value

        def send(_):
            client = app.test_client()
            client.set_cookie("needlepoint", cookies)
            return client.post("/api/v1/sync/push", json=push_body(cast["practitioner"].device["id"], [op]))

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(send, range(20)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.json["results"][0]["record"]["rev"] for answer in answers}) == 1
        assert count(Revision, Revision.op_id == op["op_id"]) == 1


class TestSavepoints:
    def test_a_poison_op_spoils_only_itself(self, tablet, app):
        """The database refuses it, by a rule that this test adds."""
        numbers = ("P-1", "P-1", "P-2")
        ops = [tablet.op("create", "patient", str(uuid4()), fields={"identity": {"mrn": mrn}}) for mrn in numbers]
        with refusing("CREATE UNIQUE INDEX poison ON patient_index (clinic_id, mrn_key)", "DROP INDEX poison", app):
            results = tablet.push(*ops)
        assert [result["status"] for result in results] == ["applied", "rejected", "applied"]
        assert [result["record"]["seq"] for result in results if "record" in result] == [1, 2]
        assert [record["seq"] for record in tablet.pull()] == [1, 2]
        with app.app_context():
            assert verify_chain(fixed_id("north")) is None

    def test_an_op_on_which_the_server_fails_waits_alone_with_what_came_later(self, tablet, monkeypatch):
        note, other = tablet.new_note(), tablet.new_note()
        sign, verbs = tablet.sign_op(note), dict(push.VERBS)

        def fail(batch, op):
            raise ZeroDivisionError

        plan = tablet.patch_op(note, "text:plan", {"text": "Rest."})
        monkeypatch.setitem(push.VERBS, "sign", fail)
        good = tablet.patch_op(other, "text:plan", {"text": "Rest."})
        results = tablet.push(sign, plan, good)
        assert [result["status"] for result in results] == ["retry", "blocked", "applied"]
        monkeypatch.setitem(push.VERBS, "sign", verbs["sign"])
        assert [result["status"] for result in tablet.push(sign, plan, good)] == ["rejected", "applied", "applied"]

    def test_what_a_refused_op_had_written_is_undone(self, tablet, count):
        note = tablet.new_note()
        patch = tablet.patch_op(note, "text:plan", {"text": "Kept."})
        bad = tablet.op("sign", "note", note["id"], content_hash="0" * 64)
        results = tablet.push(patch, bad)
        assert [result["status"] for result in results] == ["applied", "rejected"]
        assert results[1]["error"]["code"] == "stale"
        assert tablet.get(f"/notes/{note['id']}").json["rev"] == 2
        assert count(AuditEntry, AuditEntry.action == "op.reject") == 1

    def test_an_id_of_another_clinic_cannot_be_found(self, cast, tablet):
        theirs = Tablet(cast, "outsider").new_patient()
        missing = tablet.push_one(
            tablet.op("patch", "patient", str(uuid4()), unit="body", base_rev=0, base={}, patch={})
        )
        foreign = tablet.push_one(
            tablet.op("patch", "patient", theirs["id"], unit="body", base_rev=0, base={}, patch={})
        )
        assert missing["error"] == foreign["error"]


class TestBadOps:
    def test_each_bad_op_is_its_own_result_and_kept(self, tablet, count):
        good = tablet.op("create", "patient", str(uuid4()), fields={})
        results = tablet.push({"op_id": "no uuid"}, 7, None, good | {"op_id": str(uuid4()), "extra": 1}, good)
        assert [result["status"] for result in results] == ["rejected"] * 4 + ["applied"]
        assert [result["op_id"] for result in results[:3]] == ["no uuid", None, None]
        assert count(AppliedOp, AppliedOp.body.is_not(None)) == 4

    def test_a_bad_op_sent_again_is_kept_once(self, tablet, count):
        for _ in range(2):
            tablet.push({"op_id": "no uuid"})
        assert count(AppliedOp) == 1

    def test_what_depends_on_a_refused_create_waits_on_the_tablet(self, tablet, count):
        note_id = str(uuid4())
        create = tablet.op("create", "note", note_id, patient_id=tablet.new_note()["id"], fields={})
        patch = tablet.op("patch", "note", note_id, unit="text:plan", base_rev=0, base={}, patch={"text": "Later."})
        other = tablet.op("create", "patient", str(uuid4()), fields={})
        assert [result["status"] for result in tablet.push(create, patch, other)] == ["rejected", "blocked", "applied"]
        assert count(AppliedOp, AppliedOp.op_id == patch["op_id"]) == 0

    def test_an_op_of_somebody_else_waits_for_their_login(self, cast, tablet, count):
        colleague = Tablet(cast, "colleague")
        op = tablet.op("create", "patient", str(uuid4()), fields={})
        result = colleague.push_one(op)
        assert (result["status"], result["error"]["code"]) == ("retry", "other_author")
        assert count(AppliedOp) == 0
        assert tablet.push_one(op)["status"] == "applied"

    @pytest.mark.parametrize(
        "fields",
        [
            {"nope": {}},
            {"identity": {"mrn": 7}},
            {"identity": {"mrn": "x" * 501}},
            {"body": {"weight_kg": True}},
            {"body": {"weight_kg": "70"}},
            {"meds": {"methb_inducing": ["x"] * 61}},
            {"allergy:not-a-uuid": {"name": "x"}},
            {"override:C01": {"text": "x"}},
        ],
    )
    def test_content_of_another_shape_is_refused(self, tablet, fields):
        result = tablet.push_one(tablet.op("create", "patient", str(uuid4()), fields=fields))
        assert result["error"]["code"] == "validation"
        assert list(result["error"]["fields"]) == list(fields)

    def test_a_draft_keeps_a_value_out_of_range(self, tablet):
        note = tablet.new_note(fields={"zone:cheek_left": {"depth_mm": [15.0, 1e300]}})
        assert note["fields"]["zone:cheek_left"]["depth_mm"] == [15.0, 1e300]


class TestCreate:
    def test_on_an_existing_id_the_units_are_edits(self, tablet):
        note = tablet.new_note(fields={"text:plan": {"text": "First."}})
        fields = {"text:plan": {"text": "Second."}, "text:remarks": {"text": "New."}}
        result = tablet.push_one(tablet.op("create", "note", note["id"], patient_id=note["patient_id"], fields=fields))
        assert result["status"] == "conflict"
        assert result["record"]["fields"] == {"text:plan": {"text": "First."}, "text:remarks": {"text": "New."}}

    def test_one_unit_may_come_as_unit_and_patch(self, tablet):
        op = tablet.op("create", "patient", str(uuid4()), unit="body", patch={"weight_kg": 70})
        assert tablet.push_one(op)["record"]["fields"] == {"body": {"weight_kg": 70}}

    def test_cleared_fields_are_dropped(self, tablet):
        note = tablet.new_note(fields={"text:plan": {"text": None}, "visit": {"session_no": 1, "room": None}})
        assert note["fields"] == {"visit": {"session_no": 1}}
        assert "fields" in tablet.patch(note, "visit", {"session_no": None})["record"]

    def test_when_the_visit_was(self, tablet):
        note = tablet.new_note(fields={"visit": {"session_date": "2026-03-02"}})
        assert note["happened_at"].startswith("2026-03-02T12:00:00")
        moved = tablet.patch(note, "visit", {"session_date": "not a day"})["record"]
        assert moved["happened_at"] == note["happened_at"]

    @pytest.mark.parametrize(("key", "may"), [("admin", False), ("supervisor", True)])
    def test_who_may_create_a_patient(self, cast, key, may):
        tablet = Tablet(cast, key)
        result = tablet.push_one(tablet.op("create", "patient", str(uuid4()), fields={}))
        assert (result["status"] == "applied") is may

    def test_a_supervisor_who_does_not_treat_writes_no_note(self, cast, tablet):
        patient, supervisor = tablet.new_patient(), Tablet(cast, "supervisor")
        op = supervisor.op("create", "note", str(uuid4()), patient_id=patient["id"], fields={})
        assert supervisor.push_one(op)["error"]["code"] == "not_allowed"


class TestGuard:
    def test_a_record_changed_without_a_feed_number_is_refused(self, tablet, app):
        note = tablet.new_note(fields=signable(tablet.person.id))
        with app.app_context():
            begin_write()
            db.session.get_one(Record, key_of(note["id"])).state = "signed"
            with pytest.raises(RuntimeError, match="without a new seq"):
                db.session.flush()
            db.session.rollback()


def test_an_op_written_by_a_wrong_clock_is_flagged_in_the_audit_trail(tablet, app):
    note = tablet.new_note()
    said = []
    for ahead in (-172_800_000, -820):
        op = tablet.patch_op(note, "text:plan", {"text": f"Six weeks, {ahead}."}) | {"clock_offset_ms": ahead}
        note = tablet.push_one(op)["record"]
        with app.app_context():
            last = select(AuditEntry).where(AuditEntry.action == "note.patch").order_by(AuditEntry.n.desc())
            said.append(db.session.scalars(last).first().detail.get("clock_offset_ms"))
    assert said == [-172_800_000, None]

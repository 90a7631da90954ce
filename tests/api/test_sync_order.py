"""POST /sync/push: a note that arrives before its patient waits, and goes to the quarantine after two weeks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from server.backup.report import confirmed_since
from server.db import begin_write, db
from server.models import AppliedOp, AuditEntry, Device, Revision
from tests.tablet import Tablet

PLAN = {"text:plan": {"text": "Six weeks."}}


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def early(tablet):
    """A patient, a note of that patient and an edit of the note: three ops, none of them sent."""
    patient_id, note_id = str(uuid4()), str(uuid4())
    patient = tablet.op("create", "patient", patient_id, fields={"identity": {"mrn": "M-1"}})
    note = tablet.op("create", "note", note_id, patient_id=patient_id, fields=PLAN)
    patch = {"unit": "text:remarks", "base_rev": 0, "base": {}, "patch": {"text": "Later."}}
    return patient, note, tablet.op("patch", "note", note_id, **patch)


@pytest.fixture
def receipt(app):
    """The receipt of an op as it is stored: its result, and the body that the quarantine keeps."""

    def read(op):
        with app.app_context():
            return db.session.execute(
                select(AppliedOp.result, AppliedOp.body).where(AppliedOp.op_id == op["op_id"])
            ).one_or_none()

    return read


@pytest.fixture
def pass_days(app):
    """Move what the server knows of an op into the past."""

    def shift(op, days):
        with app.app_context():
            begin_write()
            mine = AppliedOp.op_id == op["op_id"]
            since = db.session.scalars(select(AppliedOp.created_at).where(mine)).one()
            db.session.execute(update(AppliedOp).where(mine).values(created_at=since - timedelta(days=days)))
            db.session.commit()

    return shift


def statuses(results):
    return [result["status"] for result in results]


def test_l13_a_note_waits_for_its_patient(tablet, early, receipt):
    patient, note, patch = early
    assert statuses(tablet.push(note, patch)) == ["retry", "blocked"]
    assert statuses(tablet.push(note, patch)) == ["retry", "blocked"]
    assert statuses(tablet.push(patient, note, patch)) == ["applied", "applied", "applied"]
    fields = tablet.get(f"/notes/{note['id']}").json["fields"]
    assert fields == PLAN | {"text:remarks": {"text": "Later."}}
    result, body = receipt(note)
    assert (result["status"], body) == ("applied", None)


def test_l13_a_patient_later_in_the_same_push_is_awaited_too(tablet, early):
    patient, note, patch = early
    assert statuses(tablet.push(note, patch, patient)) == ["retry", "blocked", "applied"]
    assert statuses(tablet.push(note, patch)) == ["applied", "applied"]


def test_l13_a_patient_from_another_tablet_lets_the_note_in(cast, tablet, early, app):
    patient, note, _patch = early
    tablet.push(note)
    colleague = Tablet(cast, "colleague")
    colleague.push_one(patient | {"user_id": colleague.person.id})
    first, again = tablet.push_one(note), tablet.push_one(note)
    assert first["status"] == again["status"] == "applied"
    assert first["record"] == again["record"]
    with app.app_context():
        count = select(func.count()).select_from(Revision).where(Revision.op_id == note["op_id"])
        assert db.session.scalar(count) == 1


def test_l13_other_ops_do_not_wait_with_it(tablet, early):
    _patient, note, patch = early
    other = tablet.op("create", "patient", str(uuid4()), fields={})
    assert statuses(tablet.push(note, other, patch)) == ["retry", "applied", "blocked"]


def test_l13_after_two_weeks_it_is_in_the_quarantine(app, tablet, early, receipt, pass_days):
    patient, note, patch = early
    tablet.push(note)
    pass_days(note, 13)
    assert tablet.push_one(note)["status"] == "retry"
    pass_days(note, 1)
    refused, blocked = tablet.push(note, patch)
    assert (refused["status"], blocked["status"]) == ("rejected", "blocked")
    assert refused["error"] == {"code": "not_found", "detail": "There is no such patient."}
    result, body = receipt(note)
    assert (result["status"], body) == ("rejected", {"op": note})
    with app.app_context():
        rows = select(AuditEntry.object_id).where(AuditEntry.action == "op.reject")
        assert db.session.scalars(rows).all() == [note["op_id"]]
    assert statuses(tablet.push(patient, note)) == ["applied", "rejected"], "what was rejected stays so"


def test_l13_another_body_under_the_id_of_a_waiting_op_is_refused(tablet, early):
    patient, note, _patch = early
    tablet.push(note)
    assert tablet.push_one(note | {"fields": {}})["error"]["code"] == "op_reuse"
    assert statuses(tablet.push(patient, note)) == ["applied", "applied"]


def test_l13_what_is_no_patient_is_not_waited_for(tablet):
    other = tablet.new_note()["id"]
    result = tablet.push_one(tablet.op("create", "note", str(uuid4()), patient_id=other, fields={}))
    assert (result["status"], result["error"]["code"]) == ("rejected", "not_found")


def test_l13_a_waiting_op_is_not_reported_as_confirmed(app, tablet, early):
    """The report of a restore counts what tablets were told is on the server."""
    patient, note, _patch = early
    tablet.push(patient | {"id": str(uuid4())}, note)
    with app.app_context():
        start = db.session.scalars(select(Device.created_at).limit(1)).one()
        assert [count for _name, count in db.session.execute(confirmed_since(start))] == [1]

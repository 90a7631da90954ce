"""POST /sync/push: who may, what a body may be, and what an answer promises."""

from uuid import uuid4

import pytest

from server.schemas.sync import PushOut
from tests.ops import push_body
from tests.tablet import Tablet, signable

PATH = "/api/v1/sync/push"


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


def a_patient(tablet):
    return tablet.op("create", "patient", str(uuid4()), fields={"identity": {"mrn": "M-1"}})


class TestWho:
    def test_a_practitioner_pushes(self, tablet):
        assert tablet.push_one(a_patient(tablet))["status"] == "applied"

    def test_an_admin_may_send_and_is_refused_op_by_op(self, cast):
        tablet = Tablet(cast, "admin")
        answer = tablet.send(a_patient(tablet))
        assert (answer.status_code, answer.json["results"][0]["error"]["code"]) == (200, "not_allowed")

    def test_another_clinic_changes_nothing_of_ours(self, cast, tablet):
        patient, outsider = tablet.new_patient(), Tablet(cast, "outsider")
        result = outsider.push_one(outsider.patch_op(patient, "body", {"weight_kg": 1}))
        assert result["error"] == {"code": "not_found", "detail": "There is no such patient."}
        assert "record" not in result
        assert tablet.get(f"/patients/{patient['id']}").json["rev"] == 1

    def test_nobody_is_asked_to_sign_in(self, client, tablet):
        answer = client.post(PATH, json=push_body(str(uuid4()), [a_patient(tablet)]))
        assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


class TestBody:
    @pytest.mark.parametrize(
        "changed",
        [
            {"proto": 2},
            {"proto": "1"},
            {"proto": None},
            {"ops": []},
            {"ops": {}},
            {"ops": None},
            {"device_id": "tablet"},
            {"device_id": None},
            {"epoch": 5},
            {"schema": "1"},
            {"unknown": 1},
        ],
    )
    def test_another_shape_is_refused(self, tablet, changed):
        answer = tablet.send(a_patient(tablet), **changed)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")

    def test_fifty_ops_and_no_more(self, tablet):
        assert len(tablet.push(*(a_patient(tablet) for _ in range(50)))) == 50
        assert tablet.send(*(a_patient(tablet) for _ in range(51))).status_code == 422

    def test_five_megabytes_and_no_more(self, tablet):
        note_id, texts = str(uuid4()), {f"text:{name}": {"text": "x" * 20_000} for name in ("plan", "remarks")}
        patient_id = tablet.new_patient()["id"]
        ops = [tablet.op("create", "note", note_id, patient_id=patient_id, fields=texts) for _ in range(50)]
        assert tablet.send(*ops).status_code == 200
        assert tablet.send({"x": "x" * 5_300_000}).status_code == 413

    def test_another_epoch_is_refused_and_the_right_one_is_not(self, tablet):
        epoch = tablet.send(a_patient(tablet)).json["epoch"]
        answer = tablet.send(a_patient(tablet), epoch="another")
        assert (answer.status_code, answer.json["code"], answer.json["epoch"]) == (409, "epoch_changed", epoch)
        assert tablet.send(a_patient(tablet), epoch=epoch).status_code == 200
        assert len(tablet.pull()) == 2


class TestOps:
    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"op_id": None}, "op_id"),
            ({"n": 1.5}, "n"),
            ({"user_id": 1}, "user_id"),
            ({"kind": "delete"}, "kind"),
            ({"kind": ["create"]}, "kind"),
            ({"type": "user"}, "type"),
            ({"type": "conflict"}, "type"),
            ({"id": "1"}, "id"),
            ({"client_time": "yesterday"}, "client_time"),
            ({"client_time": "2026-11-23T07:41:02"}, "client_time"),
            ({"client_time": "0001-01-01T00:00:00+23:59"}, "client_time"),
            ({"client_time": "2026-02-30T00:00:00Z"}, "client_time"),
            ({"clock_offset_ms": "0"}, "clock_offset_ms"),
            ({"proto": 2}, "proto"),
            ({"fields": []}, "fields"),
            ({"state": "signed"}, "state"),
            ({"author_id": str(uuid4())}, "author_id"),
        ],
    )
    def test_what_is_wrong_is_named(self, tablet, changed, field):
        result = tablet.push_one(a_patient(tablet) | changed)
        assert (result["status"], result["error"]["code"]) == ("rejected", "validation")
        assert list(result["error"]["fields"]) == [field]

    def test_ids_are_the_same_in_capitals(self, tablet):
        op = a_patient(tablet)
        result = tablet.push_one(op | {"id": op["id"].upper(), "op_id": op["op_id"].upper()})
        assert result["record"]["id"] == op["id"]

    def test_a_note_needs_a_patient_of_the_clinic(self, cast, tablet):
        theirs = Tablet(cast, "outsider").new_patient()["id"]
        for patient_id in (theirs, str(uuid4())):
            op = tablet.op("create", "note", str(uuid4()), patient_id=patient_id, fields={})
            assert tablet.push_one(op) == {"op_id": op["op_id"], "status": "retry"}
        result = tablet.push_one(tablet.op("create", "note", str(uuid4()), fields={}))
        assert result["error"]["code"] == "validation"

    def test_every_answer_is_as_declared(self, cast, tablet):
        note, boss = tablet.new_note(fields=signable(tablet.person.id)), Tablet(cast, "supervisor")
        answers = [
            tablet.send(tablet.sign_op(note), {"bad": 1}, tablet.sign_op(tablet.new_note())),
            boss.send(boss.op("approve", "note", note["id"], content_hash=note["content_hash"])),
            boss.send(boss.patch_op(note, "text:plan", {"text": "x"}), tablet.patch_op(note, "visit", {"room": "2"})),
        ]
        for answer in answers:
            assert PushOut().validate(answer.json) == {}

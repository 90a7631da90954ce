"""PUT and GET /notes/{id}/pictures/{sha256}: a photo comes after its text, once and plain."""

import json
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.db import db
from server.domain import pictures
from server.domain.jpeg import MOST_BYTES
from server.models import AuditEntry, Picture
from tests.api.test_drain import block, disable, drain
from tests.photos import CANARY, beside, jpeg, of_camera, picture, sha256
from tests.tablet import Tablet, signable

PHOTO = jpeg()


def path_of(note: dict[str, Any], photo: bytes = PHOTO) -> str:
    return f"/api/v1/notes/{note['id']}/pictures/{sha256(photo)}"


def send(tablet: Tablet, note: dict[str, Any], photo: bytes = PHOTO, **how: Any) -> Any:
    return tablet.client.put(path_of(note, photo), json=photo, **how)


def read(tablet: Tablet, note: dict[str, Any], photo: bytes = PHOTO) -> Any:
    return tablet.client.get(path_of(note, photo))


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Picture)) or 0


def trail(app: Flask, action: str) -> list[tuple[str, str | None, Any]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.n))
        return [(row.actor_id, row.object_id, row.detail.get("picture")) for row in rows]


@pytest.fixture
def note(ana: Tablet) -> dict[str, Any]:
    return ana.new_note(fields=picture(PHOTO))


class TestSending:
    def test_it_is_kept_once_with_one_row_of_the_trail(self, app, ana, note):
        for _again in range(3):
            assert send(ana, note).status_code == 200
        assert kept(app) == 1
        assert trail(app, "picture.send") == [(ana.person.id, note["id"], sha256(PHOTO))]

    def test_text_comes_first(self, app, ana):
        bare, other = ana.new_note(), jpeg("rosybrown")
        assert code_of(send(ana, bare)) == (409, "picture_not_named")
        assert code_of(send(ana, {"id": str(uuid4())})) == (404, "not_found")
        assert kept(app) == 0
        ana.patch(bare, *picture(PHOTO).popitem())
        assert send(ana, bare).status_code == 200
        assert code_of(send(ana, bare, other)) == (409, "picture_not_named")
        assert kept(app) == 1

    def test_what_was_taken_away_again_still_arrives(self, ana, note):
        unit = next(iter(note["fields"]))
        ana.patch(note, unit, dict.fromkeys(note["fields"][unit]))
        assert send(ana, note).status_code == 200
        assert read(ana, note).data == PHOTO

    def test_of_a_signed_note_and_with_an_amendment(self, app, ana, boss):
        fields, later = signable(ana.person.id) | picture(PHOTO), jpeg("rosybrown")
        signed = ana.new_note(fields=fields)
        assert ana.push_one(ana.sign_op(signed))["status"] == "applied"
        assert send(ana, signed).status_code == 200
        now = ana.get(f"/notes/{signed['id']}").json
        change = {unit: {"base": {}, "patch": value} for unit, value in picture(later).items()}
        amended = ana.act("amend", now, reason="A photo was missing.", changes=change)
        assert amended["status"] == "applied"
        assert send(ana, signed, later).status_code == 200
        assert [read(boss, signed, one).data for one in (PHOTO, later)] == [PHOTO, later]

    def test_an_edit_in_conflict_names_its_photo(self, ana, ben):
        signed = ana.signed_note()
        assert ben.patch(signed, *picture(PHOTO).popitem())["status"] == "conflict"
        assert send(ben, signed).status_code == 200
        assert read(ana, signed).data == PHOTO

    def test_a_refused_edit_names_its_photo_until_somebody_decides(self, app, ana, boss):
        note = ana.new_note()
        op = boss.patch_op(note, *picture(PHOTO).popitem())
        assert boss.push_one(op)["status"] == "rejected"
        assert send(boss, note).status_code == 200
        assert code_of(read(ana, note)) == (404, "not_found")
        assert read(boss, note).data == PHOTO
        assert trail(app, "picture.read") == [(boss.person.id, note["id"], sha256(PHOTO))]

    @pytest.mark.parametrize(
        ("photo", "code"),
        [(of_camera(), "not_a_photo"), (beside(PHOTO, 0xE1, CANARY), "not_a_photo"), (b"no photo", "not_a_photo"),
         (PHOTO[:-2], "not_a_photo"), (PHOTO + CANARY, "not_a_photo"), (b"", "not_a_photo")],
        ids=["of a camera", "EXIF", "text", "cut", "more behind it", "nothing"],
    )  # fmt: skip
    def test_only_a_plain_photo_is_kept(self, app, ana, photo, code):
        named = {f"picture:{uuid4()}": {"sha256": sha256(photo)}}
        assert code_of(send(ana, ana.new_note(fields=named), photo)) == (422, code)
        assert kept(app) == 0

    def test_another_file_than_its_name_says(self, app, ana, note):
        answer = ana.client.put(path_of(note), json=jpeg("rosybrown"))
        assert code_of(answer) == (422, "other_hash")
        assert kept(app) == 0

    def test_too_large_is_said_and_another_type_is_not_read(self, app, ana, note):
        assert code_of(ana.client.put(path_of(note), json=PHOTO + bytes(MOST_BYTES))) == (413, "too_large")
        for kind in ("application/json", "image/png", "multipart/form-data; boundary=x", "text/plain", ""):
            assert code_of(ana.client.put(path_of(note), data=PHOTO, content_type=kind)) == (415, "not_jpeg")
        assert kept(app) == 0

    @pytest.mark.parametrize("name", ["x", "0" * 63, "0" * 64, sha256(PHOTO).upper(), "%25", "_" * 64])
    def test_a_name_that_is_none(self, ana, note, name):
        path = f"/api/v1/notes/{note['id']}/pictures/{name}"
        assert ana.client.put(path, json=PHOTO).status_code == 422
        assert ana.client.get(path).status_code == 404

    def test_foreign_pages_send_nothing(self, app, ana, note):
        for headers in ({"X-Requested-With": None}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            assert code_of(send(ana, note, headers=headers)) == (403, "cross_site")
        assert kept(app) == 0

    def test_not_with_the_login_of_another(self, app, ana, ben, note):
        headers = {"X-Needlepoint-For": f"{ana.person.actor.clinic_id}:{ana.person.id}"}
        assert code_of(send(ben, note, headers=headers)) == (401, "other_login")
        assert send(ana, note, headers=headers).status_code == 200

    def test_of_another_clinic_it_is_as_if_there_were_no_note(self, app, cast, note):
        south = Tablet(cast, "outsider")
        assert code_of(send(south, note)) == (404, "not_found")
        assert kept(app) == 0


class TestDelivering:
    """What a blocked tablet or a disabled person has not sent still arrives, with its text first."""

    @pytest.mark.parametrize("shut_out", [disable, block])
    def test_after_its_text_in_quarantine(self, app, cast, ana, ben, boss, shut_out):
        note = ana.new_note()
        op, late = ana.patch_op(note, *picture(PHOTO).popitem()), jpeg("rosybrown")
        shut_out(cast, ana)
        about = {"user_id": ana.person.id, "device_id": ana.person.device["id"]}
        assert send(ana, note).status_code == 401
        assert code_of(send(ana, note, query_string=about)) == (409, "picture_not_named")
        assert drain(ana, op).json["results"][0]["status"] == "rejected"
        assert send(ana, note, query_string=about).status_code == 200
        assert code_of(send(ana, note, late, query_string=about)) == (409, "picture_not_named")
        assert read(ana, note).status_code == 401
        assert code_of(read(ben, note)) == (404, "not_found")  # until a supervisor has decided
        assert read(boss, note).data == PHOTO
        assert kept(app) == 1

    def test_whoever_is_signed_in_in_that_browser(self, app, cast, ana, ben):
        note = ana.new_note()
        op = ana.patch_op(note, *picture(PHOTO).popitem())
        disable(cast, ana)
        about = {"user_id": ana.person.id, "device_id": ana.person.device["id"]}
        assert ana.client.login(ben.person).status_code == 200
        assert drain(ana, op).json["results"][0]["status"] == "rejected"
        headers = {"X-Needlepoint-For": f"{ana.person.actor.clinic_id}:{ana.person.id}"}
        assert code_of(send(ana, note, headers=headers)) == (401, "other_login")
        assert send(ana, note, query_string=about).status_code == 200
        assert trail(app, "picture.send") == [(ana.person.id, note["id"], sha256(PHOTO))]

    def test_of_an_amendment_that_was_only_begun(self, cast, ana, boss):
        note = ana.new_note()
        text = json.dumps({"changes": picture(PHOTO)})
        begun = ana.op("unfinished", "note", note["id"], key=f"amend:{note['id']}", text=text)
        block(cast, ana)
        assert drain(ana, begun).json["results"][0]["status"] == "rejected"
        about = {"user_id": ana.person.id, "device_id": ana.person.device["id"]}
        assert send(ana, note, query_string=about).status_code == 200
        assert read(boss, note).data == PHOTO

    def test_kept_with_the_patient_of_a_note_that_was_never_made(self, cast, ana, ben, boss):
        patient = ana.new_patient()
        made = ana.op("create", "note", str(uuid4()), patient_id=patient["id"], fields=picture(PHOTO))
        disable(cast, ana)
        assert drain(ana, made).json["results"][0]["status"] == "rejected"
        settled = {"action": "attach", "reason": "Seen by a supervisor."}
        assert boss.client.post(f"/api/v1/quarantine/{made['op_id']}", json=settled).status_code == 200
        about = {"user_id": ana.person.id, "device_id": ana.person.device["id"]}
        assert send(ana, made, query_string=about).status_code == 200
        assert read(ben, made).data == PHOTO

    def test_strangers_deliver_nothing(self, app, client, ana, note):
        about = {"user_id": ana.person.id, "device_id": ana.person.device["id"]}
        assert client.put(path_of(note), json=PHOTO, query_string=about).status_code == 401
        assert kept(app) == 0


class TestReading:
    @pytest.mark.parametrize("key", ["practitioner", "colleague", "supervisor", "admin"])
    def test_everybody_of_the_clinic_who_reads_the_note(self, app, cast, ana, note, key):
        send(ana, note)
        reader = Tablet(cast, key)
        answer = read(reader, note)
        assert (answer.status_code, answer.data, answer.content_type) == (200, PHOTO, "image/jpeg")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert trail(app, "picture.read") == [(reader.person.id, note["id"], sha256(PHOTO))]

    def test_a_hash_alone_opens_nothing(self, cast, ana, client, note):
        send(ana, note)
        assert code_of(read(Tablet(cast, "outsider"), note)) == (404, "not_found")
        assert code_of(read(ana, ana.new_note())) == (404, "not_found")
        assert client.get(path_of(note)).status_code == 401

    def test_another_clinic_that_has_the_same_file_reads_its_own(self, cast, ana, note):
        send(ana, note)
        south = Tablet(cast, "outsider")
        theirs = south.new_note(fields=picture(PHOTO))
        assert code_of(read(south, theirs)) == (404, "picture_not_there")
        assert send(south, theirs).status_code == 200
        assert read(south, theirs).data == PHOTO

    def test_one_that_has_not_arrived_is_said_to_be_under_way(self, ana, note):
        assert code_of(read(ana, note)) == (404, "picture_not_there")


class TestMost:
    """So many photos fit on a note. What is too many is kept aside with its file, and holds up nothing else."""

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pictures, "MOST", 2)

    def add(self, tablet: Tablet, note: dict[str, Any], photo: bytes) -> Any:
        return tablet.patch(note, *picture(photo).popitem())

    def test_one_too_many_is_refused_alone_and_loses_nothing(self, app, ana, boss, note):
        second, third = jpeg("rosybrown"), jpeg("peru")
        assert self.add(ana, note, second)["status"] == "applied"
        refused = self.add(ana, note, third)
        assert (refused["status"], refused["error"]["code"]) == ("rejected", "full")
        assert ana.patch(note, "text:plan", {"text": "Rest."})["status"] == "applied"
        assert send(ana, note, third).status_code == 200
        assert read(boss, note, third).data == third
        assert len(pictures.hashes_in(ana.get(f"/notes/{note['id']}").json["fields"])) == 2

    def test_what_was_taken_away_makes_room(self, ana, note):
        assert self.add(ana, note, jpeg("rosybrown"))["status"] == "applied"
        unit = next(iter(note["fields"]))
        ana.patch(note, unit, dict.fromkeys(note["fields"][unit]))
        assert self.add(ana, note, jpeg("peru"))["status"] == "applied"

    def test_a_note_that_has_more_already_may_be_changed(self, ana, note, monkeypatch):
        monkeypatch.setattr(pictures, "MOST", 0)
        unit = next(iter(note["fields"]))
        assert ana.patch(note, unit, {"view": "close_up"})["status"] == "applied"
        assert self.add(ana, note, jpeg("peru"))["status"] == "rejected"

    def test_an_amendment_too(self, ana):
        signed = ana.new_note(fields=signable(ana.person.id) | picture(PHOTO) | picture(jpeg("rosybrown")))
        assert ana.push_one(ana.sign_op(signed))["status"] == "applied"
        now = ana.get(f"/notes/{signed['id']}").json
        change = {unit: {"base": {}, "patch": value} for unit, value in picture(jpeg("peru")).items()}
        assert ana.act("amend", now, reason="A photo was missing.", changes=change)["error"]["code"] == "full"

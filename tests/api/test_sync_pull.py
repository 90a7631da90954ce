"""GET /sync/pull, /sync/manifest and /sync/ping."""

import base64
import gzip
import json

import pytest

from server.schemas.sync import ManifestOut, PingOut, PullOut
from tests.tablet import Tablet


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


@pytest.mark.parametrize("path", ["/sync/pull", "/sync/manifest", "/sync/ping"])
class TestWho:
    @pytest.mark.parametrize("key", ["practitioner", "supervisor", "admin"])
    def test_everybody_of_the_clinic(self, cast, tablet, path, key):
        tablet.new_note()
        answer = Tablet(cast, key).get(path)
        assert answer.status_code == 200
        body = answer.json
        assert len(body.get("changes", body.get("records", [1, 2]))) == 2

    def test_another_clinic_sees_its_own(self, cast, tablet, path):
        tablet.new_note()
        body = Tablet(cast, "outsider").get(path).json
        assert body.get("changes", body.get("records", [])) == []

    def test_nobody_is_asked_to_sign_in(self, client, path):
        assert client.get(f"/api/v1{path}").status_code == 401


class TestPull:
    @pytest.mark.parametrize(
        "query",
        [
            {"limit": 0},
            {"limit": 501},
            {"limit": "many"},
            {"pending_ops": -1},
            {"persisted": "maybe"},
            {"oldest_pending_at": "yesterday"},
            {"app": "x" * 101},
        ],
    )
    def test_another_query_is_refused(self, tablet, query):
        answer = tablet.get("/sync/pull", **query)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")

    @pytest.mark.parametrize("mac", ["\\ud800", "\\u0000", "é"])
    def test_a_made_up_cursor_is_told_to_begin_anew(self, tablet, mac):
        cursor = base64.urlsafe_b64encode(f'["x",1,1,"y","{mac}"]'.encode()).decode().rstrip("=")
        answer = tablet.get("/sync/pull", cursor=cursor)
        assert (answer.status_code, answer.json["code"]) == (409, "epoch_changed")

    def test_another_epoch_is_a_conflict(self, tablet):
        answer = tablet.get("/sync/pull", epoch="another")
        assert (answer.status_code, answer.json["code"]) == (409, "epoch_changed")

    def test_the_answers_are_as_declared(self, tablet):
        signed = tablet.signed_note()
        tablet.patch(signed, "text:plan", {"text": "Late."})
        tablet.act("void", tablet.new_note(), reason="Twice.")
        page = tablet.get("/sync/pull", limit=500).json
        assert PullOut().validate(page) == {}
        assert (page["proto"], page["more"], page["directive"]) == (1, False, None)
        assert {record["type"] for record in page["changes"]} == {"patient", "note", "conflict"}
        assert ManifestOut().validate(tablet.get("/sync/manifest").json) == {}
        assert PingOut().validate(tablet.get("/sync/ping").json) == {}


def test_many_records_travel_packed_for_who_takes_it(tablet):
    for number in range(5):
        tablet.new_note(fields={"text:plan": {"text": f"Again in {number} weeks. " * 20}})
    plain = tablet.get("/sync/pull")
    packed = tablet.client.get("/api/v1/sync/pull", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 3
    unpacked, whole = json.loads(gzip.decompress(packed.data)), plain.json
    assert unpacked["changes"] == whole["changes"]
    assert {"Accept-Encoding", "Cookie"} <= set(packed.vary)
    assert "Content-Encoding" not in plain.headers


def test_a_tablet_is_told_what_it_last_reported_of_the_same_person(cast):
    ours, other = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    told = [
        ours.get("/sync/pull", pending_ops=3).json["reported_pending"],
        ours.get("/sync/pull").json["reported_pending"],
    ]
    assert told == [0, 3]
    assert other.get("/sync/pull").json["reported_pending"] == 0

"""GET /forms."""

import pytest

from server.domain import catalogue, workflow
from server.domain.permissions import Action
from server.schemas.forms import FormsOut
from tests.tablet import Tablet


class TestForms:
    @pytest.mark.parametrize("key", ["practitioner", "supervisor", "admin"])
    def test_everybody_gets_the_whole(self, cast, key):
        answer = Tablet(cast, key).get("/forms")
        assert answer.status_code == 200
        body = answer.json
        assert FormsOut().validate(body) == {}
        assert body["record_types"] == catalogue.forms()
        assert set(body["record_types"]) == {"patient", "note", "follow_up", "lot", "protocol"}
        assert body["clinic"]["name"] == "North Clinic"
        assert body["permissions"]["note.sign"] == [["treats", "is_author"], ["is_supervisor", "has_taken_over"]]
        assert set(body["permissions"]) == set(Action)
        assert body["workflow"] == workflow.forms()

    def test_the_same_is_not_sent_twice(self, cast):
        tablet = Tablet(cast, "practitioner")
        etag = tablet.get("/forms").headers["ETag"]
        again = tablet.client.get("/api/v1/forms", headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
        other = tablet.client.get("/api/v1/forms", headers={"If-None-Match": '"other"'})
        assert other.status_code == 200

    def test_the_clinic_is_ones_own(self, cast):
        ours, theirs = (Tablet(cast, key).get("/forms") for key in ("practitioner", "outsider"))
        assert theirs.json["clinic"]["name"] == "South Clinic"
        assert ours.json["version"] == theirs.json["version"]
        assert ours.headers["ETag"] != theirs.headers["ETag"]

    def test_nobody_is_asked_to_sign_in(self, client):
        assert client.get("/api/v1/forms").status_code == 401

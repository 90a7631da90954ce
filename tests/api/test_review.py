"""GET /review/queue."""

import pytest

from server.schemas.notes import QueueOut
from tests.tablet import Tablet, signable

PATH = "/review/queue"


class TestQueue:
    def test_signed_notes_wait_the_oldest_visit_first(self, ana, boss):
        ana.new_note()
        waiting = [ana.signed_note(session_date=on) for on in ("2026-11-20", "2026-11-02", "2026-11-11")]
        body = boss.get(PATH).json
        assert [item["id"] for item in body["items"]] == [waiting[index]["id"] for index in (1, 2, 0)]
        assert QueueOut().validate(body) == {}
        assert body["items"][0]["patient"]["family"] == "Ruiz"

    def test_what_was_reviewed_has_left_it(self, ana, boss):
        approved, returned = ana.signed_note(), ana.signed_note()
        boss.act("approve", approved)
        boss.act("return", returned, comment="Which cheek?")
        assert boss.get(PATH).json == {"items": [], "next": None}

    def test_it_counts_the_findings(self, ana, boss):
        note = ana.new_note(fields=signable(ana.person.id) | {"consent": {"photo_clinical": True}})
        note = boss.patch(note, "override:C01", {"text": "Consent on paper, scanned tomorrow."})["record"]
        ana.push_one(ana.sign_op(note))
        assert [item["findings_count"] for item in boss.get(PATH).json["items"]] == [1]

    def test_pages(self, ana, boss):
        notes = {ana.signed_note()["id"] for _ in range(3)}
        first = boss.get(PATH, limit=2).json
        rest = boss.get(PATH, limit=2, cursor=first["next"]).json
        assert {item["id"] for item in first["items"] + rest["items"]} == notes
        assert rest["next"] is None

    @pytest.mark.parametrize("key", ["practitioner", "admin"])
    def test_it_is_the_supervisors(self, cast, key):
        assert Tablet(cast, key).get(PATH).status_code == 403

    def test_another_clinic_sees_its_own(self, cast, ana):
        ana.signed_note()
        assert Tablet(cast, "outsider").get(PATH).json["items"] == []

    def test_nobody_is_asked_to_sign_in(self, client):
        assert client.get(f"/api/v1{PATH}").status_code == 401

"""What somebody had only begun is kept as that, and is never entered, by whatever way it comes."""

from uuid import uuid4

import pytest

from tests.tablet import Tablet


@pytest.mark.parametrize("key", ["practitioner", "supervisor", "admin"])
def test_it_is_refused_and_kept_and_nobody_can_enter_it(cast, key):
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    note = ana.signed_note()
    tablet = Tablet(cast, key)
    op = tablet.op("unfinished", "note", note["id"], key=f"amend:{note['id']}", text='{"reason":"Wrong lot"}')
    answer = tablet.push_one(op)
    assert (answer["status"], answer["error"]["code"]) == ("rejected", "unfinished")
    (item,) = boss.get("/quarantine").json["items"]
    assert item["op"]["text"] == op["text"]
    path = f"/api/v1/quarantine/{item['id']}"
    entered = boss.client.post(path, json={"action": "apply"})
    assert entered.status_code == 422, entered.json
    kept = boss.client.post(path, json={"action": "attach"})
    assert (kept.status_code, kept.json["status"]) == (200, "attached"), kept.json
    assert ana.get(f"/notes/{note['id']}").json["rev"] == note["rev"]


def test_what_is_no_text_of_a_place_is_not_taken(cast):
    ana = Tablet(cast, "practitioner")
    for more in ({}, {"key": "amend:1"}, {"key": "amend:1", "text": {"reason": "x"}}, {"key": "k" * 301, "text": "x"}):
        answer = ana.push_one(ana.op("unfinished", "note", str(uuid4()), **more))
        assert answer["error"]["code"] == "validation", more

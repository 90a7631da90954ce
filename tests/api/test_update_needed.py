"""An app that cannot show all of a note may write in it, and signs nothing (domain-2.md M2b)."""

from uuid import uuid4

import pytest

from tests.tablet import Tablet, signable

OLD = {"schema": 1}
RUNS = {"runs": [{"depth_mm": 0.5, "passes": 2}, {"depth_mm": 0.75, "passes": 1}]}


@pytest.fixture
def ana(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def boss(cast):
    return Tablet(cast, "supervisor")


@pytest.fixture
def note(ana):
    fields = signable(ana.person.id)
    return ana.new_note(fields=fields | {"zone:cheek_left": {"endpoint": "light_erythema"} | RUNS})


def sent_by_old(tablet, op, body=None):
    return tablet.send(op, **(OLD if body is None else body)).json["results"][0]


@pytest.mark.parametrize("body", [OLD, {"schema": None}])
def test_an_older_app_keeps_its_signature_until_it_is_updated(ana, note, body):
    op = ana.sign_op(note)
    for _time in range(2):
        kept = sent_by_old(ana, op, body)
        assert (kept["status"], kept["error"]["code"]) == ("retry", "update_needed")
    assert ana.get(f"/notes/{note['id']}").json["state"] == "draft"
    assert ana.get("/quarantine").json["items"] == []


def test_what_an_older_app_signed_is_to_be_looked_at_after_its_update(ana, note):
    refused = ana.push_one(ana.sign_op(note) | {"schema": 1})
    assert (refused["status"], refused["error"]["code"]) == ("rejected", "update_needed")
    assert ana.push_one(ana.sign_op(note, schema=2))["status"] == "applied"


def test_an_older_app_writes_on(ana, note):
    assert sent_by_old(ana, ana.patch_op(note, "text:plan", {"text": "Again in four weeks."}))["status"] == "applied"


def test_an_older_app_signs_what_it_can_show(ana):
    old = ana.new_note(fields=signable(ana.person.id))
    assert sent_by_old(ana, ana.sign_op(old))["status"] == "applied"


def test_an_older_app_neither_approves_nor_amends(ana, boss, note):
    signed = ana.push_one(ana.sign_op(note))["record"]
    seen = {"content_hash": signed["content_hash"]}
    approve = boss.op("approve", "note", note["id"], comment="", **seen)
    change = {"zone:cheek_left": {"base": signed["fields"]["zone:cheek_left"], "patch": {"bleeding": 1}}}
    amend = ana.op("amend", "note", note["id"], changes=change, reason="Forgotten at first.", **seen)
    for tablet, op in ((boss, approve), (ana, amend)):
        assert sent_by_old(tablet, op)["error"]["code"] == "update_needed"
        assert tablet.push_one(op)["status"] == "applied"
        signed = tablet.get(f"/notes/{note['id']}").json
        amend["content_hash"] = signed["content_hash"]


def test_an_older_app_does_not_amend_a_note_into_what_it_cannot_show(ana):
    signed = ana.signed_note()
    change = {f"device:{uuid4()}": {"base": {}, "patch": {"type": "pen", "product": "skinpen", "cartridge_lot": "B"}}}
    amend = ana.op(
        "amend", "note", signed["id"], changes=change, reason="A second cartridge.", content_hash=signed["content_hash"]
    )
    assert sent_by_old(ana, amend)["error"]["code"] == "update_needed"
    assert ana.push_one(amend)["status"] == "applied"

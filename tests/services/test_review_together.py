"""Several notes approved with one tap: each without findings, and shown to its reviewer part by part."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from server.db import db
from server.domain.review_together import parts_of
from server.models import AuditEntry
from tests.tablet import Tablet, signable

FEW_ON_POSTGRESQL = True

BULK = "5f6b2f6e-0c3a-4f5e-9b51-2f4f4ad0c001"
FIRST, LAST = "2026-11-23T16:02:00+00:00", "2026-11-23T16:03:30+00:00"


def shown_of(note: dict[str, Any], *, without: str | None = None) -> dict[str, Any]:
    parts = [unit for unit in parts_of(note["fields"]) if unit != without]
    return {"parts": parts, "first_at": FIRST, "last_at": LAST}


def code(result: dict[str, Any]) -> str:
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


def with_finding(ana: Tablet, boss: Tablet) -> dict[str, Any]:
    note = ana.new_note(fields=signable(ana.person.id) | {"consent": {"photo_clinical": True}})
    note = boss.patch(note, "override:C01", {"text": "Consent on paper, scanned tomorrow."})["record"]
    return ana.push_one(ana.sign_op(note))["record"]


def test_what_was_shown_is_kept_in_the_decision_and_in_the_audit_trail(inside: Any, ana: Tablet, boss: Tablet) -> None:
    note = ana.signed_note()
    shown = shown_of(note)
    approved = boss.act("approve", note, bulk=BULK, shown=shown)["record"]
    assert approved["state"] == "approved"
    assert approved["review"]["shown"] == {"bulk": BULK, **shown}
    assert approved["review"]["content_hash"] == note["content_hash"]
    query = select(AuditEntry).where(AuditEntry.action == "note.approve", AuditEntry.object_id == note["id"])
    row = db.session.scalars(query).one()
    assert (row.actor_id, row.detail["hash"], row.detail["shown"]) == (
        boss.person.id, note["content_hash"], {"bulk": BULK, **shown},
    )  # fmt: skip


def test_without_a_record_of_what_was_shown_it_is_refused_in_a_clear_sentence(ana: Tablet, boss: Tablet) -> None:
    note = ana.signed_note()
    refused = boss.act("approve", note, bulk=BULK)
    assert code(refused) == "not_together"
    assert "with a record of what was shown" in refused["error"]["detail"]
    assert boss.get(f"/notes/{note['id']}").json["state"] == "signed"
    assert boss.act("approve", note)["status"] == "applied", "by itself"


@pytest.mark.parametrize("unseen", ["zone:cheek_left", "aftercare", "visit"])
def test_a_note_of_which_a_part_was_not_shown_is_not_approved(ana: Tablet, boss: Tablet, unseen: str) -> None:
    note = ana.signed_note()
    refused = boss.act("approve", note, bulk=BULK, shown=shown_of(note, without=unseen))
    assert code(refused) == "not_together"
    assert refused["error"]["missing"] == [{"unit": unseen}]


def test_a_note_with_a_finding_is_looked_at_by_itself_whatever_was_shown(ana: Tablet, boss: Tablet) -> None:
    note = with_finding(ana, boss)
    refused = boss.act("approve", note, bulk=BULK, shown=shown_of(note), comment="Consent was on paper, I saw it.")
    assert code(refused) == "not_together"
    assert [row["rule"] for row in refused["error"]["findings"]] == ["C01"]


def test_another_content_than_the_shown_one_is_not_approved(ana: Tablet, boss: Tablet) -> None:
    note = ana.signed_note()
    changes = {"text:plan": {"base": {}, "patch": {"text": "Again in six weeks."}}}
    amended = ana.act("amend", note, reason="The plan was missing.", changes=changes, acknowledged=[])["record"]
    assert code(boss.act("approve", note, bulk=BULK, shown=shown_of(amended))) == "stale"


def test_one_that_was_left_out_stops_none_of_the_others(ana: Tablet, boss: Tablet) -> None:
    notes = [ana.signed_note() for _ in range(3)]
    ops = [
        boss.op(
            "approve", "note", note["id"], content_hash=note["content_hash"], bulk=BULK,
            shown=shown_of(note, without="zone:cheek_left" if n == 1 else None),
        )
        for n, note in enumerate(notes)
    ]  # fmt: skip
    assert [code(result) for result in boss.push(*ops)] == ["applied", "not_together", "applied"]


@pytest.mark.parametrize(
    "shown",
    [
        {"parts": [], "first_at": FIRST, "last_at": LAST},
        {"parts": ["visit"], "first_at": LAST, "last_at": FIRST},
        {"parts": ["visit"], "first_at": FIRST},
        {"parts": ["visit"], "first_at": FIRST, "last_at": LAST, "by": str(uuid4())},
    ],
)
def test_a_record_that_says_nothing_is_refused(ana: Tablet, boss: Tablet, shown: dict[str, Any]) -> None:
    assert code(boss.act("approve", ana.signed_note(), bulk=BULK, shown=shown)) == "validation"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+00:00", "9999-01-01T00:00:00+00:00"])
def test_a_time_at_which_nothing_can_have_been_shown_is_refused(ana: Tablet, boss: Tablet, at: str) -> None:
    note = ana.signed_note()
    shown = shown_of(note) | ({"first_at": at} if at < FIRST else {"last_at": at})
    assert code(boss.act("approve", note, bulk=BULK, shown=shown)) == "not_together"


def test_a_note_that_answers_a_return_is_looked_at_by_itself(ana: Tablet, boss: Tablet) -> None:
    note = ana.signed_note()
    boss.act("return", note, comment="Which side was it?")
    note = ana.get(f"/notes/{note['id']}").json
    note = ana.patch(note, "text:remarks", {"text": "The left one."})["record"]
    note = ana.push_one(ana.sign_op(note))["record"]
    assert code(boss.act("approve", note, bulk=BULK, shown=shown_of(note))) == "not_together"
    assert boss.act("approve", note)["status"] == "applied", "by itself"

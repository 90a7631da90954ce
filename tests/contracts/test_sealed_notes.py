"""What was signed with an earlier version is the same after every migration since, on both databases."""

from typing import Any

from flask import Flask
from flask_migrate import downgrade, upgrade

from server.db import db
from server.domain.canonical import content_hash
from server.models import Record, Revision
from server.selfcheck import migration_head
from server.services.verify.clinic import find_breaks
from tests.cast import fixed_id
from tests.conftest import Cast
from tests.tablet import Tablet, signable

FIRST_RELEASE = "0002"  # the last migration of 0.1.0
# As 0.1.0 wrote it: two depths with one number of passes.
OLD_SHAPE: dict[str, Any] = {
    "zone:cheek_left": {"depth_mm": [0.5, 0.75], "passes": 4, "endpoint": "pinpoint_bleeding"},
}


def test_sealed_notes_of_the_first_release_are_equal_after_all_migrations(cast: Cast, inside: Flask) -> None:
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    signed = ana.signed_note()
    approved = boss.act("approve", ana.signed_note())["record"]
    old = ana.push_one(ana.sign_op(ana.new_note(fields=signable(ana.person.id) | OLD_SHAPE)))["record"]
    change = {"text:plan": {"base": {}, "patch": {"text": "Corrected."}}}
    amended = ana.act("amend", signed, changes=change, reason="The plan was wrong.")["record"]
    assert [one["state"] for one in (approved, old, amended)] == ["approved", "signed", "signed"]
    before = sealed()
    assert {old["id"], approved["id"], amended["id"]} <= {key for key, *_ in before["record"]}
    downgrade(revision=FIRST_RELEASE)
    upgrade()
    assert sealed() == before
    assert [broken for broken in find_breaks(fixed_id("north")) if "record" in broken or "revision" in broken] == []
    db.session.rollback()
    for note in db.session.scalars(db.select(Record).where(Record.id.in_([old["id"], approved["id"]]))):
        assert note.content_hash == content_hash(note.id, note.patient_id, note.type, note.content)
        assert note.signatures[-1]["content_hash"] == note.content_hash
    db.session.rollback()
    assert migration_head() >= "0024"


def sealed() -> dict[str, list[tuple[Any, ...]]]:
    """All that a signature is over, and every version that there was."""
    db.session.rollback()
    records = db.session.execute(
        db.select(Record.id, Record.state, Record.content, Record.content_hash, Record.signatures).order_by(Record.id)
    ).all()
    revisions = db.session.execute(
        db.select(Revision.record_id, Revision.rev, Revision.before, Revision.after, Revision.content_hash).order_by(
            Revision.record_id, Revision.rev
        )
    ).all()
    db.session.rollback()
    return {"record": [tuple(row) for row in records], "revision": [tuple(row) for row in revisions]}

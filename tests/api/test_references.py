"""What an op names is of the clinic, and what it says of its time can be true; nothing of what it says is lost."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db
from server.models import AuditEntry, Record, Revision, User
from tests.cast import PEOPLE, fixed_id, key_of
from tests.tablet import Tablet, signable

NOBODY = {
    "somebody of another clinic": PEOPLE["outsider"].id,
    "an administrator who does not treat": PEOPLE["admin"].id,
    "nobody": fixed_id("nobody"),
    "markup": "<img src=x onerror=alert(1)>",
    "another kind of thing": fixed_id("device of practitioner"),
}


def test_w14_only_somebody_of_the_clinic_who_treats_is_the_operator_of_what_is_signed(cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    for what, operator in NOBODY.items():
        note = ana.new_note(fields=signable(operator))
        assert note["fields"]["visit"]["operator"] == operator, what
        refused = ana.push_one(ana.sign_op(note))
        assert (refused["status"], refused["error"]["code"]) == ("rejected", "incomplete"), what
        gaps = [(gap["unit"], gap["field"], gap["problem"]) for gap in refused["error"]["missing"]]
        assert gaps == [("visit", "operator", "person")], what
        mended = ana.patch(note, "visit", {"operator": ana.person.id})["record"]
        assert ana.push_one(ana.sign_op(mended))["status"] == "applied", what


def test_w14_a_colleague_and_somebody_who_has_left_may_be_named(app: Flask, cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    colleague = PEOPLE["colleague"].id
    sign_for(ana, colleague)
    with app.app_context():
        begin_write()
        db.session.get_one(User, key_of(colleague)).active = False
        db.session.commit()
    sign_for(ana, colleague)


def sign_for(tablet: Tablet, operator: str) -> dict[str, Any]:
    """A note that says that somebody else has treated."""
    signed = tablet.push_one(tablet.sign_op(tablet.new_note(fields=signable(operator))))
    assert signed["status"] == "applied", signed
    return signed["record"]


def test_w14_a_name_that_was_signed_before_does_not_hold_up_an_amendment(app: Flask, cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    note = sign_for(ana, PEOPLE["colleague"].id)
    cast.admin.patch(f"/api/v1/users/{PEOPLE['colleague'].id}", json={"role": "admin", "treats": False})
    changes = {"text:plan": {"base": {}, "patch": {"text": "Retinol pause"}}}
    amended = ana.act("amend", note, changes=changes, reason="Forgotten on the day.", acknowledged=[])
    assert amended["status"] == "applied", amended


IMPOSSIBLE = ("0001-01-02T00:00:00Z", "1970-01-01T00:00:01Z", "9999-12-30T00:00:00Z", "2999-01-01T00:00:00Z")


@pytest.mark.parametrize("kind", ["note", "patient"])
def test_w14_a_time_that_cannot_be_is_not_passed_on_as_when_it_was_written(app: Flask, cast: Any, kind: str) -> None:
    ana = Tablet(cast, "practitioner")
    about = {"patient_id": ana.new_patient()["id"]} if kind == "note" else {}
    for number, stated in enumerate(IMPOSSIBLE):
        record_id = fixed_id(f"{kind} {number}")
        made = ana.push_one(ana.op("create", kind, record_id, **about, fields={}, client_time=stated))
        assert made["status"] == "applied"
        with app.app_context():
            (change,) = db.session.scalars(db.select(Revision).where(Revision.record_id == record_id))
            record = db.session.get_one(Record, key_of(record_id))
            row = db.session.scalar(db.select(AuditEntry).where(AuditEntry.object_id == record_id))
            assert change.client_time is None
            assert record.happened_at == change.server_time == record.created_at
            assert row.detail["stated_time"][:10] == stated[:10]


def test_w14_a_clock_that_is_known_to_be_wrong_is_set_right(app: Flask, cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    patient = ana.new_patient()["id"]
    truly = date(2026, 11, 20)
    for shown in (date(2999, 11, 20), date(1970, 1, 1), truly):
        stated, ahead = f"{shown.isoformat()}T07:00:00Z", (shown - truly).days
        clock = {"client_time": stated, "clock_offset_ms": ahead * 86_400_000}
        note = fixed_id(f"note of {stated}")
        assert (
            ana.push_one(ana.op("create", "note", note, patient_id=patient, fields={}, **clock))["status"] == "applied"
        )
        with app.app_context():
            record = db.session.get_one(Record, key_of(note))
            (change,) = db.session.scalars(db.select(Revision).where(Revision.record_id == note))
            assert (record.happened_at.date(), change.client_time) == (truly, record.happened_at)


def test_w14_a_conflict_does_not_show_an_impossible_time(cast: Any) -> None:
    ana, ben = Tablet(cast, "practitioner"), Tablet(cast, "colleague")
    note = ana.new_note(fields={"text:plan": {"text": "First."}})
    assert ana.patch(note, "text:plan", {"text": "Ana's."})["status"] == "applied"
    assert ben.patch(note, "text:plan", {"text": "Ben's."}, client_time=IMPOSSIBLE[0])["status"] == "conflict"
    (conflict,) = ben.conflicts()
    assert conflict["fields"]["mine"]["value"] == {"text": "Ben's."}
    assert conflict["fields"]["mine"].get("client_time") is None

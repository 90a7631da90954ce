"""Who reviews whom by name, and who stands in: whose queue a note is in, and the report that is counted again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from server.db import begin_write, db, json_text, utc_now
from server.models import User
from server.schemas.clinic import ClinicOut
from server.schemas.records import RecordOut
from server.schemas.review import CoverageOut
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.tablet import Tablet, signable
from tests.tamper import tamper

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")
AT = "/api/v1/clinic"
TODAY = utc_now().date()


def day(n: int) -> str:
    return (TODAY + timedelta(days=n)).isoformat()


@pytest.fixture
def lead(app: Any, cast: Any) -> Tablet:
    """A second supervisor: the colleague, from now on."""
    with app.app_context():
        begin_write()
        user = db.session.get_one(User, (NORTH, cast["colleague"].id))
        user.role, user.treats, user.waits_since = "supervisor", True, None
        db.session.commit()
    return Tablet(cast, "colleague")


@pytest.fixture
def set_to(cast: Any) -> Any:
    def change(**wanted: Any) -> None:
        answer = cast.admin.patch(AT, json=wanted)
        assert answer.status_code == 200, answer.json
        assert ClinicOut().validate(answer.json) == {}

    return change


def queue(who: Tablet) -> list[str]:
    return [item["id"] for item in who.get("/review/queue").json["items"]]


def named(of: Tablet, *by: Tablet) -> dict[str, Any]:
    return {"of": of.person.id, "by": [one.person.id for one in by]}


def stand_in(of: Tablet, by: Tablet, first: int, last: int) -> dict[str, Any]:
    return {"of": of.person.id, "by": by.person.id, "first": day(first), "last": day(last)}


def report(boss: Tablet) -> dict[str, Any]:
    found = boss.get("/review/coverage").json
    assert CoverageOut().validate(found) == {}
    return dict(found)


def test_a_note_waits_for_those_who_are_named(app, ana, boss, lead, set_to):
    free = ana.signed_note()
    set_to(reviewers=[named(ana, lead)])
    note = ana.signed_note()
    assert RecordOut().validate(note) == {}
    assert note["signatures"][-1]["review"] == {"why": "all", "named": [lead.person.id], "asked": True}
    assert (queue(boss), sorted(queue(lead))) == ([free["id"]], sorted([free["id"], note["id"]]))
    with app.app_context():
        assert first_break(NORTH) is None


def test_names_are_work_and_no_right(ana, boss, lead, set_to):
    """Another supervisor may approve it, which the report counts."""
    set_to(reviewers=[named(ana, lead)])
    assert boss.act("approve", ana.signed_note())["status"] == "applied"
    assert lead.act("approve", ana.signed_note())["status"] == "applied"
    assert report(boss)["by_whom"] == {"named": 1, "deputy": 0, "other": 1}


def test_once_it_is_late_it_waits_for_everybody(app, ana, boss, lead, set_to):
    set_to(reviewers=[named(ana, lead)], review_days=2)
    note = ana.signed_note()
    assert queue(boss) == []
    with app.app_context():
        old = note["signatures"][0] | {"at": (utc_now() - timedelta(days=2)).isoformat()}
        tamper("UPDATE record SET signatures = :old WHERE id = :id", old=json_text([old]), id=note["id"])
    assert queue(boss) == [note["id"]]


@pytest.mark.parametrize(("first", "last", "is_there"), [(-1, 0, True), (0, 1, True), (1, 2, False), (-3, -1, False)])
def test_a_stand_in_has_the_queue_on_those_days(ana, boss, lead, set_to, first, last, is_there):
    set_to(reviewers=[named(ana, lead)], deputies=[stand_in(lead, boss, first, last)])
    note = ana.signed_note()
    assert queue(boss) == ([note["id"]] if is_there else [])
    approved = boss.act("approve", note)["record"]
    assert RecordOut().validate(approved) == {}
    assert approved["review"].get("stands_for") == (lead.person.id if is_there else None)
    found = report(boss)
    assert found["by_whom"] == {"named": 0, "deputy": int(is_there), "other": int(not is_there)}
    assert found["differs"] == []


def test_who_wrote_in_it_is_not_named_for_it(ana, boss, lead, set_to):
    set_to(reviewers=[named(ana, lead, boss)])
    note = ana.new_note(None, signable(ana.person.id))
    written = lead.patch(note, "text:plan", {"text": "Two more visits."})
    assert written["status"] == "applied"
    signed = ana.push_one(ana.sign_op(written["record"]))["record"]
    assert signed["signatures"][-1]["review"]["named"] == [boss.person.id]
    assert (queue(boss), report(boss)["differs"]) == ([note["id"]], [])


def test_the_report_is_counted_again_by_what_was_decided_then(app, ana, boss, lead, set_to):
    set_to(reviewers=[named(ana, lead)], deputies=[stand_in(lead, boss, 0, 0)])
    by_deputy, by_named = ana.signed_note(), ana.signed_note()
    boss.act("approve", by_deputy)
    lead.act("approve", by_named)
    set_to(reviewers=[named(ana, boss)], deputies=[])
    set_to(reviewers=[])
    later = ana.signed_note()
    assert "review" not in later["signatures"][-1]
    assert report(boss)["differs"] == [], "each by the policy of its time"
    with app.app_context():
        forged = by_named["signatures"][0] | {"review": {"why": "all", "named": [boss.person.id], "asked": True}}
        tamper("UPDATE record SET signatures = :new WHERE id = :id", new=json_text([forged]), id=by_named["id"])
        tamper("UPDATE record SET review = replace(review, 'stands_for', 'stood') WHERE id = :id", id=by_deputy["id"])
    assert report(boss)["differs"] == sorted([by_named["id"], by_deputy["id"]])


def test_what_cannot_be_is_refused(cast, ana, boss, lead):
    somebody = str(uuid4())
    for wanted in (
        {"reviewers": [{"of": ana.person.id, "by": [somebody]}]},
        {"reviewers": [{"of": ana.person.id, "by": [ana.person.id]}]},
        {"reviewers": [{"of": somebody, "by": [boss.person.id]}]},
        {"reviewers": [named(boss, boss)]},
        {"reviewers": [{"of": ana.person.id, "by": [cast["outsider"].id]}]},
        {"deputies": [stand_in(lead, boss, 1, 0)]},
        {"deputies": [stand_in(boss, boss, 0, 1)]},
        {"deputies": [stand_in(boss, ana, 0, 1)]},
        {"deputies": [stand_in(boss, lead, 0, 1) | {"first": "2026-2-3"}]},
    ):
        answer = cast.admin.patch(AT, json=wanted)
        assert answer.status_code == 422, wanted
        assert list(answer.json["fields"]) == list(wanted)
    assert boss.client.patch(AT, json={"deputies": []}).status_code == 403

"""The review policy of a clinic: who is chosen and why, the kept seed, the report that is worked out again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from server.db import begin_write, db, json_text, utc_now
from server.domain.review_policy import Policy, decide, is_drawn
from server.models import User
from server.schemas.clinic import ClinicOut
from server.schemas.records import RecordOut
from server.schemas.review import CoverageOut
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.tamper import tamper

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")
AT = "/api/v1/clinic"


def decided(note):
    assert RecordOut().validate(note) == {}
    return note["signatures"][-1].get("review")


@pytest.fixture
def set_to(cast):
    def change(**wanted):
        answer = cast.admin.patch(AT, json=wanted)
        assert answer.status_code == 200, answer.json
        assert ClinicOut().validate(answer.json) == {}
        return answer.json

    return change


def queue(boss):
    return [item["id"] for item in boss.get("/review/queue").json["items"]]


def test_all_notes_are_reviewed_unless_the_clinic_says_otherwise(ana, boss):
    note = ana.signed_note()
    assert decided(note) is None
    assert queue(boss) == [note["id"]]


def test_a_share_is_drawn_and_the_others_wait_for_nobody(app, ana, boss, set_to):
    set_to(review="chosen", review_share=0)
    left = ana.signed_note()
    assert decided(left) == {"why": "share", "share": 0, "asked": False}
    set_to(review_share=100)
    drawn = ana.signed_note()
    assert decided(drawn) == {"why": "share", "share": 100, "asked": True}
    assert queue(boss) == [drawn["id"]]
    assert boss.act("approve", left)["status"] == "applied", "it may be reviewed all the same"
    with app.app_context():
        assert first_break(NORTH) is None


def test_trainees_findings_and_what_is_signed_again_are_always_chosen(ana, ben, boss, set_to):
    set_to(review="chosen", review_share=0, trainees=[ben.person.id])
    assert decided(ben.signed_note()) == {"why": "trainee", "asked": True}
    first = ana.signed_note()
    back = boss.act("return", first, comment="Which cheek?")["record"]
    assert decided(ana.push_one(ana.sign_op(back))["record"]) == {"why": "again", "asked": True}


def test_a_finding_is_a_reason_and_mere_information_none():
    policy = Policy("chosen", 0, "seed")
    assert decide(policy, "id", 1, [], [{"severity": "warn"}]) == {"why": "finding", "asked": True}
    assert decide(policy, "id", 1, [], [{"severity": "info"}])["asked"] is False


def test_the_share_is_what_it_says():
    drawn = sum(is_drawn("seed", str(uuid4()), 20) for _ in range(5000))
    assert 850 < drawn < 1150
    assert not any(is_drawn("seed", str(n), 0) for n in range(500))
    assert all(is_drawn("seed", str(n), 100) for n in range(500))
    assert {is_drawn(seed, "one note", 50) for seed in map(str, range(50))} == {True, False}


def test_the_seed_is_made_once_and_told_to_supervisors_alone(ana, boss, cast, set_to):
    set_to(review="chosen")
    seed = boss.get("/review/coverage").json["seed"]
    assert len(seed) == 32
    set_to(review="all")
    set_to(review="chosen")
    assert boss.get("/review/coverage").json["seed"] == seed
    assert ana.get("/review/coverage").status_code == 403
    for told in (ana.get("/clinic"), ana.get("/forms"), cast.admin.get(AT)):
        assert seed not in told.get_data(as_text=True)


def test_the_report_counts_and_finds_what_was_drawn_otherwise(app, ana, ben, boss, set_to):
    set_to(review="chosen", review_share=50, trainees=[ben.person.id], review_days=1)
    notes = [ana.signed_note() for _ in range(4)]
    boss.act("approve", ben.signed_note())
    report = boss.get("/review/coverage").json
    assert CoverageOut().validate(report) == {}
    groups = {each["why"]: each for each in report["groups"]}
    asked = sum(decided(note)["asked"] for note in notes)
    assert groups["share"] == {"why": "share", "signed": 4, "asked": asked, "reviewed": 0, "late": 0}
    assert groups["trainee"] == {"why": "trainee", "signed": 1, "asked": 1, "reviewed": 1, "late": 0}
    assert report["differs"] == []
    with app.app_context():
        tamper("UPDATE clinic_setting SET value = :seed WHERE name = 'review_seed'", seed='"another"')
        then = (utc_now() - timedelta(days=2)).isoformat()
        old = notes[0]["signatures"][0] | {"at": then, "review": {"why": "trainee", "asked": True}}
        tamper("UPDATE record SET signatures = :old WHERE id = :id", old=json_text([old]), id=notes[0]["id"])
    again = boss.get("/review/coverage").json
    assert {each["why"]: each for each in again["groups"]}["trainee"]["late"] == 1
    expected = [one["id"] for one in notes[1:] if is_drawn("another", one["id"], 50) is not decided(one)["asked"]]
    assert again["differs"] == sorted(expected)


@pytest.mark.parametrize(
    "wanted", [{"review_share": 101}, {"review": "some"}, {"trainees": [str(uuid4())]}, {"review_days": 0}]
)
def test_what_cannot_be_is_refused(cast, wanted):
    answer = cast.admin.patch(AT, json=wanted)
    assert answer.status_code == 422
    assert list(answer.json["fields"]) == list(wanted)


def alone(app, *left):
    with app.app_context():
        begin_write()
        for user in db.session.scalars(db.select(User).where(User.clinic_id == NORTH, User.role != "admin")):
            user.active = user.id in left
        db.session.commit()


def test_nobody_countersigns_where_one_clinician_works_and_says_so(app, cast, ana, set_to):
    refused = cast.admin.patch(AT, json={"countersign": "none"})
    assert (refused.status_code, refused.json["reason"]) == (409, "not_alone")
    alone(app, ana.person.id)
    assert set_to(countersign="none")["clinicians"] == 1
    note = ana.signed_note()
    assert decided(note) == {"why": "alone", "asked": False}
    told = ana.get(f"/patients/{note['patient_id']}/summary.json").get_data(as_text=True)
    assert '"no_countersign": "alone"' in told or '"no_countersign":"alone"' in told
    alone(app, ana.person.id, fixed_id("colleague"))
    assert decided(ana.signed_note()) is None, "with a second clinician it is not in force"

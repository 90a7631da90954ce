"""A follow-up by a colleague: a record of its own that leaves the note of the visit as it stands."""

from typing import Any
from uuid import uuid4

import pytest

from server.db import utc_now
from server.services.verify.clinic import find_breaks
from tests.cast import fixed_id
from tests.tablet import Tablet

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

CALM = {"itch": 0, "pain_now": 0, "oedema": 0, "exudate": "none", "new_lesions": ["none"], "erythema": 1}
ITCHY = CALM | {"itch": 2, "new_lesions": ["papules"]}


def content_of(note: dict[str, Any], seen: dict[str, Any] | None = None, **about: Any) -> dict[str, Any]:
    called = {"note_id": note["id"], "note_version_seen": note["version"], "point": "T7d", "how": "phone"}
    called |= {"at": "2026-11-27T10:00:00+01:00", "reached": "yes"} | about
    return {"about": called} | ({"seen": seen} if seen else {})


def begin(tablet: Tablet, note: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    op = tablet.op("create", "follow_up", str(uuid4()), patient_id=note["patient_id"], fields=fields)
    return tablet.push_one(op)["record"]


def sign(tablet: Tablet, record: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return tablet.act("sign", record, **rest)


def code(result: dict[str, Any]) -> str:
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


@pytest.fixture
def approved(ana, boss):
    """A visit of Ana's, approved by the supervisor."""
    return boss.act("approve", ana.signed_note())["record"]


def test_a_call_by_a_colleague_leaves_the_approved_note_alone(ana, ben, boss, approved):
    signed = sign(ben, begin(ben, approved, content_of(approved, CALM)))["record"]
    assert (signed["state"], signed["version"], signed["findings"]) == ("signed", 1, [])
    assert signed["signatures"][0]["user_id"] == ben.person.id
    after = ana.get(f"/notes/{approved['id']}").json
    names = ("state", "version", "rev", "content_hash", "signatures")
    assert {name: after[name] for name in names} == {name: approved[name] for name in names}
    noted = boss.act("acknowledge", signed)["record"]
    assert (noted["state"], noted["content_hash"]) == ("acknowledged", signed["content_hash"])
    assert noted["signatures"][1]["meaning"] == "countersign"


def test_a_red_flag_opens_an_adverse_event_with_what_the_visit_says(ben, approved):
    record = begin(ben, approved, content_of(approved, ITCHY))
    refused = sign(ben, record)
    assert [(gap["unit"], gap["field"]) for gap in refused["error"]["missing"]] == [("flags", "answer")]
    record = ben.patch(record, "flags", {"answer": "open_event"})["record"]
    signed = sign(ben, record)["record"]
    assert [(found["rule"], found["fields"]) for found in signed["findings"]] == [("O04", ["seen.new_lesions"])]
    patient = ben.get(f"/patients/{approved['patient_id']}").json
    event = next(unit for key, unit in patient["fields"].items() if key.startswith("ae:"))
    assert event == {
        "note_id": approved["id"], "term": "granuloma", "onset_at": "2026-11-27T10:00:00+01:00",
        "scale_version": "5.0", "cartridge_lot": "SPC2604-02", "depth_mm": [0.5],
        "operator": approved["fields"]["visit"]["operator"],
    }  # fmt: skip


def test_an_event_that_the_tablet_has_opened_is_not_opened_again(ben, approved):
    unit = f"ae:{uuid4()}"
    patient = ben.get(f"/patients/{approved['patient_id']}").json
    ben.patch(patient, unit, {"term": "granuloma", "note_id": approved["id"]})
    fields = content_of(approved, ITCHY) | {"flags": {"answer": "open_event", "event": unit}}
    assert sign(ben, begin(ben, approved, fields))["status"] == "applied"
    held = ben.get(f"/patients/{approved['patient_id']}").json["fields"]
    assert [key for key in held if key.startswith("ae:")] == [unit]


def test_a_red_flag_that_is_no_event_needs_words(ben, approved):
    record = begin(ben, approved, content_of(approved, ITCHY) | {"flags": {"answer": "not_an_event", "reason": "No."}})
    assert sign(ben, record)["error"]["missing"][0]["field"] == "reason"
    record = ben.patch(record, "flags", {"reason": "Known acne, as before the visit."})["record"]
    assert sign(ben, record)["status"] == "applied"
    held = ben.get(f"/patients/{approved['patient_id']}").json["fields"]
    assert not [key for key in held if key.startswith("ae:")]


def test_of_somebody_not_reached_only_the_attempt_is_asked(ben, approved):
    record = begin(ben, approved, content_of(approved, reached="no_answer"))
    assert sign(ben, record)["record"]["state"] == "signed"


def test_of_somebody_reached_something_must_be_said(ben, approved):
    record = begin(ben, approved, content_of(approved))
    assert [(gap["unit"], gap["field"]) for gap in sign(ben, record)["error"]["missing"]] == [("seen", "")]


def test_a_time_in_the_future_is_refused(ben, approved):
    record = begin(ben, approved, content_of(approved, CALM, at="2036-11-27T10:00:00+01:00"))
    assert [found["rule"] for found in sign(ben, record)["error"]["findings"]] == ["T12"]


def test_a_warning_is_acknowledged_by_whoever_signs(ben, approved):
    record = begin(ben, approved, content_of(approved, CALM | {"pain_now": 8}))
    assert [found["rule"] for found in sign(ben, record)["error"]["findings"]] == ["O01", "O09"]
    assert sign(ben, record, acknowledged=["O01", "O09"])["status"] == "applied"


def test_a_supervisors_own_waits_for_nobody_unless_it_has_a_red_flag(boss, approved):
    calm = sign(boss, begin(boss, approved, content_of(approved, CALM)))["record"]
    assert calm["state"] == "acknowledged"
    fields = content_of(approved, ITCHY) | {"flags": {"answer": "open_event"}}
    flagged = sign(boss, begin(boss, approved, fields))["record"]
    assert flagged["state"] == "signed"
    assert code(boss.act("acknowledge", flagged)) == "not_allowed"


def test_nobody_else_writes_in_it(ana, ben, boss, approved):
    record = begin(ben, approved, content_of(approved, CALM))
    for other in (ana, boss):
        assert code(other.patch(record, "seen", {"itch": 3})) == "not_allowed"
        assert code(sign(other, record)) == "not_allowed"
    signed = sign(ben, record)["record"]
    assert code(ana.act("acknowledge", signed)) == "not_allowed"


def test_its_author_corrects_it_with_a_reason_and_it_is_noted_again(ben, boss, approved):
    signed = sign(ben, begin(ben, approved, content_of(approved, CALM)))["record"]
    noted = boss.act("acknowledge", signed)["record"]
    changes = {"seen": {"base": CALM, "patch": {"itch": 1}}}
    amended = ben.act("amend", noted, reason="She called back: it itches.", changes=changes)["record"]
    assert (amended["state"], amended["version"], amended["fields"]["seen"]["itch"]) == ("signed", 2, 1)


def test_it_is_withdrawn_with_a_reason_and_leaves_the_note_alone(ana, ben, approved):
    signed = sign(ben, begin(ben, approved, content_of(approved, CALM)))["record"]
    assert code(ana.act("void", signed, reason="Not mine.")) == "not_allowed"
    void = ben.act("void", signed, reason="Wrong patient.")["record"]
    assert void["state"] == "void"
    assert "fields" not in void
    assert ana.get(f"/notes/{approved['id']}").json["state"] == "approved"


def test_it_is_about_a_visit_of_the_same_patient(ana, ben, approved):
    other = ana.new_patient()
    op = ben.op("create", "follow_up", str(uuid4()), patient_id=other["id"], fields=content_of(approved, CALM))
    assert code(sign(ben, ben.push_one(op)["record"])) == "not_found"


def test_two_for_one_point_are_both_kept(ben, boss, approved):
    made = [sign(one, begin(one, approved, content_of(approved, CALM))) for one in (ben, boss)]
    assert [one["status"] for one in made] == ["applied", "applied"]


def test_only_its_author_decides_between_two_versions_of_it(ana, ben, approved):
    record = begin(ben, approved, content_of(approved, CALM))
    ben.patch(record, "seen", {"itch": 1})
    clash = ben.patch(record, "seen", {"itch": 2})
    assert clash["status"] == "conflict"
    now, mine = CALM | {"itch": 1}, CALM | {"itch": 2}
    said = {"base": now, "mine": mine}
    assert code(ana.push_one(ana.op("resolve", "conflict", clash["conflict_id"], **said, patch=mine))) == "not_allowed"
    assert code(ben.push_one(ben.op("resolve", "conflict", clash["conflict_id"], **said, patch=mine))) == "applied"


def test_the_history_of_follow_ups_is_whole(app, ben, boss, approved):
    fields = content_of(approved, ITCHY) | {"flags": {"answer": "open_event"}}
    boss.act("acknowledge", sign(ben, begin(ben, approved, fields))["record"])
    with app.app_context():
        assert list(find_breaks(fixed_id("north"))) == []


def test_it_may_be_said_long_after(ben, approved):
    """Outside the window of its point: said, and in nobody's way."""
    record = begin(ben, approved, content_of(approved, CALM, at="2026-11-21T10:00:00+01:00"))
    signed = sign(ben, record)["record"]
    assert [(found["rule"], found["severity"]) for found in signed["findings"]] == [("T12", "info")]
    assert signed["happened_at"].startswith("2026-11-21T09:00")
    assert utc_now().isoformat() > signed["happened_at"]

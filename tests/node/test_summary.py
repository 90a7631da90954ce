"""A summary answers for its record wherever a list asks it."""

from server.domain.limits import LIMITS
from tests.domain.vectors import cases
from tests.node.test_core_vectors import core

RECORD = """const record = (type, fields, more) => ({
    type, id: "r", patient_id: "p", author_id: "a", author_name: "A", state: "draft", version: 1, rev: 3, seq: 9,
    schema: 1, content_hash: "h", fields, signatures: [], review: null, happened_at: "2026-01-02T12:00:00Z",
    created_at: "2026-01-02T10:00:00Z", updated_at: "2026-01-02T11:00:00Z", pending: 0, attention: 0, local: {},
    ...more});
  const cut = (type, fields, more) => core.summaryOf(record(type, fields, more));
"""


def summary(page, body, given=None):
    return core(page, "summary", RECORD + body, given)


def test_follow_up_of_a_summary(page):
    """The examples of follow-up, asked of summaries."""
    listed = cases("follow_up")
    body = """const { followUps } = await import("/src/core/follow-up.js");
      return given.cases.map((c) =>
        followUps(cut("note", c.content).fields, c.now, given.limits.follow_up, c.next, c.made));"""
    found = summary(page, body, {"cases": listed, "limits": LIMITS})
    assert found == [case["expect"] for case in listed]


def test_courses_of_summaries(page):
    listed = cases("courses")
    body = """const { standings } = await import("/src/core/courses.js");
      return given.cases.map((c) => standings(cut("patient", c.patient).fields,
        c.notes.map(({state, visit}) => ({state, visit: cut("note", {visit}).fields.visit ?? {}})),
        c.today, given.limits));"""
    found = summary(page, body, {"cases": listed, "limits": LIMITS})
    assert found == [case["expect"] for case in listed]


def test_a_note_is_cut_to_what_lists_need(page):
    fields = {
        "visit": {"session_date": "2026-01-02", "session_no": 2, "room": "4"},
        "numbing": {"applied_at": "x", "planned_min": 30, "product": "emla"},
        "device": {"unit_code": "U-1", "speed_rpm": 9000},
        "text:plan": {"text": "long"},
        "zone:chin": {"depth_mm": [1]},
        "obs:T24": {"how": "call", "note": "no answer"},
        "obs:T72": {"how": "call", "erythema": 1, "pain_now": 2},
    }
    found = summary(page, "return cut('note', given, {review: {comment: 'Lot?', by: 'b'}});", fields)
    assert found["fields"] == {
        "visit": {"session_date": "2026-01-02", "session_no": 2},
        "numbing": {"applied_at": "x", "planned_min": 30},
        "device": {"unit_code": "U-1"},
        "obs:T24": {"note": "no answer"},
        "obs:T72": {"erythema": 1},
    }
    assert (found["review"], found["content_hash"], found["author_name"]) == ({"comment": "Lot?"}, "", "A")


def test_lists_of_the_present_find_a_summary_by_its_day(page):
    """What is open or waits stands there always, anything else by its last day."""
    body = "const { dayOf } = core; return given.map(([type, fields, more]) => dayOf(cut(type, fields, more)));"
    treated = {"visit": {"session_date": "2026-03-02"}, "needling": {"ended_at": "2026-03-03T00:10:00+01:00"}}
    given = [
        *(["note", treated, {"state": state}] for state in ("draft", "returned", "signed", "approved", "void")),
        ["note", {}, {"state": "approved"}],
        ["note", {}, {"state": "approved", "pending": 1}],
        ["note", {}, {"state": "void", "attention": 1}],
        ["follow_up", {"about": {"at": "2026-04-01T09:00:00Z"}}, {"state": "acknowledged"}],
        ["patient", {}, {"state": "active"}],
    ]
    always, last = "9999-12-31", "2026-03-03"
    assert summary(page, body, given) == [
        *(always, always, always, last, last), "2026-01-02", always, always, "2026-04-01", None,
    ]  # fmt: skip


def test_findings_stay_while_the_note_waits_for_its_review(page):
    more = {"findings": [{"rule": "R1", "severity": "warn", "message": "m", "numbers": {"n": 1}, "since": None}]}
    body = "return [cut('note', {}, {...given, state: 'signed'}), cut('note', {}, {...given, state: 'approved'})];"
    waits, done = summary(page, body, more)
    assert waits["findings"] == [{"rule": "R1", "severity": "warn"}]
    assert "findings" not in done


def test_a_patient_is_found_by_the_summary(page):
    identity = {
        "given": "Łucja",
        "family": "Núñez",
        "mrn": "NP-7",
        "birth_date": "1997-03-14",
        "email": "l@example.org",
    }
    fields = {"identity": identity, "course:c": {"goal": "smooth"}, "allergy:a": {"name": "nickel"}}
    found = summary(page, "return cut('patient', given);", fields)
    assert set(found["fields"]) == {"identity", "course:c"}
    assert "email" not in found["fields"]["identity"]
    for word in ("lucja", "nunez", "np7", "14-3-1997"):
        assert word in found["search"]


def test_other_records_have_no_summary(page):
    assert summary(page, "return ['lot', 'protocol', 'conflict'].map((type) => cut(type, {}));") == [None] * 3


def test_what_is_not_on_file_is_known_without_the_record(page):
    whole = {
        "identity": {"birth_date": "1990-01-01"},
        "body": {"sex_at_birth": "female", "fitzpatrick": "II", "weight_kg": 60},
        "allergy_status": {"none_known": "yes"},
    }
    mild = {"substance": "nickel", "severity": "mild", "status": "active"}
    cases = [
        (whole, []),
        (whole | {"body": {"sex_at_birth": "unknown", "weight_kg": 60}}, ["body.sex_at_birth", "body.fitzpatrick"]),
        (whole | {"allergy_status": {"none_known": "unknown"}}, ["allergy_status.none_known"]),
        (whole | {"allergy_status": {}, "allergy:1": mild}, []),
        (whole | {"allergy:1": mild, "allergy:2": {"substance": "latex"}}, ["allergy.severity"]),
        (whole | {"allergy:2": {"substance": "latex", "status": "inactive"}}, []),
    ]
    found = summary(
        page, "return given.map((fields) => cut('patient', fields).lacking);", [fields for fields, _ in cases]
    )
    assert found == [expected for _, expected in cases]

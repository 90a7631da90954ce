"""Returns pinned to fields: what to correct where, what the author changed since, and the rounds as a thread."""

from typing import Any

import pytest

from server.db import json_text
from server.schemas.records import RecordOut
from server.services.verify.clinic import find_breaks, first_break
from tests.cast import fixed_id
from tests.tablet import Tablet
from tests.tamper import tamper

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

NORTH = fixed_id("north")
T0 = {"unit": "obs:T0", "field": "erythema", "reason": "check", "comment": "Grade 1 right after 6 passes?"}
CHEEK = {"unit": "zone:cheek_left", "field": None, "reason": None, "comment": "Left or right?"}


def sent_back(boss: Tablet, note: dict[str, Any], *pins: dict[str, Any], **more: Any) -> dict[str, Any]:
    result = boss.act("return", note, pins=list(pins), **more)
    assert result["status"] == "applied", result
    assert RecordOut().validate(result["record"]) == {}
    return result["record"]


def corrected(ana: Tablet, note: dict[str, Any], unit: str, patch: dict[str, Any]) -> dict[str, Any]:
    written = ana.patch(note, unit, patch)["record"]
    result = ana.push_one(ana.sign_op(written))
    assert result["status"] == "applied", result
    assert RecordOut().validate(result["record"]) == {}
    return result["record"]


def entries(note: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["kind"], one["name"]) for one in note["trace"]]


def test_the_places_come_with_the_note_and_need_no_comment(app, ana, boss):
    returned = sent_back(boss, ana.signed_note(), T0, CHEEK, unit="obs:T0")
    (entry,) = returned["trace"]
    assert (entry["pins"], entry["version"], entry["reason"]) == ([T0, CHEEK], 1, None)
    assert (returned["state"], returned["review"]["unit"], returned["review"]["comment"]) == ("returned", "obs:T0", "")
    with app.app_context():
        assert first_break(NORTH) is None


def test_a_return_without_places_goes_on_as_before(app, ana, boss):
    returned = boss.act("return", ana.signed_note(), comment="Which cheek?", unit="zone:cheek_left")["record"]
    assert (returned["review"]["comment"], returned["trace"][0]["pins"]) == ("Which cheek?", [])
    for bad in ({}, {"comment": " "}, {"pins": []}):
        refused = boss.act("return", ana.signed_note(), **bad)
        assert refused["error"]["code"] == "validation", bad
    with app.app_context():
        assert first_break(NORTH) is None


@pytest.mark.parametrize("bad", [{"reason": None, "comment": " "}, {"reason": "ugly"}, {"unit": ""}, {"more": 1}])
def test_a_place_says_why(ana, boss, bad):
    assert boss.act("return", ana.signed_note(), pins=[T0 | bad])["error"]["code"] == "validation"


def test_the_answer_holds_what_stood_there_before_and_nothing_else(app, ana, boss):
    note = ana.signed_note()
    returned = sent_back(boss, note, T0)
    first = ana.patch(returned, "text:plan", {"text": "For a moment."})["record"]
    ana.patch(first, "text:plan", {"text": None}, base={"text": "For a moment."})
    ana.patch(first, "text:remarks", {"text": "New."})
    fresh = ana.get(f"/notes/{note['id']}").json
    signed = corrected(ana, fresh, "obs:T0", {"erythema": 2})
    answer = signed["trace"][-1]
    assert (answer["kind"], answer["version"], answer["rev"]) == ("sign", 2, signed["rev"])
    before = answer["before"]
    assert (before["obs:T0"], before["text:remarks"]) == ({"erythema": 1}, None)
    assert not (before.get("text:plan") or {}).get("text")
    with app.app_context():
        assert first_break(NORTH) is None


def test_the_rounds_are_a_thread(app, ana, boss):
    first = corrected(ana, sent_back(boss, ana.signed_note(), T0), "obs:T0", {"erythema": 2})
    second = corrected(ana, sent_back(boss, first, CHEEK, comment="Nearly."), "zone:cheek_left", {"passes": 3})
    names = ana.person.name, boss.person.name
    assert entries(second) == [("return", names[1]), ("sign", names[0]), ("return", names[1]), ("sign", names[0])]
    assert set(second["trace"][-1]["before"]) == {"zone:cheek_left"}, "of this round alone"
    assert boss.act("approve", second)["status"] == "applied"
    with app.app_context():
        assert first_break(NORTH) is None


@pytest.mark.parametrize(
    "change", [{"pins": []}, {"pins": [T0 | {"comment": "Never said."}]}, {"reason": "Never said."}]
)
def test_w6_a_place_changed_in_the_database_is_named(app, ana, boss, change):
    note = sent_back(boss, ana.signed_note(), T0)
    with app.app_context():
        trace = json_text([note["trace"][0] | change])
        tamper("UPDATE record SET trace = :trace WHERE id = :id", trace=trace, id=note["id"])
        assert any("its trace" in line for line in find_breaks(NORTH))


def test_a_void_note_does_not_tell_what_it_held_in_its_rounds(ana, boss):
    signed = corrected(ana, sent_back(boss, ana.signed_note(), T0), "obs:T0", {"erythema": 2})
    void = boss.act("void", signed, reason="Written down for the wrong patient.")["record"]
    assert void["state"] == "void"
    assert ["before" in one for one in void["trace"]] == [False, False]


def test_the_printed_record_says_what_was_asked_where(ana, boss):
    signed = corrected(ana, sent_back(boss, ana.signed_note(), T0), "obs:T0", {"erythema": 2})
    told = ana.get(f"/patients/{signed['patient_id']}/summary.json").get_data(as_text=True)
    assert "Grade 1 right after 6 passes?" in told

"""What may be decided about a record besides approving it: conflicts (W9), declaring void (W8)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.tablet import Tablet, signable

PLAN = "text:plan"
WHY = "Written down for the wrong patient."


def code(result: dict[str, Any]) -> str:
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


def clash(ana: Tablet, ben: Tablet) -> tuple[dict[str, Any], dict[str, Any]]:
    """A draft in which two people wrote the plan, and the conflict about it."""
    note = ana.new_note()
    ana.patch(note, PLAN, {"text": "Ana's."})
    ben.patch(note, PLAN, {"text": "Ben's."})
    (conflict,) = ana.conflicts()
    return note, conflict


def choose(tablet: Tablet, conflict: dict[str, Any], text: str, **seen: Any) -> dict[str, Any]:
    sides = {side: conflict["fields"][name]["value"] for side, name in (("base", "theirs"), ("mine", "mine"))}
    return tablet.push_one(tablet.op("resolve", "conflict", conflict["id"], **sides | seen, patch={"text": text}))


def plan_of(tablet: Tablet, note: dict[str, Any]) -> Any:
    return tablet.get(f"/notes/{note['id']}").json["fields"][PLAN]["text"]


class TestConflicts:
    @pytest.mark.parametrize("text", ["Ana's.", "Ben's."])
    def test_w9_a_supervisor_who_does_not_treat_chooses_between_the_texts(self, ana, ben, boss, text):
        note, conflict = clash(ana, ben)
        assert choose(boss, conflict, text)["status"] == "applied"
        assert plan_of(ana, note) == text

    def test_w9_a_supervisor_who_does_not_treat_writes_no_text_of_their_own(self, ana, ben, boss):
        note, conflict = clash(ana, ben)
        own = {"text": "The boss's."}
        for seen in ({}, {"base": own}, {"mine": own}, {"base": own, "mine": own}):
            assert code(choose(boss, conflict, "The boss's.", **seen)) in ("not_allowed", "conflict"), seen
        assert code(choose(boss, conflict, "The boss's.")) == "not_allowed"
        assert plan_of(ana, note) == "Ana's."
        (still,) = [one for one in ana.conflicts() if one["state"] == "open"]
        assert "The boss's." not in str(still["fields"])

    def test_w9_nor_after_somebody_else_has_decided(self, ana, ben, boss):
        note, conflict = clash(ana, ben)
        assert choose(ana, conflict, "Ben's.")["status"] == "applied"
        assert code(choose(boss, conflict, "The boss's.")) == "not_allowed"
        assert plan_of(ana, note) == "Ben's."

    def test_w9_a_text_that_its_author_has_since_gone_on_with_may_be_chosen(self, ana, ben, boss):
        note, conflict = clash(ana, ben)
        ben.patch(note, PLAN, {"text": "Ben's, and more."}, base={"text": "Ben's."})
        assert choose(boss, conflict, "Ben's.")["status"] == "conflict"
        (still,) = [one for one in ana.conflicts() if one["state"] == "open"]
        assert "Ben's, and more." in str(still["fields"])

    def test_w9_whoever_treats_writes_the_third_text(self, ana, ben):
        note, conflict = clash(ana, ben)
        assert choose(ben, conflict, "Both of us.")["status"] == "applied"
        assert plan_of(ana, note) == "Both of us."


class TestVoid:
    @pytest.mark.parametrize("reason", ["x", "Wrong", "xxxxxxxx xxxx", "1234 567 890", "Wrongpatient"])
    def test_w8_what_was_signed_asks_for_a_reason_that_can_be_followed(self, ana, reason):
        note = ana.signed_note()
        assert code(ana.act("void", note, reason=reason)) == "validation"
        assert ana.get(f"/notes/{note['id']}").json["state"] == "signed"
        assert ana.act("void", note, reason=WHY)["record"]["state"] == "void"

    def test_w8_the_reason_of_a_conflict_is_asked_for_as_well(self, ana):
        note = ana.signed_note()
        assert code(ana.act("void", note, content_hash="0" * 64, reason="x")) == "validation"

    def test_w8_a_draft_that_nobody_signed_goes_with_any(self, ana):
        assert ana.act("void", ana.new_note(), reason="Twice.")["record"]["state"] == "void"

    @pytest.mark.parametrize("signed", [True, False])
    def test_w8_a_patient_with_notes_is_not_declared_void(self, cast, ana, boss, signed):
        patient = ana.new_patient()
        note = ana.signed_note(patient["id"]) if signed else ana.new_note(patient["id"])
        for who in (boss, Tablet(cast, "admin")):
            refused = who.act("void", patient, reason=WHY)
            assert (code(refused), refused["error"].get("reason")) == ("wrong_state", "has_notes")
        ana.act("void", note, reason=WHY)
        assert boss.act("void", patient, reason=WHY)["record"]["state"] == "void"

    def test_w8_a_patient_is_not_declared_void_with_an_x(self, ana, boss):
        assert code(boss.act("void", ana.new_patient(), reason="x")) == "validation"

    def test_w8_a_note_for_a_void_patient_waits(self, ana, ben, boss):
        """Ben's tablet does not know yet; his note, and what he wrote in it, stays his to send."""
        patient = ana.new_patient()
        assert boss.act("void", patient, reason=WHY)["status"] == "applied"
        note_id = str(uuid4())
        create = ben.op("create", "note", note_id, patient_id=patient["id"], fields=signable(ben.person.id))
        edit = ben.op("patch", "note", note_id, unit=PLAN, base_rev=0, base={}, patch={"text": "Ben's."})
        assert [one["status"] for one in ben.push(create, edit)] == ["retry", "blocked"]
        assert ben.get(f"/notes/{note_id}").status_code == 404

"""What may be decided about a record besides approving it: conflicts (W9), declaring void (W8)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow

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


def approved(ana: Tablet, boss: Tablet) -> dict[str, Any]:
    result = boss.act("approve", ana.signed_note())
    assert result["status"] == "applied", result
    return result["record"]


class TestVoidOfWhatWasApproved:
    @pytest.mark.parametrize("who", ["ana", "boss"])
    def test_w8_nobody_declares_it_void_alone(self, ana, boss, who):
        note = approved(ana, boss)
        alone = {"ana": ana, "boss": boss}[who]
        assert code(alone.act("void", note, reason=WHY)) == "not_allowed"
        assert alone.act("propose_void", note, reason=WHY)["status"] == "applied"
        assert code(alone.act("void", note, reason=WHY)) == "not_allowed"
        assert ana.get(f"/notes/{note['id']}").json["state"] == "approved"

    def test_w8_one_proposes_it_and_another_does_it(self, ana, boss):
        note = approved(ana, boss)
        proposed = ana.act("propose_void", note, reason=WHY)["record"]
        (entry,) = proposed["trace"]
        assert (entry["kind"], entry["by"], entry["reason"]) == ("propose_void", ana.person.id, WHY)
        assert (proposed["state"], proposed["content_hash"]) == ("approved", note["content_hash"])
        assert boss.act("void", proposed, reason="The other Ana Ruiz was treated.")["record"]["state"] == "void"

    def test_w8_the_second_person_did_not_write_it(self, cast, ana, ben, boss):
        cast.admin.patch("/api/v1/users/" + boss.person.id, json={"treats": True})
        cast.supervisor.login(cast["supervisor"])
        note = boss.new_note(fields=signable(boss.person.id))
        signed = boss.push_one(boss.sign_op(note))["record"]
        assert ana.act("propose_void", signed, reason=WHY)["error"]["code"] == "wrong_state"
        changed = cast.admin.patch("/api/v1/users/" + ben.person.id, json={"role": "supervisor"})
        assert changed.status_code == 200
        boss.client.post(f"/api/v1/users/{ben.person.id}/confirm", json={"role": "supervisor"})
        cast.colleague.login(cast["colleague"])
        chief = Tablet(cast, "colleague")
        assert chief.act("approve", signed)["status"] == "applied"
        assert chief.act("propose_void", signed, reason=WHY)["status"] == "applied"
        assert code(boss.act("void", signed, reason=WHY)) == "not_allowed"

    def test_w8_an_amendment_ends_the_proposal(self, ana, boss):
        note = approved(ana, boss)
        ana.act("propose_void", note, reason=WHY)
        changes = {PLAN: {"base": {}, "patch": {"text": "Seen a day later."}}}
        amended = ana.act("amend", note, reason="Seen a day later.", changes=changes)["record"]
        again = boss.act("approve", amended)["record"]
        assert code(boss.act("void", again, reason=WHY)) == "not_allowed"

    def test_w8_a_proposal_that_is_declined_is_none(self, ana, boss):
        note = approved(ana, boss)
        ana.act("propose_void", note, reason=WHY)
        kept = boss.act("keep", note)["record"]
        assert [entry["kind"] for entry in kept["trace"]] == ["propose_void", "keep"]
        assert code(boss.act("void", kept, reason=WHY)) == "not_allowed"
        assert boss.act("keep", kept)["record"]["trace"] == kept["trace"]

    def test_w8_the_reason_to_propose_it_is_a_real_one(self, ana, boss):
        note = approved(ana, boss)
        assert code(ana.act("propose_void", note, reason="x")) == "validation"

    def test_w8_a_conflict_is_no_way_around_the_second_person(self, ana, boss):
        """Proposed, written on, and then declared void by the first person through the question about it."""
        note = approved(ana, boss)
        ana.act("propose_void", note, reason=WHY)
        assert boss.act("void", note, content_hash="0" * 64, reason=WHY)["status"] == "conflict"
        boss.act("keep", note)
        (conflict,) = boss.conflicts()
        seen = {"base": {"content_hash": note["content_hash"]}, "mine": conflict["fields"]["mine"]["value"]}
        assert code(boss.push_one(boss.op("resolve", "conflict", conflict["id"], **seen, patch={"void": True}))) == (
            "not_allowed"
        )


class TestBackIntoUse:
    @pytest.mark.parametrize("state", ["draft", "signed", "approved"])
    def test_w8_a_void_note_returns_to_what_it_was(self, ana, boss, state):
        note = {"draft": ana.new_note, "signed": ana.signed_note, "approved": lambda: approved(ana, boss)}[state]()
        if state == "approved":
            ana.act("propose_void", note, reason=WHY)
        void = boss.act("void", note, reason=WHY)["record"]
        assert (void["state"], "fields" in void) == ("void", False)
        assert code(ana.act("unvoid", void, reason="It was the right one.")) == "not_allowed"
        assert code(boss.act("unvoid", void, reason="x")) == "validation"
        back = boss.act("unvoid", void, reason="It was the right one.")["record"]
        same = {name: note[name] for name in ("state", "fields", "content_hash", "signatures", "version")}
        assert {name: back[name] for name in same} == same
        last = back["trace"][-1]
        assert (last["kind"], last["name"], last["reason"]) == ("unvoid", boss.person.name, "It was the right one.")

    def test_w8_a_patient_is_found_again_and_the_waiting_note_arrives(self, ana, ben, boss):
        patient = ana.new_patient(family="Zwilling")
        void = boss.act("void", patient, reason=WHY)["record"]
        assert ana.get("/patients", q="zwilling").json["items"] == []
        create = ben.op("create", "note", str(uuid4()), patient_id=patient["id"], fields={})
        assert ben.push_one(create)["status"] == "retry"
        assert boss.act("unvoid", void, reason="Two people of one name.")["record"]["state"] == "active"
        assert [one["id"] for one in ana.get("/patients", q="zwilling").json["items"]] == [patient["id"]]
        assert ben.push_one(create)["status"] == "applied"

    def test_w8_a_note_of_a_void_patient_waits_for_the_patient(self, ana, boss):
        patient = ana.new_patient()
        void_note = ana.act("void", ana.new_note(patient["id"]), reason=WHY)["record"]
        void_patient = boss.act("void", patient, reason=WHY)["record"]
        refused = boss.act("unvoid", void_note, reason="It was the right one.")
        assert (code(refused), refused["error"].get("reason")) == ("wrong_state", "patient_void")
        boss.act("unvoid", void_patient, reason="It was the right one.")
        assert boss.act("unvoid", void_note, reason="It was the right one.")["record"]["state"] == "draft"

    def test_w8_what_is_in_use_is_not_taken_back(self, ana, boss):
        assert code(boss.act("unvoid", ana.new_note(), reason="It was the right one.")) == "wrong_state"

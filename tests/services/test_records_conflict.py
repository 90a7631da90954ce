"""Two people, one unit: every kind of conflict, and every way out of it. Nothing anybody typed is ever gone."""

import pytest

from server.db import begin_write, db, utc_now
from server.services.audit import SERVER
from server.services.history import renew_epoch
from tests.conftest import API
from tests.ops import AT
from tests.tablet import Tablet

PLAN = "text:plan"


@pytest.fixture
def chief(cast):
    """A supervisor who treats, and so may write a text of their own."""
    assert cast.admin.patch(f"{API}/users/{cast['supervisor'].id}", json={"treats": True}).status_code == 200
    return Tablet(cast, "supervisor")


@pytest.fixture
def clash(ana, ben):
    """Both saw no plan; Ana's reached the server first."""
    note = ana.new_note()
    current = ana.patch(note, PLAN, {"text": "Ana's."})["record"]
    result = ben.patch(note, PLAN, {"text": "Ben's."})
    conflict = ana.conflicts()[0]
    return current, result, conflict


def choose(tablet, conflict, value, **seen):
    named = {"base": conflict["fields"]["theirs"]["value"], "mine": conflict["fields"]["mine"]["value"]} | seen
    return tablet.push_one(tablet.op("resolve", "conflict", conflict["id"], **named, patch=value))


class TestAfterARestore:
    @pytest.mark.parametrize("written", [AT, "2099-01-01T09:00:00+01:00"])
    @pytest.mark.parametrize("base_rev", [2, 9])
    def test_a_rev_of_the_history_that_is_gone_lets_nobody_write_over_another(self, app, ana, ben, base_rev, written):
        """It says what its author had seen of other revs than these; a tablet without network goes on showing those."""
        note = ana.new_note()
        with app.app_context():
            begin_write()
            renew_epoch(SERVER, "server.restore", utc_now())
            db.session.commit()
        assert ana.patch(note, PLAN, {"text": "Ana's."})["record"]["rev"] == 2
        result = ben.patch(note, PLAN, {"text": "Ben's."}, base_rev=base_rev, client_time=written)
        assert (result["status"], result["record"]["fields"][PLAN]) == ("conflict", {"text": "Ana's."})


class TestEdit:
    def test_the_servers_text_stands_and_the_other_becomes_a_conflict(self, ben, clash):
        current, result, conflict = clash
        assert result["status"] == "conflict"
        assert result["conflict_id"] == conflict["id"]
        assert result["record"]["fields"] == current["fields"]
        assert conflict["fields"]["about"] == {
            "record_type": "note",
            "record_id": current["id"],
            "patient_id": current["patient_id"],
            "unit": PLAN,
            "kind": "edit",
        }
        mine = conflict["fields"]["mine"]
        assert mine["value"] == {"text": "Ben's."}
        assert (mine["author"], mine["author_name"]) == (ben.person.id, ben.person.name)
        assert mine["device"] == ben.person.device["name"]
        assert conflict["fields"]["theirs"] == {"value": {"text": "Ana's."}}

    def test_the_same_text_twice_is_settled(self, ana, ben):
        note = ana.new_note()
        ana.patch(note, PLAN, {"text": "Same."})
        assert ben.patch(note, PLAN, {"text": "Same."})["status"] == "applied"
        assert ana.conflicts() == []

    def test_other_units_do_not_collide(self, ana, ben):
        note = ana.new_note()
        ana.patch(note, PLAN, {"text": "Ana's."})
        result = ben.patch(note, "text:remarks", {"text": "Ben's."})
        assert result["status"] == "applied"
        assert result["record"]["fields"] == {PLAN: {"text": "Ana's."}, "text:remarks": {"text": "Ben's."}}

    def test_fields_a_tablet_did_not_know_survive(self, ana):
        note = ana.new_note(fields={"visit": {"room": "1", "session_no": 2}})
        result = ana.patch(note, "visit", {"session_no": 3}, base={"session_no": 2})
        assert result["record"]["fields"]["visit"] == {"room": "1", "session_no": 3}

    def test_sets_merge_additions(self, ana, ben):
        patient = ana.new_patient()
        ana.patch(patient, "meds", {"methb_inducing": ["dapsone"]})
        result = ben.patch(patient, "meds", {"methb_inducing": ["nitrates"]})
        assert result["status"] == "applied"
        assert sorted(result["record"]["fields"]["meds"]["methb_inducing"]) == ["dapsone", "nitrates"]

    def test_going_on_typing_updates_ones_own_conflict(self, ana, ben, clash):
        current, _result, conflict = clash
        more = ben.patch(current, PLAN, {"text": "Ben's, longer."}, base={"text": "Ben's."})
        assert (more["status"], more["conflict_id"]) == ("conflict", conflict["id"])
        assert [found["fields"]["mine"]["value"] for found in ana.conflicts()] == [{"text": "Ben's, longer."}]

    def test_a_conflict_closes_when_its_author_comes_to_the_same_text(self, ana, ben, clash):
        current = clash[0]
        agreed = ben.patch(current, PLAN, {"text": "Ana's."}, base={"text": "Ben's."})
        assert agreed["status"] == "applied"
        assert ana.conflicts()[0]["state"] == "resolved"

    def test_a_third_text_joins_the_open_conflict_and_is_asked_about_next(self, ana, ben, clash):
        """Ana on a second tablet that has not heard of either."""
        current, _result, conflict = clash
        third = ana.patch(current, PLAN, {"text": "Third."}, base={}, base_rev=1)
        assert (third["status"], third["conflict_id"]) == ("conflict", conflict["id"])
        more = ana.patch(current, PLAN, {"text": "Third, longer."}, base={"text": "Third."})
        assert (more["status"], more["conflict_id"]) == ("conflict", conflict["id"])
        (both,) = ana.conflicts()
        asked = choose(ben, both, {"text": "Ben's."})
        assert (asked["status"], asked["record"]["state"]) == ("conflict", "open")
        fields = asked["record"]["fields"]
        assert (fields["mine"]["value"], fields["mine"]["author"]) == ({"text": "Third, longer."}, ana.person.id)
        assert fields["theirs"]["value"] == {"text": "Ben's."}
        assert choose(ana, asked["record"], {"text": "Ben's."})["record"]["state"] == "resolved"

    def test_going_on_from_the_same_words_as_another_leaves_the_other_text_alone(self, ana, ben, clash):
        """On a second tablet Ana wrote by herself what Ben wrote, and goes on: he said no more than he did."""
        ana.patch(clash[0], PLAN, {"text": "Ben's."}, base={}, base_rev=1)
        ana.patch(clash[0], PLAN, {"text": "Ben's. And rest."}, base={"text": "Ben's."}, base_rev=1)
        (conflict,) = ana.conflicts()
        texts = [conflict["fields"], *conflict["fields"]["more"]["entries"]]
        assert [(one["mine"]["value"]["text"], one["mine"]["author"]) for one in texts] == [
            ("Ben's.", ben.person.id),
            ("Ben's. And rest.", ana.person.id),
        ]

    def test_signing_waits_for_the_decision(self, ana, clash):
        result = ana.push_one(ana.sign_op(clash[0]))
        assert result["error"]["code"] == "conflict_open"
        assert result["error"]["conflicts"] == [clash[2]["id"]]


class TestResolve:
    @pytest.mark.parametrize("chosen", [{"text": "Ana's."}, {"text": "Ben's."}, {"text": "Both."}, {}])
    def test_the_chosen_text_stands(self, ana, ben, clash, chosen):
        result = choose(ben, clash[2], chosen)
        assert (result["status"], result["record"]["state"]) == ("applied", "resolved")
        assert result["record"]["fields"]["resolution"]["value"] == chosen
        assert ana.get(f"/notes/{clash[0]['id']}").json["fields"].get(PLAN, {}) == chosen

    @pytest.mark.parametrize("chosen", [{"text": "Ben's."}, {"text": "Both."}])
    def test_what_moved_meanwhile_is_shown_once_more_and_then_it_ends(self, ana, ben, clash, chosen):
        """Ana edits, Ben conflicts, Ana edits on: each choice of Ben opened another conflict, and nobody could sign."""
        current, _result, conflict = clash
        ana.patch(current, PLAN, {"text": "Ana's, newer."})
        result = choose(ben, conflict, chosen)
        assert (result["status"], result["conflict_id"]) == ("conflict", conflict["id"])
        (again,) = ana.conflicts()
        assert again["fields"]["mine"]["value"] == chosen
        assert again["fields"]["theirs"]["value"] == {"text": "Ana's, newer."}
        result = choose(ben, again, chosen)
        assert (result["status"], result["record"]["state"]) == ("applied", "resolved")
        note = ana.get(f"/notes/{current['id']}").json
        assert note["fields"][PLAN] == chosen
        assert ana.push_one(ana.sign_op(note))["error"]["code"] == "incomplete"

    def test_what_stands_now_decides_though_the_conflict_holds_an_older_text(self, ana, ben, clash):
        current, _result, conflict = clash
        newer = ana.patch(current, PLAN, {"text": "Ana's, newer."})["record"]
        result = choose(ben, conflict, {"text": "Both."}, base=newer["fields"][PLAN])
        assert (result["status"], result["record"]["state"]) == ("applied", "resolved")

    def test_a_choice_that_says_what_stands_by_now_ends_it(self, ana, ben, clash):
        current, _result, conflict = clash
        ana.patch(current, PLAN, {"text": "Ben's."})
        assert choose(ben, conflict, {"text": "Ben's."})["status"] == "applied"
        assert [found["state"] for found in ana.conflicts()] == ["resolved"]

    def test_a_choice_between_older_texts_waits_beside_the_newer_one(self, ana, ben, chief, clash):
        current, _result, conflict = clash
        ben.patch(current, PLAN, {"text": "Ben's, longer."}, base={"text": "Ben's."})
        assert choose(chief, conflict, {"text": "Both."})["conflict_id"] == conflict["id"]
        (first,) = ana.conflicts()
        assert first["fields"]["mine"]["value"] == {"text": "Ben's, longer."}
        result = choose(chief, first, {"text": "Ben's, longer."})
        assert (result["status"], result["record"]["state"]) == ("conflict", "open")
        assert result["record"]["fields"]["mine"]["value"] == {"text": "Both."}
        assert choose(chief, result["record"], {"text": "Both."})["record"]["state"] == "resolved"

    def test_keeping_what_stood_decides_nothing_when_it_moved(self, ana, ben, clash):
        current, _result, conflict = clash
        ana.patch(current, PLAN, {"text": "Ana's, newer."})
        result = choose(ben, conflict, {"text": "Ana's."})
        assert (result["status"], result["conflict_id"]) == ("conflict", conflict["id"])

    def test_two_people_decide_the_same(self, ana, ben, clash):
        assert choose(ben, clash[2], {"text": "Ben's."})["status"] == "applied"
        assert choose(ana, clash[2], {"text": "Ben's."})["status"] == "applied"

    def test_two_people_decide_differently(self, ana, ben, clash):
        choose(ben, clash[2], {"text": "Ben's."})
        result = choose(ana, clash[2], {"text": "Third."})
        assert result["status"] == "conflict"
        assert ana.get(f"/notes/{clash[0]['id']}").json["fields"][PLAN] == {"text": "Ben's."}

    def test_a_value_of_another_shape_is_refused(self, ben, clash):
        assert choose(ben, clash[2], {"text": 7})["error"]["code"] == "validation"

    def test_an_admin_who_does_not_treat_decides_nothing(self, cast, clash):
        assert choose(Tablet(cast, "admin"), clash[2], {})["error"]["code"] == "not_allowed"

    def test_another_clinic_finds_no_conflict(self, cast, clash):
        assert choose(Tablet(cast, "outsider"), clash[2], {})["error"]["code"] == "not_found"


class TestLateEdit:
    def test_a_signed_note_stays_and_the_edit_waits(self, ana, ben):
        signed = ana.signed_note()
        result = ben.patch(signed, PLAN, {"text": "Too late."})
        assert result["status"] == "conflict"
        assert result["record"]["content_hash"] == signed["content_hash"]
        assert ana.conflicts()[0]["fields"]["about"]["kind"] == "late_edit"

    def test_an_edit_that_says_nothing_new_is_settled(self, ana, ben):
        signed = ana.signed_note()
        assert ben.patch(signed, "visit", {"session_no": 1})["status"] == "applied"
        assert ana.conflicts() == []

    def test_it_cannot_be_written_into_the_signed_note(self, ana, ben):
        signed = ana.signed_note()
        ben.patch(signed, PLAN, {"text": "Too late."})
        conflict = ana.conflicts()[0]
        assert choose(ana, conflict, {"text": "Too late."})["error"]["code"] == "wrong_state"
        assert choose(ana, conflict, {})["status"] == "applied"

    def test_an_amendment_with_its_text_answers_it(self, ana, ben):
        signed = ana.signed_note()
        ben.patch(signed, PLAN, {"text": "Too late."})
        changes = {PLAN: {"base": {}, "patch": {"text": "Too late."}}}
        assert ana.act("amend", signed, reason="Ben was there too.", changes=changes)["status"] == "applied"
        assert ana.conflicts()[0]["state"] == "resolved"


class TestVoid:
    def test_an_edit_of_a_void_note_waits(self, ana, ben):
        note = ana.new_note()
        ana.act("void", note, reason="Wrong patient.")
        result = ben.patch(note, PLAN, {"text": "Ben's."})
        assert result["status"] == "conflict"
        assert "fields" not in result["record"]
        conflict = ana.conflicts()[0]
        assert conflict["fields"]["about"]["kind"] == "edit_of_void"
        assert choose(ana, conflict, {"text": "Ben's."})["error"]["code"] == "wrong_state"
        assert choose(ana, conflict, {})["status"] == "applied"

    def test_only_seen_content_is_voided(self, ana, ben):
        note = ana.new_note()
        ben.patch(note, PLAN, {"text": "Ben's."})
        result = ana.act("void", note, reason="Wrong patient.")
        assert (result["status"], result["record"]["state"]) == ("conflict", "draft")
        conflict = ana.conflicts()[0]
        assert conflict["fields"]["about"]["kind"] == "void_vs_edit"
        assert conflict["fields"]["mine"]["value"] == {"void": True, "reason": "Wrong patient."}

    @pytest.mark.parametrize(("void", "state"), [(True, "void"), (False, "draft")])
    def test_a_person_decides_whether_it_becomes_void(self, ana, ben, void, state):
        note = ana.new_note()
        ben.patch(note, PLAN, {"text": "Ben's."})
        ana.act("void", note, reason="Wrong patient.")
        conflict = ana.conflicts()[0]
        assert choose(ana, conflict, {"maybe": 1})["error"]["code"] == "validation"
        assert choose(ana, conflict, {"void": void})["status"] == "applied"
        assert ana.get(f"/notes/{note['id']}").json["state"] == state

    def test_it_is_asked_again_when_the_note_moved_on(self, ana, ben):
        note = ana.new_note()
        newer = ben.patch(note, PLAN, {"text": "Ben's."})["record"]
        ana.act("void", note, reason="Wrong patient.")
        conflict = ana.conflicts()[0]
        ben.patch(newer, PLAN, {"text": "Ben's, longer."})
        assert choose(ana, conflict, {"void": True})["status"] == "conflict"
        again = ana.conflicts()[-1]
        assert again["id"] == conflict["id"]
        assert choose(ana, again, {"void": True})["status"] == "applied"

    def test_two_who_want_it_void_ask_one_question(self, ana, ben, boss):
        note = ana.new_note()
        ben.patch(note, PLAN, {"text": "Ben's."})
        for tablet in (ana, boss):
            tablet.act("void", note, reason=f"Wrong patient, says {tablet.person.name}.")
        (conflict,) = ana.conflicts()
        assert choose(ana, conflict, {"void": False})["record"]["state"] == "resolved"

    def test_void_twice_is_void(self, ana):
        note = ana.new_note()
        void = ana.act("void", note, reason="Wrong patient.")["record"]
        assert ana.act("void", void, reason="Wrong patient.")["status"] == "applied"

    @pytest.mark.parametrize(("key", "may"), [("colleague", False), ("admin", False), ("supervisor", True)])
    def test_who_else_may_void_a_note(self, cast, ana, key, may):
        result = Tablet(cast, key).act("void", ana.new_note(), reason="Wrong patient.")
        assert (result["status"] == "applied") is may

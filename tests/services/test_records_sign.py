"""Signing, countersigning and amendments: compare and set, judged by the rules, all or nothing."""

from datetime import date
from typing import ClassVar

import pytest

from server.db import db, utc_now
from server.domain.context import Context, note_context
from server.domain.limits import LIMITS
from server.models import Record
from server.services.records.context import visits_until
from tests.cast import key_of
from tests.tablet import Tablet, signable

PLAN = "text:plan"


def code(result):
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


class TestSign:
    def test_a_complete_note_is_signed(self, ana):
        signed = ana.signed_note()
        assert (signed["state"], signed["version"]) == ("signed", 1)
        signature = signed["signatures"][0]
        assert signature["content_hash"] == signed["content_hash"]
        assert (signature["meaning"], signature["name"]) == ("author", ana.person.name)
        assert signature["device_id"] == ana.person.device["id"]
        assert signed["findings"] == []

    def test_other_content_than_was_seen_is_not(self, ana, ben):
        note = ana.new_note(fields=signable(ana.person.id))
        ben.patch(note, PLAN, {"text": "Changed."})
        result = ana.push_one(ana.sign_op(note))
        assert code(result) == "stale"
        assert (result["record"]["state"], result["record"]["version"]) == ("draft", 0)

    def test_an_incomplete_note_is_not_and_says_what_is_missing(self, ana):
        fields = signable(ana.person.id)
        del fields["obs:T30"]
        note = ana.new_note(fields=fields)
        result = ana.push_one(ana.sign_op(note))
        assert code(result) == "incomplete"
        missing = {(gap["unit"], gap["field"]) for gap in result["error"]["missing"]}
        assert missing == {("obs:T30", "erythema"), ("obs:T30", "pain_now")}
        assert result["record"] == note

    def test_an_open_finding_stands_in_the_way(self, ana):
        note = ana.new_note(fields=signable(ana.person.id) | {"consent": {"photo_clinical": True}})
        result = ana.push_one(ana.sign_op(note))
        assert code(result) == "incomplete"
        assert [finding["rule"] for finding in result["error"]["findings"]] == ["C01"]

    def test_a_supervisors_override_answers_it(self, ana, boss):
        note = ana.new_note(fields=signable(ana.person.id) | {"consent": {"photo_clinical": True}})
        text = {"text": "Consent on paper, scanned tomorrow."}
        assert code(ana.patch(note, "override:C01", text)) == "not_allowed"
        note = boss.patch(note, "override:C01", text)["record"]
        signed = ana.push_one(ana.sign_op(note))
        assert signed["status"] == "applied"
        assert [finding["rule"] for finding in signed["record"]["findings"]] == ["C01"]

    def test_only_the_author_signs(self, ana, ben, boss):
        note = ana.new_note(fields=signable(ana.person.id))
        for other in (ben, boss):
            assert code(other.push_one(other.sign_op(note))) == "not_allowed"

    def test_a_signed_note_is_not_signed_again(self, ana):
        assert code(ana.push_one(ana.sign_op(ana.signed_note()))) == "wrong_state"

    def test_a_note_is_about_somebody_who_is_known(self, ana):
        patient = ana.new_patient()
        note = ana.new_note(patient["id"], signable(ana.person.id))
        ana.patch(patient, "identity", {"birth_date": None, "family": " "})
        error = ana.push_one(ana.sign_op(note))["error"]
        assert [(gap["unit"], gap["field"]) for gap in error["missing"]] == [
            ("patient", "identity.family"), ("patient", "identity.birth_date"),
        ]  # fmt: skip

    @pytest.mark.parametrize("birth_date", ["0097-06-01", "1897-06-01", "2026-11-21"])
    def test_nobody_is_120_years_old_or_not_yet_born(self, ana, birth_date):
        note = ana.new_note(ana.new_patient(birth_date=birth_date)["id"], signable(ana.person.id))
        error = ana.push_one(ana.sign_op(note))["error"]
        blocking = next(one for one in error["findings"] if one["severity"] == "block")
        assert blocking["numbers"]["patient.identity.birth_date"] == birth_date

    @pytest.mark.parametrize("day", ["2025-11-20", "2026-11-27"])
    def test_times_of_another_day_are_found_with_both_dates(self, ana, day):
        content = signable(ana.person.id)
        content["needling"] |= {"started_at": f"{day}T09:10:00+01:00", "ended_at": f"{day}T09:40:00+01:00"}
        error = ana.push_one(ana.sign_op(ana.new_note(None, content)))["error"]
        far = [found["numbers"] for found in error["findings"] if found["rule"] == "T03"]
        assert len(far) == 2
        assert far[0] | far[1] == {
            "needling.started_at": content["needling"]["started_at"],
            "needling.ended_at": content["needling"]["ended_at"],
            "visit.session_date": "2026-11-20",
        }

    def test_the_treatment_before_is_known_to_the_rules(self, app, ana):
        patient_id = ana.new_patient()["id"]
        for on in ("2026-10-01", "2026-11-20"):
            ana.signed_note(patient_id, session_date=on)
        ana.new_note(patient_id, {"visit": {"session_date": "2026-11-01", "performed": "deferred"}})
        note = ana.new_note(patient_id, {"visit": {"session_date": "2026-11-20"}})
        found = self.context(app, note)
        assert found.previous == date(2026, 10, 1)
        assert [visit["visit"]["session_date"] for visit in found.same_day] == ["2026-11-20"]

    def test_a_void_visit_is_neither_previous_nor_baseline_nor_has_its_photo(self, app, ana):
        patient_id = ana.new_patient()["id"]
        assessed = {"assessment": {"pih_present": "yes"}, "photo": {"taken": "yes"}}
        kept = ana.new_note(patient_id, {"visit": {"session_date": "2026-10-01", "performed": "treated"}, **assessed})
        lost = {"visit": {"session_date": "2026-10-20", "performed": "treated"}, **assessed}
        ana.act("void", ana.new_note(patient_id, lost), reason="Wrong patient.")
        note = ana.new_note(patient_id, {"visit": {"session_date": "2026-11-20"}})
        found = self.context(app, note)
        assert (found.previous, found.baseline, found.photo_before) == (date(2026, 10, 1), {"pih_present": "yes"}, True)
        ana.act("void", kept, reason="Wrong patient.")
        found = self.context(app, note)
        assert (found.previous, found.baseline, found.photo_before) == (None, {}, False)

    def context(self, app, note) -> Context:
        with app.app_context():
            row = db.session.get_one(Record, key_of(note["id"]))
            around = visits_until(row, row.content)
            return note_context(row.id, row.content, {}, around, now=utc_now(), limits=LIMITS)


class TestReview:
    def test_a_supervisor_approves(self, ana, boss):
        signed = ana.signed_note()
        approved = boss.act("approve", signed, comment="Well written.")["record"]
        assert approved["state"] == "approved"
        assert approved["review"]["outcome"] == "approved"
        signed_by = [(signature["meaning"], signature["user_id"]) for signature in approved["signatures"]]
        assert signed_by == [("author", ana.person.id), ("countersign", boss.person.id)]
        assert approved["content_hash"] == signed["content_hash"]

    def test_a_returned_note_is_edited_and_signed_again(self, ana, boss):
        signed = ana.signed_note()
        returned = boss.act("return", signed, comment="Which cheek?", unit=PLAN)["record"]
        assert (returned["state"], returned["review"]["unit"]) == ("returned", PLAN)
        edited = ana.patch(returned, PLAN, {"text": "Left."})["record"]
        again = ana.push_one(ana.sign_op(edited))["record"]
        assert (again["state"], again["version"]) == ("signed", 2)
        assert again["review"]["version"] == 1

    @pytest.mark.parametrize("comment", ["", "   ", None])
    def test_returning_says_why(self, ana, boss, comment):
        assert code(boss.act("return", ana.signed_note(), comment=comment)) == "validation"

    def test_only_what_was_shown_is_approved(self, ana, boss):
        signed = ana.signed_note()
        assert code(boss.act("approve", signed, content_hash="0" * 64)) == "stale"

    def test_only_what_was_shown_is_returned(self, ana, boss):
        signed = ana.signed_note()
        stale = boss.act("return", signed, comment="Which cheek?", content_hash="0" * 64)
        assert (code(stale), stale["error"]["content_hash"]) == ("stale", signed["content_hash"])
        assert stale["record"] == signed

    def test_a_draft_is_not_reviewed(self, ana, boss):
        note = ana.new_note()
        assert [code(boss.act(kind, note, comment="No.")) for kind in ("approve", "return")] == ["wrong_state"] * 2

    def test_nobody_but_a_supervisor_reviews(self, cast, ana, ben):
        signed = ana.signed_note()
        for tablet in (ana, ben, Tablet(cast, "admin")):
            assert code(tablet.act("approve", signed)) == "not_allowed"
        assert code(Tablet(cast, "outsider").act("approve", signed)) == "not_found"

    def test_an_open_late_edit_is_decided_first(self, ana, ben, boss):
        signed = ana.signed_note()
        ben.patch(signed, PLAN, {"text": "Too late."})
        assert code(boss.act("approve", signed)) == "conflict_open"


class TestAmend:
    def amend(self, tablet, note, unit=PLAN, patch=None, **rest):
        change = {"base": note["fields"].get(unit, {}), "patch": patch or {"text": "Corrected."}}
        named = {"reason": "The plan was wrong.", "changes": {unit: change}} | rest
        return tablet.act("amend", note, **named)

    @pytest.mark.parametrize("approved", [False, True])
    def test_a_signed_note_gets_a_new_version(self, ana, boss, approved):
        note = ana.signed_note()
        if approved:
            note = boss.act("approve", note)["record"]
        amended = self.amend(ana, note)["record"]
        assert (amended["state"], amended["version"]) == ("signed", 2)
        assert amended["fields"][PLAN] == {"text": "Corrected."}
        assert amended["signatures"][-1]["meaning"] == "amendment"
        assert amended["signatures"][-1]["content_hash"] == amended["content_hash"] != note["content_hash"]
        assert amended["signatures"][:-1] == note["signatures"]

    def test_the_history_says_why(self, ana):
        note = ana.signed_note()
        self.amend(ana, note)
        latest = ana.get(f"/notes/{note['id']}/revisions").json["items"][0]
        assert (latest["kind"], latest["reason"]) == ("amend", "The plan was wrong.")
        assert latest["changes"] == [{"unit": PLAN, "before": None, "after": {"text": "Corrected."}}]

    def test_all_or_nothing(self, ana):
        note = ana.signed_note()
        changes = {
            PLAN: {"base": {}, "patch": {"text": "Corrected."}},
            "text:remarks": {"base": {"text": "never was"}, "patch": {"text": "Other."}},
        }
        assert code(self.amend(ana, note, changes=changes)) == "stale"
        assert ana.get(f"/notes/{note['id']}").json["fields"] == note["fields"]

    def test_it_is_judged_like_a_signature(self, ana):
        note = ana.signed_note()
        assert code(self.amend(ana, note, "visit", {"session_date": None})) == "incomplete"
        assert code(self.amend(ana, note, "consent", {"procedure": None})) == "incomplete"
        assert ana.get(f"/notes/{note['id']}").json["version"] == 1

    def test_what_moved_on_is_stale(self, ana):
        note = ana.signed_note()
        self.amend(ana, note)
        assert code(self.amend(ana, note, "text:remarks")) == "stale"

    @pytest.mark.parametrize("reason", ["", "typo", "         x"])
    def test_the_reason_is_said(self, ana, reason):
        assert code(self.amend(ana, ana.signed_note(), reason=reason)) == "validation"

    @pytest.mark.parametrize(("reason", "expected"), [("Nine char", "validation"), ("Ten chars.", "applied")])
    def test_a_reason_counts_from_ten_characters_on(self, ana, reason, expected):
        assert code(self.amend(ana, ana.signed_note(), reason=reason)) == expected

    def test_an_open_conflict_elsewhere_in_the_note_is_decided_first(self, ana, ben):
        note = ana.signed_note()
        ben.patch(note, "text:remarks", {"text": "Too late."})
        refused = self.amend(ana, note)
        assert (code(refused), refused["record"]) == ("conflict_open", note)
        assert refused["error"]["conflicts"] == [conflict["id"] for conflict in ana.conflicts()]
        assert len(ana.get(f"/notes/{note['id']}/revisions").json["items"]) == 2

    def test_a_conflict_from_before_the_signature_is_none_of_its_late_edits(self, ana, ben, boss):
        """Voiding what has changed is a question about the whole note, which no change of one section answers."""
        note = ana.signed_note()
        assert code(boss.act("void", note, content_hash="0" * 64, reason="Wrong patient.")) == "conflict"
        assert code(self.amend(ana, note)) == "conflict_open"

    def test_a_draft_is_edited_not_amended(self, ana):
        assert code(self.amend(ana, ana.new_note(fields=signable(ana.person.id)))) == "wrong_state"

    def test_only_the_author_amends_and_never_overrides(self, ana, ben, boss):
        note = ana.signed_note()
        assert {code(self.amend(other, note)) for other in (ben, boss)} == {"not_allowed"}
        assert code(self.amend(ana, note, "override:C01", {"text": "I allow it myself."})) == "not_allowed"


class TestAnswers:
    """A reason or an override holds for the values it was written for."""

    DEEP: ClassVar = {"zone:forehead": {"depth_mm": [2.0], "passes": 2, "endpoint": "light_erythema"}}
    WORDS = "A thick scar, two passes with care."

    def deep_note(self, ana, **fields):
        note = signable(ana.person.id)
        note["consent"] |= {"off_label": True}
        return ana.new_note(fields=note | self.DEEP | fields)

    def open_finding(self, ana, note):
        """What the server says of it; a tablet works out the same."""
        return ana.push_one(ana.sign_op(note, acknowledged=["N01"]))["error"]["findings"][0]

    def bound(self, finding, text=WORDS):
        row = {"at": finding["at"], "fp": finding["fp"], "shown": "Forehead. 2 mm is deep for this site."}
        return {"text": text, "judged": [row]}

    def deeper(self, ana, note):
        return ana.patch(note, "zone:forehead", {"depth_mm": [2.25]})["record"]

    def test_a_reason_is_void_when_the_value_changes(self, ana):
        note = self.deep_note(ana)
        found = self.open_finding(ana, note)
        note = ana.patch(note, "reason:N02", self.bound(found))["record"]
        deeper = self.deeper(ana, note)
        again = self.open_finding(ana, deeper)
        assert (again["rule"], again["at"], again["numbers"]["zone:forehead.reached_mm"]) == (
            "N02",
            "zone:forehead",
            2.25,
        )
        held = ana.patch(deeper, "reason:N02", self.bound(again))["record"]
        assert code(ana.push_one(ana.sign_op(held, acknowledged=["N01"]))) == "applied"

    def test_an_override_is_void_when_the_value_changes(self, ana, boss):
        note = ana.new_note(fields=signable(ana.person.id) | {"device": {"type": "pen", "sterile_intact": "no"}})
        note = ana.patch(note, "device", {"cartridge_lot": "L-1", "product": "skinpen"})["record"]
        found = self.open_finding(ana, note)
        note = boss.patch(note, "override:N05", self.bound(found, "Outer bag only, blister intact."))["record"]
        note = ana.patch(note, "device", {"single_use_confirmed": "no"})["record"]
        assert self.open_finding(ana, note)["rule"] == "N05"

    def test_a_reason_of_version_0_1_0_holds_for_the_values_of_that_moment(self, ana):
        note = self.deep_note(ana)
        note = ana.patch(note, "reason:N02", {"text": self.WORDS})["record"]
        deeper = self.deeper(ana, note)
        assert self.open_finding(ana, deeper)["rule"] == "N02"
        again = ana.patch(deeper, "zone:forehead", {"depth_mm": [2.0]})["record"]
        assert code(ana.push_one(ana.sign_op(again, acknowledged=["N01"]))) == "applied"

    def test_a_reason_sent_with_the_new_note_by_version_0_1_0_holds(self, ana):
        note = self.deep_note(ana, **{"reason:N02": {"text": self.WORDS}})
        assert code(ana.push_one(ana.sign_op(note, acknowledged=["N01"]))) == "applied"

    def test_a_signed_reason_of_version_0_1_0_holds_until_the_values_are_amended(self, ana):
        note = self.deep_note(ana, **{"reason:N02": {"text": self.WORDS}})
        signed = ana.push_one(ana.sign_op(note, acknowledged=["N01"]))["record"]
        signed = TestAmend().amend(ana, signed)["record"]
        assert [(one["rule"], one["since"]) for one in signed["findings"]] == [("N01", "signed"), ("N02", "signed")]
        change = {"depth_mm": [2.25]}
        refused = TestAmend().amend(ana, signed, "zone:forehead", change, acknowledged=["N01"])
        assert [one["rule"] for one in refused["error"]["findings"]] == ["N02"]


class TestLearnedLater:
    """An amendment is held up only by what its own changes raise."""

    CREAM: ClassVar = {
        "used": True, "product": "lmx4", "amount_g": 20, "area_cm2": 200, "occlusion": "film", "skin_intact": "yes",
        "applied_at": "2026-11-20T08:00:00+01:00", "removed_at": "2026-11-20T09:00:00+01:00",
        "residual_removed": "yes",
    }  # fmt: skip

    @pytest.fixture
    def signed(self, ana):
        """A signed visit with cream; the allergy to it became known on day 3."""
        patient_id = ana.new_patient()["id"]
        note = ana.new_note(patient_id, signable(ana.person.id) | {"numbing": self.CREAM})
        signed = ana.push_one(ana.sign_op(note, acknowledged=["A19"]))["record"]
        patient = ana.get(f"/patients/{patient_id}").json
        learned = {"substance": "lidocaine", "reaction": "rash", "severity": "severe", "status": "active"}
        told = ana.push_one(ana.patch_op(patient, "allergy:0191a1c0-0000-7000-8000-00000000000a", learned))
        assert told["status"] == "applied", told
        return signed

    def test_a_correction_is_not_held_up_by_what_was_learned_since(self, ana, signed):
        amended = TestAmend().amend(ana, signed)
        assert amended["status"] == "applied", amended
        told = {one["rule"]: (one["severity"], one["since"], one["was"]) for one in amended["record"]["findings"]}
        assert told == {
            "A11": ("info", "learned", "reason*"), "P19": ("info", "learned", "warn"), "A19": ("info", "signed", None),
        }  # fmt: skip
        again = TestAmend().amend(ana, amended["record"], "text:remarks")["record"]
        assert {one["rule"]: one["since"] for one in again["findings"]} == {
            "A11": "learned", "P19": "learned", "A19": "signed",
        }  # fmt: skip

    def test_an_allergy_that_was_known_counts_as_given_once_the_author_says_so(self, ana, boss, signed):
        told = TestAmend().amend(ana, signed)["record"]
        (fp,) = [one["fp"] for one in told["findings"] if one["rule"] == "A11"]
        reason = {"text": "She had told us; I did not write it.", "judged": [{"fp": fp, "shown": "as read"}]}
        amended = TestAmend().amend(ana, told, "reason:A11", reason)["record"]
        found = {one["rule"]: one for one in amended["findings"]}
        assert [found["A11"][name] for name in ("severity", "since", "alert")] == ["reason*", "omitted", True]
        refused = boss.push_one(boss.op("approve", "note", amended["id"], content_hash=amended["content_hash"]))
        assert code(refused) == "incomplete"

    def test_an_allergy_that_is_ruled_out_leaves_its_finding(self, ana):
        patient_id = ana.new_patient()["id"]
        unit = "allergy:0191a1c0-0000-7000-8000-00000000000a"
        known = {"substance": "lidocaine", "reaction": "rash", "severity": "mild", "status": "active"}
        patient = ana.patch(ana.get(f"/patients/{patient_id}").json, unit, known)["record"]
        note = ana.new_note(patient_id, signable(ana.person.id) | {"numbing": self.CREAM})
        signed = ana.push_one(ana.sign_op(note, acknowledged=["A11", "A19", "P19"]))["record"]
        ana.patch(patient, unit, {"status": "inactive", "ruled_out_on": "2026-11-23"})
        once = TestAmend().amend(ana, signed)["record"]
        again = TestAmend().amend(ana, once, "text:remarks")["record"]
        for record in (once, again):
            told = {one["rule"]: (one["severity"], one["since"], one["was"]) for one in record["findings"]}
            assert told["A11"] == ("info", "withdrawn", "warn")

    def test_what_the_changes_raise_holds_it_up(self, ana, signed):
        refused = TestAmend().amend(ana, signed, "zone:cheek_left", {"depth_mm": [2.25]})
        assert {one["rule"] for one in refused["error"]["findings"]} == {"N01", "N02"}

    def test_an_entry_that_is_asked_for_since_does_not_hold_it_up(self, ana):
        patient_id = ana.new_patient()["id"]
        patient = ana.get(f"/patients/{patient_id}").json
        patient = ana.patch(patient, "body", {"sex_at_birth": "male"})["record"]
        fields = signable(ana.person.id)
        fields["check"] = {name: value for name, value in fields["check"].items() if name != "pregnant"}
        note = ana.new_note(patient_id, fields)
        signed = ana.push_one(ana.sign_op(note))["record"]
        ana.patch(patient, "body", {"sex_at_birth": "female"})
        amended = TestAmend().amend(ana, signed)
        assert amended["status"] == "applied", amended
        assert {one["rule"] for one in amended["record"]["findings"]} == {"P03"}

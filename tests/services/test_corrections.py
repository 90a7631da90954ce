"""A note goes to the right patient, two records of one person become one, a patient is archived: nothing is lost."""

from typing import Any
from uuid import uuid4

import pytest

from server.db import db
from server.services.verify.clinic import find_breaks, first_break
from tests.cast import fixed_id
from tests.conftest import API
from tests.tablet import Tablet, signable
from tests.tamper import tamper

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")
WHY = "The card of the other Ana Ruiz was taken."
PLAN = "text:plan"


def code(result: dict[str, Any]) -> str:
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


def done(result: dict[str, Any]) -> dict[str, Any]:
    assert result["status"] == "applied", result
    return result["record"]


def note_of(tablet: Tablet, note: dict[str, Any]) -> dict[str, Any]:
    return tablet.get(f"/notes/{note['id']}").json


def move(tablet: Tablet, note: dict[str, Any], patient_id: str, reason: str = WHY) -> dict[str, Any]:
    return tablet.act("move", note, patient_id=patient_id, reason=reason)


def merge(tablet: Tablet, gone: dict[str, Any], into: dict[str, Any], reason: str = WHY) -> dict[str, Any]:
    return tablet.act("merge", gone, into=into["id"], reason=reason)


def latest(tablet: Tablet) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in tablet.pull()}


def call_of(tablet: Tablet, note: dict[str, Any], patient_id: str) -> dict[str, Any]:
    about = {"note_id": note["id"], "point": "T7d", "at": "2026-11-27T10:00:00+01:00", "how": "phone"}
    fields = {"about": about | {"reached": "no_answer"}}
    return done(tablet.push_one(tablet.op("create", "follow_up", str(uuid4()), patient_id=patient_id, fields=fields)))


class TestMove:
    @pytest.mark.parametrize("state", ["draft", "signed", "approved"])
    def test_the_hash_that_was_signed_stays(self, inside, ana, boss, state):
        wrong, right = ana.new_patient(), ana.new_patient(family="Other")
        note = ana.new_note(wrong["id"]) if state == "draft" else ana.signed_note(wrong["id"])
        if state == "approved":
            note = done(boss.act("approve", note))
        moved = done(move(boss, note, right["id"]))
        same = ("content_hash", "fields", "signatures", "state", "version")
        assert {name: moved[name] for name in same} == {name: note[name] for name in same}
        assert (moved["patient_id"], moved["signed_patient_id"]) == (right["id"], wrong["id"])
        assert "damaged" not in note_of(ana, moved)
        assert first_break(NORTH) is None

    def test_what_was_decided_of_a_note_of_another_patient_is_looked_at_again(self, inside, ana, boss):
        """The hash stays, so it does not tell."""
        wrong, right = ana.new_patient(), ana.new_patient(family="Other")
        note = ana.signed_note(wrong["id"])
        moved = done(move(boss, note, right["id"]))
        for kind, said in (("approve", {}), ("return", {"comment": "Which side was it?"})):
            assert code(boss.act(kind, moved, patient_id=wrong["id"], **said)) == "stale"
        amended = {"reason": "Entered too late.", "changes": {"text:remarks": {"base": {}, "patch": {"text": "Calm."}}}}
        assert code(ana.act("amend", moved, patient_id=wrong["id"], **amended)) == "stale"
        assert done(boss.act("approve", moved, patient_id=right["id"]))["state"] == "approved"

    def test_it_can_be_amended_approved_and_moved_back(self, inside, ana, boss):
        wrong, right = ana.new_patient(), ana.new_patient(family="Other")
        moved = done(move(ana, ana.signed_note(wrong["id"]), right["id"]))
        changes = {PLAN: {"base": {}, "patch": {"text": "Seen a day later."}}}
        amended = done(ana.act("amend", moved, reason="Seen a day later.", changes=changes))
        assert done(boss.act("approve", amended))["state"] == "approved"
        back = done(move(boss, amended, wrong["id"]))
        assert (back["patient_id"], back["content_hash"]) == (wrong["id"], amended["content_hash"])
        assert [entry["to"] for entry in back["trace"]] == [right["id"], wrong["id"]]
        assert first_break(NORTH) is None

    def test_both_patients_and_the_note_say_so(self, ana, boss):
        wrong, right = ana.new_patient(given="Ana"), ana.new_patient(given="Anna", family="Rueda")
        moved = done(move(boss, ana.signed_note(wrong["id"]), right["id"]))
        here = latest(ana)
        for record in (moved, here[wrong["id"]], here[right["id"]]):
            entry = record["trace"][-1]
            told = (entry["kind"], entry["from_name"], entry["to_name"], entry["name"], entry["reason"])
            assert told == ("move", "Ana Ruiz", "Anna Rueda", boss.person.name, WHY)
        assert here[right["id"]]["trace"][-1]["note_id"] == moved["id"]
        heads = [[one["id"] for one in ana.get(f"/patients/{each['id']}").json["notes"]] for each in (wrong, right)]
        assert heads == [[], [moved["id"]]]

    def test_what_belongs_to_the_visit_goes_along(self, inside, ana, ben, boss):
        wrong, right = ana.new_patient(), ana.new_patient(family="Other")
        event = {"ae:" + str(uuid4()): {"note_id": None, "term": "bruising"}}
        note = ana.signed_note(wrong["id"])
        unit = next(iter(event))
        ana.patch(wrong, unit, {"note_id": note["id"], "term": "bruising"})
        call = call_of(ana, note, wrong["id"])
        late = ben.patch(note, PLAN, {"text": "Written late."})
        assert late["status"] == "conflict"
        done(move(boss, note, right["id"]))
        here = latest(ana)
        assert here[call["id"]]["patient_id"] == here[late["conflict_id"]]["patient_id"] == right["id"]
        assert here[late["conflict_id"]]["fields"]["about"]["patient_id"] == right["id"]
        assert unit not in here[wrong["id"]]["fields"]
        assert here[right["id"]]["fields"][unit]["note_id"] == note["id"]
        assert ana.push_one(ana.op("sign", "follow_up", call["id"], content_hash=call["content_hash"]))["status"] == (
            "applied"
        )
        assert first_break(NORTH) is None

    def test_a_follow_up_that_a_tablet_wrote_for_the_wrong_patient_finds_the_note(self, inside, ana, ben, boss):
        wrong, right = ana.new_patient(), ana.new_patient(family="Other")
        note = ana.signed_note(wrong["id"])
        done(move(boss, note, right["id"]))
        call = call_of(ben, note, wrong["id"])
        assert (call["patient_id"], call["signed_patient_id"]) == (right["id"], wrong["id"])
        assert done(ben.push_one(ben.op("sign", "follow_up", call["id"], content_hash=call["content_hash"])))
        assert first_break(NORTH) is None

    def test_who_may(self, cast, ana, ben, boss):
        wrong, right = ana.new_patient(), ana.new_patient(family="Other")
        signed = ana.signed_note(wrong["id"])
        assert code(move(ben, signed, right["id"])) == "not_allowed"
        assert code(move(Tablet(cast, "admin"), signed, right["id"])) == "not_allowed"
        approved = done(boss.act("approve", signed))
        assert code(move(ana, approved, right["id"])) == "not_allowed"
        for reason, to, expected in (
            ("x", right["id"], "validation"),
            (WHY, wrong["id"], "validation"),
            (WHY, str(uuid4()), "not_found"),
            (WHY, signed["id"], "not_found"),
        ):
            assert code(move(boss, approved, to, reason)) == expected
        done(boss.act("void", right, reason=WHY))
        assert code(move(boss, approved, right["id"])) == "wrong_state"
        assert note_of(ana, approved)["patient_id"] == wrong["id"]

    @pytest.mark.parametrize(
        "what", ["patient_id = signed_patient_id", "signed_patient_id = NULL", "signed_patient_id = patient_id"]
    )
    def test_flask_verify_covers_whom_it_is_about(self, inside, ana, boss, what):
        note = done(move(boss, ana.signed_note(), ana.new_patient(family="Other")["id"]))
        db.session.rollback()
        tamper(f"UPDATE record SET {what} WHERE id = :id", id=note["id"])
        found = list(find_breaks(NORTH))
        assert any(one.startswith(f"note {note['id']}:") for one in found), found
        assert found


class TestMerge:
    def test_all_of_one_record_goes_to_the_other(self, inside, ana, boss):
        gone, kept = ana.new_patient(), ana.new_patient()
        signed = ana.signed_note(gone["id"])
        void = done(ana.act("void", ana.new_note(gone["id"]), reason=WHY))
        call = call_of(ana, signed, gone["id"])
        merged = done(merge(boss, gone, kept))
        here = latest(ana)
        assert merged["state"] == "merged"
        assert {here[one["id"]]["patient_id"] for one in (signed, void, call)} == {kept["id"]}
        assert here[signed["id"]]["content_hash"] == signed["content_hash"]
        entry = here[kept["id"]]["trace"][-1]
        assert (entry["kind"], entry["identity"], entry["reason"]) == ("merge", gone["fields"]["identity"], WHY)
        assert [one["id"] for one in ana.get("/patients", q="ruiz").json["items"]] == [kept["id"]]
        assert ana.get("/sync/pull").json["twins"] == {}
        assert first_break(NORTH) is None

    def test_what_they_say_differently_is_asked_and_what_one_says_stays(self, inside, ana, boss):
        gone, kept = ana.new_patient(), ana.new_patient()
        allergy, weight = f"allergy:{uuid4()}", {"sex_at_birth": "female", "fitzpatrick": "III", "weight_kg": 61.5}
        ana.patch(gone, allergy, {"substance": "lidocaine", "status": "active"})
        gone = done(ana.patch(latest(ana)[gone["id"]], "body", {"weight_kg": 61.5}))
        done(merge(boss, gone, kept))
        here = latest(ana)
        fields = here[kept["id"]]["fields"]
        assert fields[allergy]["substance"] == "lidocaine"
        assert fields.get("allergy_status", {}).get("none_known") is None
        assert fields["body"] == kept["fields"]["body"]
        (conflict,) = [one for one in here.values() if one["type"] == "conflict"]
        assert (conflict["fields"]["about"]["record_id"], conflict["fields"]["about"]["unit"]) == (kept["id"], "body")
        assert conflict["fields"]["mine"]["value"] == weight
        assert first_break(NORTH) is None

    def test_what_tablets_wrote_for_the_record_that_is_gone_arrives(self, inside, ana, ben, boss):
        gone, kept = ana.new_patient(), ana.new_patient()
        done(merge(boss, gone, kept))
        note_id = str(uuid4())
        create = ben.op("create", "note", note_id, patient_id=gone["id"], fields=signable(ben.person.id))
        made = done(ben.push_one(create))
        assert (made["patient_id"], made["signed_patient_id"]) == (kept["id"], gone["id"])
        assert done(ben.push_one(ben.sign_op(made)))["state"] == "signed"
        assert ben.push_one(create | {"op_id": str(uuid4())})["status"] in ("applied", "conflict")
        edit = ben.patch(gone, "labs", {"platelets": 210})
        assert edit["status"] == "conflict"
        assert first_break(NORTH) is None

    def test_who_may(self, cast, ana, boss):
        gone, kept = ana.new_patient(), ana.new_patient()
        for who in (ana, Tablet(cast, "admin")):
            assert code(merge(who, gone, kept)) == "not_allowed"
        assert code(merge(boss, gone, gone)) == "validation"
        assert code(merge(boss, gone, kept, "x")) == "validation"
        assert code(boss.act("merge", gone, into=str(uuid4()), reason=WHY)) == "not_found"
        done(merge(boss, gone, kept))
        assert code(merge(boss, kept, gone)) == "wrong_state"
        assert code(boss.act("archive", latest(ana)[gone["id"]])) == "wrong_state"

    def test_a_merge_into_a_merge_is_followed(self, ana, boss):
        first, second, third = ana.new_patient(), ana.new_patient(), ana.new_patient()
        done(merge(boss, first, second))
        done(merge(boss, latest(ana)[second["id"]], third))
        made = done(ana.push_one(ana.op("create", "note", str(uuid4()), patient_id=first["id"], fields={})))
        assert made["patient_id"] == third["id"]


def test_an_archived_patient_is_whole_and_comes_back(inside, ana, boss):
    patient = ana.new_patient(family="Archivada")
    assert code(ana.act("archive", patient)) == "not_allowed"
    archived = done(boss.act("archive", patient))
    assert (archived["state"], archived["fields"]) == ("archived", patient["fields"])
    note = done(ana.push_one(ana.op("create", "note", str(uuid4()), patient_id=patient["id"], fields={})))
    assert note["patient_id"] == patient["id"]
    assert done(ana.patch(archived, "labs", {"platelets": 210}))["state"] == "archived"
    assert [one["state"] for one in ana.get("/patients", q="archivada").json["items"]] == ["archived"]
    assert done(ana.act("unarchive", latest(ana)[patient["id"]]))["state"] == "active"
    assert first_break(NORTH) is None


class TestAnAuthorWhoLeft:
    """A supervisor, who does not treat, completes the draft or the returned note; another one approves it."""

    @pytest.fixture
    def gone(self, cast):
        """Sign in and out of the account of the author."""

        def disable() -> None:
            answer = cast.admin.patch(f"{API}/users/{cast['practitioner'].id}", json={"active": False})
            assert answer.status_code == 200, answer.text

        return disable

    @pytest.mark.parametrize("returned", [False, True])
    def test_both_are_named(self, inside, gone, ana, boss, returned):
        note = ana.new_note(fields=signable(ana.person.id)) if not returned else ana.signed_note()
        if returned:
            note = done(boss.act("return", note, comment="Which cheek?"))
        assert code(boss.patch(note, PLAN, {"text": "As told by Ana."})) == "not_allowed"
        gone()
        taken = done(boss.act("take_over", note, reason="Ana has left; told by telephone."))
        entry = taken["trace"][-1]
        assert (entry["author_name"], entry["name"]) == (ana.person.name, boss.person.name)
        written = done(boss.patch(taken, PLAN, {"text": "As told by Ana."}))
        signed = done(boss.push_one(boss.sign_op(written)))
        assert (signed["author_name"], signed["signatures"][-1]["name"]) == (ana.person.name, boss.person.name)
        assert code(boss.act("approve", signed)) == "not_allowed"
        assert first_break(NORTH) is None

    def test_only_of_somebody_who_left(self, cast, ana, ben, boss, gone):
        note = ana.new_note(fields=signable(ana.person.id))
        refused = boss.act("take_over", note, reason="Ana is on holiday until May.")
        assert (code(refused), refused["error"]["reason"]) == ("wrong_state", "author_active")
        gone()
        assert code(ben.act("take_over", note, reason="Ana has left the clinic.")) == "not_allowed"
        assert code(boss.act("take_over", note, reason="x")) == "validation"
        assert code(boss.push_one(boss.sign_op(note))) == "not_allowed"


def test_a_signature_names_both_times(ana):
    note = ana.new_note(fields=signable(ana.person.id))
    signed = done(ana.push_one(ana.sign_op(note, client_time="2026-11-20T10:00:00Z")))
    (signature,) = signed["signatures"]
    assert signature["client_at"].startswith("2026-11-20T10:00:00")
    assert signature["at"] != signature["client_at"]

"""Who a patient is changes after a signature: it is kept, a person confirms it, and the earlier name is still found."""

from typing import Any
from uuid import uuid4

import pytest

from server.db import db
from server.domain.trace import identity_of
from server.services.verify.clinic import find_breaks, first_break
from tests.cast import fixed_id
from tests.tablet import Tablet
from tests.tamper import tamper

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")
WHY = "She married and showed her new passport."
KEYS = ("mrn", "given", "family", "birth_date")


def rename(tablet: Tablet, patient: dict[str, Any], **identity: Any) -> dict[str, Any]:
    now = tablet.get(f"/patients/{patient['id']}").json
    result = tablet.patch(now, "identity", identity)
    assert result["status"] == "applied", result
    return result["record"]


def confirm(tablet: Tablet, patient: dict[str, Any], reason: str = WHY, **other: Any) -> dict[str, Any]:
    seen = identity_of(patient["fields"]) | other
    return tablet.act("confirm_identity", patient, seen=seen, reason=reason)


def kinds(record: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in record.get("trace", [])]


def found(tablet: Tablet, words: str) -> list[str]:
    return [one["id"] for one in tablet.get("/patients", q=words).json["items"]]


@pytest.fixture
def signed(ana: Tablet) -> dict[str, Any]:
    """A patient of whom a note is signed."""
    patient = ana.new_patient(family="Ruiz")
    ana.signed_note(patient["id"])
    return patient


@pytest.mark.parametrize("change", [{"family": "Gil"}, {"given": "Anna"}, {"birth_date": "1979-03-14"}, {"mrn": "M-X"}])
def test_what_identified_the_patient_is_kept(inside, ana, signed, change):
    renamed = rename(ana, signed, **change)
    (entry,) = renamed["trace"]
    assert (entry["kind"], entry["by"], entry["reason"]) == ("identity", ana.person.id, None)
    assert entry["before"] == {"identity": {name: signed["fields"]["identity"][name] for name in KEYS}}
    assert first_break(NORTH) is None


@pytest.mark.parametrize("change", [{"phone": "600 111 222"}, {"language": "es"}])
def test_what_identifies_nobody_is_an_edit(ana, signed, change):
    assert kinds(rename(ana, signed, **change)) == []


def test_before_a_signature_it_is_an_edit(ana):
    patient = ana.new_patient()
    ana.new_note(patient["id"])
    assert kinds(rename(ana, patient, family="Gil")) == []


def test_edits_until_it_is_confirmed_are_one_change(inside, ana, ben, signed):
    rename(ana, signed, family="Gi")
    renamed = rename(ana, signed, family="Gil", given="Anna")
    assert kinds(renamed) == ["identity"]
    assert code_of(confirm(ben, renamed)) == "applied"
    again = rename(ben, signed, family="Gil Vega")
    assert kinds(again) == ["identity", "confirm_identity", "identity"]
    assert again["trace"][-1]["before"]["identity"]["family"] == "Gil"
    assert first_break(NORTH) is None


def test_put_back_it_asks_nothing_and_the_next_change_is_one_of_its_own(ana, signed):
    rename(ana, signed, family="Gil")
    back = rename(ana, signed, family="Ruiz")
    assert kinds(back) == ["identity"]
    assert kinds(done(confirm(ana, back))) == ["identity"]
    assert kinds(rename(ana, signed, family="Vega")) == ["identity", "identity"]


def test_only_what_was_shown_is_confirmed_by_who_may(cast, ana, ben, signed):
    renamed = rename(ana, signed, family="Gil")
    assert code_of(confirm(ana, renamed, family="Ruiz")) == "stale"
    assert code_of(confirm(ana, renamed, reason="same")) == "validation"
    assert code_of(confirm(Tablet(cast, "admin"), renamed)) == "not_allowed"
    other = done(ana.patch(renamed, "body", {"weight_kg": 61}))
    assert other["content_hash"] != renamed["content_hash"]
    confirmed = done(confirm(ben, renamed))
    entry = confirmed["trace"][-1]
    assert (entry["kind"], entry["by"], entry["reason"]) == ("confirm_identity", ben.person.id, WHY)
    assert kinds(done(confirm(ana, confirmed))) == ["identity", "confirm_identity"]


def test_a_conflict_that_is_resolved_is_such_a_change(inside, ana, ben, signed):
    mine = ana.patch(signed, "identity", {"family": "Gil"})
    assert mine["status"] == "applied"
    asked = ben.patch(signed, "identity", {"family": "Vega"})
    assert asked["status"] == "conflict"
    done(confirm(ana, mine["record"]))
    (conflict,) = ben.conflicts()
    sides = {side: conflict["fields"][side]["value"] for side in ("mine", "theirs")}
    op = ben.op("resolve", "conflict", conflict["id"], base=sides["theirs"], mine=sides["mine"], patch=sides["mine"])
    assert ben.push_one(op)["status"] == "applied"
    patient = ana.get(f"/patients/{signed['id']}").json
    assert patient["fields"]["identity"]["family"] == "Vega"
    assert kinds(patient) == ["identity", "confirm_identity", "identity"]
    assert first_break(NORTH) is None


def test_a_signed_follow_up_counts_and_that_of_another_patient_does_not(ana, signed):
    other = ana.new_patient()
    assert kinds(rename(ana, other, family="Gil")) == []
    note = ana.new_note(other["id"])
    about = {"note_id": note["id"], "point": "T7d", "at": "2026-11-27T10:00:00+01:00", "how": "phone"}
    fields = {"about": about | {"reached": "no_answer"}}
    call = done(ana.push_one(ana.op("create", "follow_up", str(uuid4()), patient_id=other["id"], fields=fields)))
    done(ana.push_one(ana.op("sign", "follow_up", call["id"], content_hash=call["content_hash"])))
    assert kinds(rename(ana, other, family="Vega")) == ["identity"]


def test_the_earlier_name_and_number_are_found(inside, ana, signed):
    number = signed["fields"]["identity"]["mrn"]
    rename(ana, signed, family="Gil", mrn="NEW-1")
    for words in ("Ana Gil", "Ruiz", f"{number}", "NEW-1"):
        assert signed["id"] in found(ana, words), words
    (line,) = [one for one in ana.get("/patients", q="NEW-1").json["items"] if one["id"] == signed["id"]]
    (earlier,) = line["earlier"]
    assert (earlier["family"], earlier["mrn"]) == ("Ruiz", number)
    assert first_break(NORTH) is None


def test_who_was_merged_into_a_patient_is_found(inside, ana, boss):
    gone, kept = ana.new_patient(family="Quintero"), ana.new_patient(family="Gil")
    done(boss.act("merge", gone, into=kept["id"], reason=WHY))
    assert found(ana, "Quintero") == [kept["id"]]
    assert first_break(NORTH) is None


def test_flask_verify_covers_what_is_kept(inside, ana, signed):
    rename(ana, signed, family="Gil")
    db.session.rollback()
    tamper("UPDATE record SET trace = replace(trace, 'Ruiz', 'Ruis') WHERE id = :id", id=signed["id"])
    broken = list(find_breaks(NORTH))
    assert any(one.startswith(f"patient {signed['id']}: entry 1 of its trace") for one in broken), broken


def test_the_record_for_a_colleague_names_the_earlier_identity(ana, signed):
    done(confirm(ana, rename(ana, signed, family="Gil")))
    answer = ana.get(f"/summaries/{signed['id']}/summary.fhir.json")
    answer = answer if answer.status_code == 200 else ana.get(f"/patients/{signed['id']}/summary.fhir.json")
    (person,) = [one["resource"] for one in answer.json["entry"] if one["resource"]["resourceType"] == "Patient"]
    assert [name["text"] for name in person["name"]] == ["Ana Gil", "Ana Ruiz"]
    assert person["name"][1]["use"] == "old"


def code_of(result: dict[str, Any]) -> str:
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


def done(result: dict[str, Any]) -> dict[str, Any]:
    assert result["status"] == "applied", result
    return result["record"]

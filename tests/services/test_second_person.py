"""Nobody approves, returns or overrides what they wrote themselves, in whatever way they wrote it."""

from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import API
from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

PLAN = "text:plan"
OTHER = "text:remarks"


@pytest.fixture
def boss(cast):
    """A supervisor who treats as well, and so may write in notes."""
    assert cast.admin.patch(f"{API}/users/{cast['supervisor'].id}", json={"treats": True}).status_code == 200
    return Tablet(cast, "supervisor")


def other_supervisor(boss: Tablet) -> Tablet:
    """The colleague, who supervises from now on and treats as well."""
    cast = boss.cast
    changed = cast.admin.patch(f"{API}/users/{cast['colleague'].id}", json={"role": "supervisor", "treats": True})
    assert changed.status_code == 200
    cast.supervisor.post(f"{API}/users/{cast['colleague'].id}/confirm", json={"role": "supervisor"})
    cast.colleague.login(cast["colleague"])
    return Tablet(cast, "colleague")


def code(result: dict[str, Any]) -> str:
    return result["error"]["code"] if result["status"] == "rejected" else result["status"]


def draft(tablet: Tablet, **units: Any) -> dict[str, Any]:
    return tablet.new_note(fields=signable(tablet.person.id) | units)


def sign(tablet: Tablet, note: dict[str, Any]) -> dict[str, Any]:
    return done(tablet.push_one(tablet.sign_op(note)))


def done(result: dict[str, Any]) -> dict[str, Any]:
    assert result["status"] == "applied", result
    return result["record"]


def choose(tablet: Tablet, conflict: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    sides = {side: conflict["fields"][name]["value"] for side, name in (("base", "theirs"), ("mine", "mine"))}
    return tablet.push_one(tablet.op("resolve", "conflict", conflict["id"], **sides, patch=value))


def amend(tablet: Tablet, note: dict[str, Any], unit: str, patch: dict[str, Any]) -> dict[str, Any]:
    changes = {unit: {"base": note["fields"].get(unit, {}), "patch": patch}}
    return tablet.act("amend", note, reason="Seen only afterwards.", changes=changes)


def as_operator(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    return sign(ana, ana.new_note(fields=signable(boss.person.id)))


def as_operator_amended(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    return done(amend(ana, sign(ana, draft(ana)), "visit", {"operator": boss.person.id}))


def as_operator_until_amended(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    """The first version that was signed says the supervisor treated; the second says the author did."""
    return done(amend(ana, as_operator(ana, ben, boss), "visit", {"operator": ana.person.id}))


def as_operator_until_returned(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    signed = as_operator(ana, ben, boss)
    returned = done(other_supervisor(boss).act("return", signed, comment="Who treated?"))
    return sign(ana, done(ana.patch(returned, "visit", {"operator": ana.person.id})))


def by_quarantine(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    """What the supervisor had sent too early is entered by another one."""
    note_id = str(uuid4())
    early = boss.op("patch", "note", note_id, unit=PLAN, base_rev=0, base={}, patch={"text": "The boss's."})
    assert code(boss.push_one(early)) == "not_found"
    fields, patient = signable(ana.person.id), ana.new_patient()["id"]
    done(ana.push_one(ana.op("create", "note", note_id, patient_id=patient, fields=fields)))
    other = other_supervisor(boss)
    assert other.client.post(f"{API}/quarantine/{early['op_id']}", json={"action": "apply"}).status_code == 200
    return sign(ana, ana.get(f"/notes/{note_id}").json)


def by_quarantine_and_conflict(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    """The same where somebody has written there meanwhile, and the author takes the supervisor's text."""
    note_id = str(uuid4())
    early = boss.op("patch", "note", note_id, unit=PLAN, base_rev=0, base={}, patch={"text": "The boss's."})
    assert code(boss.push_one(early)) == "not_found"
    fields = signable(ana.person.id) | {PLAN: {"text": "Ana's."}}
    done(ana.push_one(ana.op("create", "note", note_id, patient_id=ana.new_patient()["id"], fields=fields)))
    other = other_supervisor(boss)
    assert other.client.post(f"{API}/quarantine/{early['op_id']}", json={"action": "apply"}).status_code == 200
    assert choose(ana, ana.conflicts()[0], {"text": "The boss's."})["status"] == "applied"
    return sign(ana, ana.get(f"/notes/{note_id}").json)


def by_patch(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    return sign(ana, done(boss.patch(draft(ana), PLAN, {"text": "The boss's."})))


def by_patch_written_over(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    note = done(boss.patch(draft(ana), PLAN, {"text": "The boss's."}))
    return sign(ana, done(ana.patch(note, PLAN, {"text": "Ana's."})))


def by_known_create(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    """A create of an id that is there already is an edit."""
    note = draft(ana)
    fields = {PLAN: {"text": "The boss's."}}
    return sign(
        ana, done(boss.push_one(boss.op("create", "note", note["id"], patient_id=note["patient_id"], fields=fields)))
    )


def by_returned_patch(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    signed = sign(ana, draft(ana))
    returned = done(boss.act("return", signed, comment="Which cheek?"))
    return sign(ana, done(boss.patch(returned, PLAN, {"text": "The boss's."})))


def by_resolving(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    note = draft(ana)
    ana.patch(note, PLAN, {"text": "Ana's."})
    ben.patch(note, PLAN, {"text": "Ben's."})
    assert choose(boss, ana.conflicts()[0], {"text": "The boss's."})["status"] == "applied"
    return sign(ana, ana.get(f"/notes/{note['id']}").json)


def by_text_that_another_chose(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    note = draft(ana)
    ana.patch(note, PLAN, {"text": "Ana's."})
    boss.patch(note, PLAN, {"text": "The boss's."})
    assert choose(ana, ana.conflicts()[0], {"text": "The boss's."})["status"] == "applied"
    return sign(ana, ana.get(f"/notes/{note['id']}").json)


def by_late_edit(ana: Tablet, ben: Tablet, boss: Tablet) -> dict[str, Any]:
    """What was typed after the signature and taken up by the author's amendment."""
    signed = sign(ana, draft(ana))
    boss.patch(signed, PLAN, {"text": "The boss's."})
    return done(amend(ana, signed, PLAN, {"text": "The boss's."}))


WAYS = [
    as_operator, as_operator_amended, as_operator_until_amended, as_operator_until_returned, by_quarantine,
    by_quarantine_and_conflict, by_patch, by_patch_written_over, by_known_create, by_returned_patch, by_resolving,
    by_text_that_another_chose, by_late_edit,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_w4_whoever_wrote_does_not_review(ana, ben, boss, way) -> None:
    note = way(ana, ben, boss)
    assert note["state"] == "signed"
    for act in ("approve", "return"):
        refused = boss.act(act, note, comment="Well written.")
        assert (code(refused), refused["error"].get("action")) == ("not_allowed", f"note.{act}")
    after = ana.get(f"/notes/{note['id']}").json
    assert (after["state"], after["signatures"], after["review"]) == ("signed", note["signatures"], note["review"])


def test_w4_an_own_note_and_its_amendment_are_not_reviewed(boss) -> None:
    note = sign(boss, draft(boss))
    assert code(boss.act("approve", note)) == "not_allowed"
    assert code(boss.act("approve", done(amend(boss, note, PLAN, {"text": "More."})))) == "not_allowed"


def test_w4_another_supervisor_still_approves(cast, ana, ben, boss) -> None:
    note = by_patch(ana, ben, boss)
    cast.admin.patch(f"{API}/users/{cast['colleague'].id}", json={"role": "supervisor"})
    cast.supervisor.post(f"{API}/users/{cast['colleague'].id}/confirm", json={"role": "supervisor"})
    cast.colleague.login(cast["colleague"])
    assert done(Tablet(cast, "colleague").act("approve", note))["state"] == "approved"


def test_w4_reviewing_settling_and_overriding_are_not_writing(ana, ben, boss) -> None:
    """An override, a return, and a conflict settled for what stands leave the note to its supervisor."""
    note = draft(ana, consent={"photo_clinical": True})
    note = done(boss.patch(note, "override:C01", {"text": "Consent on paper, scanned tomorrow."}))
    ana.patch(note, PLAN, {"text": "Ana's."})
    ben.patch(note, PLAN, {"text": "Ben's."})
    assert choose(boss, ana.conflicts()[0], {"text": "Ana's."})["status"] == "applied"
    signed = sign(ana, ana.get(f"/notes/{note['id']}").json)
    returned = done(boss.act("return", signed, comment="Which cheek?"))
    again = sign(ana, done(ana.patch(returned, OTHER, {"text": "Left."})))
    assert again["writers"] == [ana.person.id]
    assert done(boss.act("approve", again))["state"] == "approved"


@pytest.mark.parametrize("way", ["operator", "writer"])
def test_w4_whoever_wrote_does_not_override(ana, boss, way) -> None:
    operator = boss if way == "operator" else ana
    note = ana.new_note(fields=signable(operator.person.id) | {"consent": {"photo_clinical": True}})
    if way == "writer":
        note = done(boss.patch(note, PLAN, {"text": "The boss's."}))
    assert code(boss.patch(note, "override:C01", {"text": "I agree with myself, at length."})) == "not_allowed"


def test_w4_the_tablet_is_told_who_wrote(ana, ben, boss) -> None:
    note = by_patch(ana, ben, boss)
    assert note["writers"] == [ana.person.id, boss.person.id]
    pulled = {record["id"]: record for record in boss.pull()}
    assert pulled[note["id"]]["writers"] == note["writers"]
    assert "writers" not in pulled[note["patient_id"]]


@pytest.mark.parametrize("also", [{}, {PLAN: {"text": "The boss's."}}])
def test_w4_a_treating_supervisor_does_not_open_a_note_with_an_override(boss, also) -> None:
    patient, note_id = boss.new_patient()["id"], str(uuid4())
    fields = {"override:C01": {"text": "I agree with myself, at length."}, **also}
    refused = boss.push_one(boss.op("create", "note", note_id, patient_id=patient, fields=fields))
    assert (code(refused), refused.get("record")) == ("not_allowed", None)
    assert boss.get(f"/notes/{note_id}").status_code == 404
    assert [record["type"] for record in boss.pull()] == ["patient"]

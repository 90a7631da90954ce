"""A box of serum that a supervisor has approved for freshly needled skin: S07 informs instead of warning."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import db
from server.models import AuditEntry, Revision
from tests.conftest import API, Cast
from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow

ITEM = {"kind": "serum", "product": "Peptide serum", "lot": "PS-7", "sterile": "no", "opened_on": "2026-11-01"}
READ = {"product": "Peptide serum", "lot": "PS-7", "sterile": "no"}
SERUM = "serum:0192f0aa-0000-7000-8000-000000000001"


def box_of(tablet: Tablet, **fields: Any) -> dict[str, Any]:
    answer = tablet.push_one(tablet.op("create", "lot", str(uuid4()), fields={"item": ITEM, **fields}))
    return answer.get("record") or answer


def approval(tablet: Tablet, **said: Any) -> dict[str, Any]:
    return {**READ, "by": tablet.person.id, "on": "2026-11-02", **said}


def said_of(tablet: Tablet, **serum: Any) -> list[tuple[str, str]]:
    """How severely S07 speaks of a signed note with this serum on freshly needled skin."""
    answer = sign(tablet, **serum)
    findings = (answer.get("error") or {}).get("findings") or answer["record"]["findings"]
    return [(one["severity"], one["at"]) for one in findings if one["rule"] == "S07"]


def signed(tablet: Tablet, **serum: Any) -> dict[str, Any]:
    answer = sign(tablet, **serum)
    assert answer["status"] == "applied", answer
    return answer["record"]


def sign(tablet: Tablet, **serum: Any) -> dict[str, Any]:
    unit = {
        "category": "growth_factor", "product": "Peptide serum", "manufacturer": "Example", "lot": "PS-7",
        "expiry": "2027-01-31", "origin": "synthetic", "sterile": "no", "labelled_for": "intradermal",
        "timing": "after_0_10min", "zones": ["cheek_left"], "allergy_checked": "yes", "amount_ml": 1, **serum,
    }  # fmt: skip
    content = signable(tablet.person.id, modality=["needling"]) | {SERUM: unit}
    content["consent"]["off_label"] = True
    note = tablet.new_note(fields=content)
    return tablet.push_one(tablet.sign_op(note))


def kinds_of(app: Flask, box: dict[str, Any]) -> list[tuple[str, str]]:
    """The revisions of the box, each with its audit row."""
    with app.app_context():
        revisions = select(Revision.kind).where(Revision.record_id == box["id"]).order_by(Revision.rev)
        rows = select(AuditEntry.action).where(AuditEntry.object_id == box["id"]).order_by(AuditEntry.n)
        return list(zip(db.session.scalars(revisions), db.session.scalars(rows), strict=True))


def test_a_serum_from_an_approved_box_is_no_longer_warned_about(app: Flask, ana: Tablet, boss: Tablet) -> None:
    box = box_of(ana)
    assert said_of(ana) == [("warn", SERUM)]
    held = boss.patch(box, "approval", approval(boss))["record"]
    assert said_of(ana) == [("info", SERUM)]
    assert said_of(ana, lot="PS-8") == [("warn", SERUM)]
    assert said_of(ana, category="vitamin_c") == [("reason", SERUM)]
    pulled = [record["fields"] for record in ana.pull() if record["id"] == box["id"]]
    assert pulled == [{"item": ITEM, "approval": approval(boss)}]
    boss.patch(held, "approval", dict.fromkeys(approval(boss)))
    assert said_of(ana) == [("warn", SERUM)]
    kinds = ["create", "approve_use", "withdraw_use"]
    assert kinds_of(app, box) == [(kind, f"lot.{kind}") for kind in kinds]


def test_a_used_up_box_stays_approved_and_a_corrected_or_removed_one_does_not(ana: Tablet, boss: Tablet) -> None:
    box = boss.patch(box_of(ana), "approval", approval(boss))["record"]
    box = ana.patch(box, "item", {"closed_on": "2026-11-10"})["record"]
    assert said_of(ana) == [("info", SERUM)]
    other = ana.patch(box, "item", {"sterile": "yes"})["record"]
    assert said_of(ana) == [("warn", SERUM)]
    box = ana.patch(other, "item", {"sterile": "no"})["record"]
    assert said_of(ana) == [("info", SERUM)]
    ana.act("void", box, reason="Entered by mistake.")
    assert said_of(ana) == [("warn", SERUM)]


def test_only_a_supervisor_approves_and_in_their_own_name(cast: Cast, ana: Tablet, boss: Tablet) -> None:
    box = box_of(ana)
    for tablet in (ana, Tablet(cast, "admin")):
        answer = tablet.patch(box, "approval", approval(tablet))
        assert (answer["status"], answer["error"]["code"]) == ("rejected", "not_allowed")
        made = box_of(tablet, approval=approval(tablet))
        assert (made["status"], made["error"]["code"]) == ("rejected", "not_allowed")
    for answer in (
        boss.patch(box, "approval", approval(ana)),
        box_of(boss, approval=approval(ana)),
        boss.patch(box, "approval", approval(boss, wallet=1)),
    ):
        assert (answer["status"], answer["error"]["code"]) == ("rejected", "validation")
    assert said_of(ana) == [("warn", SERUM)]
    box_of(boss, approval=approval(boss))
    assert said_of(ana) == [("info", SERUM)]


def test_a_supervisor_adds_nothing_to_what_another_approved(cast: Cast, ana: Tablet, boss: Tablet) -> None:
    """Neither with a patch nor with a text of their own in a conflict; what misstates what was there is a conflict."""
    second = second_supervisor(cast)
    box = boss.patch(box_of(ana), "approval", approval(boss))["record"]
    box = ana.patch(box, "item", {"lot": "PS-8"})["record"]
    for patch in ({"lot": "PS-8"}, {"sterile": None}):
        answer = second.patch(box, "approval", patch)
        assert (answer["status"], answer["error"]["code"]) == ("rejected", "validation")
    assert second.patch(box, "approval", {"lot": "PS-8"}, base=approval(second))["status"] == "conflict"
    conflict = ana.conflicts()[0]
    sides = {"base": conflict["fields"]["theirs"]["value"], "mine": conflict["fields"]["mine"]["value"]}
    text = approval(boss, lot="PS-8")
    answer = second.push_one(second.op("resolve", "conflict", conflict["id"], **sides, patch=text))
    assert (answer["status"], answer["error"]["code"]) == ("rejected", "validation")
    assert said_of(ana, lot="PS-8") == [("warn", SERUM)]


def second_supervisor(cast: Cast) -> Tablet:
    person = f"{API}/users/{cast['colleague'].id}"
    assert cast.admin.patch(person, json={"role": "supervisor"}).status_code == 200
    assert cast.supervisor.post(f"{person}/confirm", json={"role": "supervisor"}).status_code == 200
    return Tablet(cast, "colleague")


def test_only_a_supervisor_settles_an_approval_that_two_have_written(cast: Cast, ana: Tablet, boss: Tablet) -> None:
    box = box_of(ana)
    boss.patch(box, "approval", approval(boss))
    assert boss.patch(box, "approval", approval(boss, on="2026-11-03"))["status"] == "conflict"
    conflict = ana.conflicts()[0]
    sides = {"base": conflict["fields"]["theirs"]["value"], "mine": conflict["fields"]["mine"]["value"]}
    answers = [
        tablet.push_one(tablet.op("resolve", "conflict", conflict["id"], **sides, patch=sides["mine"]))
        for tablet in (ana, boss)
    ]
    assert [answer["status"] for answer in answers] == ["rejected", "applied"]


def test_a_correction_of_a_signed_note_does_not_wait_for_an_approval_that_was_withdrawn(
    ana: Tablet, boss: Tablet
) -> None:
    box = boss.patch(box_of(ana), "approval", approval(boss))["record"]
    note = signed(ana)
    boss.patch(box, "approval", dict.fromkeys(approval(boss)))
    changes = {"needling": {"base": note["fields"]["needling"], "patch": {"pain_nrs": 4}}}
    answer = ana.act("amend", note, reason="The pain was mistyped.", changes=changes, acknowledged=[])
    assert answer["status"] == "applied", answer

"""What is refused or waits grows to a bound only, of tablet and clinic; beyond it, it stays on the tablet."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from server.db import db
from server.models import AppliedOp, AuditEntry, Quarantined
from server.services.records import quarantine
from tests.cast import fixed_id
from tests.tablet import Tablet


def refused_op(tablet: Tablet) -> dict[str, Any]:
    return tablet.op("void", "patient", str(uuid4()), content_hash="0" * 64, reason="Entered twice.")


def rows(app: Flask, model: Any) -> int:
    with app.app_context():
        return int(db.session.scalar(db.select(db.func.count()).select_from(model)))


@pytest.mark.parametrize(("bound", "of"), [("MOST_OPS", "device"), ("MOST_OPS_OF_CLINIC", "clinic")])
def test_w13_refused_ops_beyond_the_bound_stay_on_the_tablet(
    app: Flask, cast: Any, monkeypatch: Any, bound: str, of: str
) -> None:
    monkeypatch.setattr(quarantine, bound, 3)
    ana, ben = Tablet(cast, "practitioner"), Tablet(cast, "colleague")
    first = ana.push(*(refused_op(ana) for _ in range(5)))
    assert [one["status"] for one in first] == ["rejected"] * 3 + ["retry"] * 2
    (other,) = ben.push(refused_op(ben))
    assert other["status"] == ("rejected" if of == "device" else "retry")
    before = rows(app, Quarantined), rows(app, AppliedOp), rows(app, AuditEntry)
    assert {one["status"] for one in ana.push(*(refused_op(ana) for _ in range(20)))} == {"retry"}
    assert (rows(app, Quarantined), rows(app, AppliedOp), rows(app, AuditEntry)) == before
    good = ana.push_one(ana.op("create", "patient", str(uuid4()), fields={}))
    assert good["status"] == "applied"


def test_w13_a_new_tablet_is_no_new_room_for_the_clinic(app: Flask, cast: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(quarantine, "MOST_OPS_OF_CLINIC", 3)
    ana = Tablet(cast, "practitioner")
    ana.push(*(refused_op(ana) for _ in range(3)))
    boss = Tablet(cast, "supervisor")
    assert boss.push_one(refused_op(boss))["status"] == "retry"
    one = boss.get("/quarantine").json["items"][0]["id"]
    settled = boss.client.post(f"/api/v1/quarantine/{one}", json={"action": "discard", "reason": "Entered twice."})
    assert settled.status_code == 200
    assert boss.push_one(refused_op(boss))["status"] == "rejected"


def test_w13_notes_without_a_patient_wait_without_growing(app: Flask, cast: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(quarantine, "MOST_WAITING", 3)
    ana, nobody = Tablet(cast, "practitioner"), fixed_id("nobody")
    ops = [ana.op("create", "note", str(uuid4()), patient_id=nobody, fields={}) for _ in range(8)]
    before = rows(app, AppliedOp)
    assert {one["status"] for one in ana.push(*ops)} == {"retry"}
    assert {one["status"] for one in ana.push(*ops)} == {"retry"}
    assert rows(app, AppliedOp) == before + 3

"""K10: a login that ran out, and that nobody ended, still delivers what its person signed, and reads nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import LoginSession, Quarantined, Record
from server.services.accounts.drain import DRAIN_LASTS
from server.services.feed import read_epoch
from tests.api.test_drain import drain
from tests.api.test_op_signatures import Signer
from tests.cast import key_of
from tests.keys import signed
from tests.tablet import Tablet

READS = ("me", "patients", "notes", "sync/pull", "sync/manifest", "sync/ping", "audit")


@pytest.fixture
def signer(ana: Tablet) -> Signer:
    return Signer(ana)


def run_out(app: Flask, since: timedelta = timedelta(hours=1)) -> str:
    """Every login has run out so long ago. Returns the epoch."""
    with app.app_context():
        begin_write()
        for row in db.session.scalars(db.select(LoginSession)):
            row.expires_at = utc_now() - since
        db.session.commit()
        return read_epoch()


def stored(app: Flask, op: dict[str, Any]) -> bool:
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count()).select_from(Quarantined)) == 0
        return db.session.get(Record, key_of(op["id"])) is not None


def test_k10_what_was_signed_arrives_and_nothing_is_read(app: Flask, signer: Signer) -> None:
    op, epoch = signer.patient(), run_out(app)
    assert signer.tablet.send(signer.patient()).status_code == 401
    answer = drain(signer.tablet, op, epoch=epoch)
    assert answer.status_code == 200, answer.text
    (result,) = answer.json["results"]
    assert (answer.json["reason"], result["status"]) == ("login", "applied")
    assert set(result) == {"op_id", "status", "received_at", "receipt"}
    assert stored(app, op)
    assert drain(signer.tablet, op, epoch=epoch).json["results"][0]["status"] == "applied"
    for path in READS:
        assert signer.tablet.client.get(f"/api/v1/{path}").status_code == 401, path


def test_k10_what_nobody_signed_waits_on_the_tablet(app: Flask, signer: Signer) -> None:
    op = {name: value for name, value in signer.patient().items() if name != "signature"}
    epoch = run_out(app)
    results = drain(signer.tablet, op, "torn", signer.patient(), epoch=epoch).json["results"]
    assert [one["status"] for one in results] == ["retry", "retry", "applied"]
    assert not stored(app, op)


def test_k10_a_refusal_says_nothing_of_the_patient(app: Flask, signer: Signer) -> None:
    note = signer.tablet.new_note()
    op, epoch = signed(signer.tablet.sign_op(note), signer.private), run_out(app)
    (result,) = drain(signer.tablet, op, epoch=epoch).json["results"]
    assert result["status"] == "rejected"
    assert set(result["error"]) == {"code", "detail"}


def test_k10_the_name_of_somebody_else_is_not_taken(app: Flask, signer: Signer, ben: Tablet) -> None:
    op = signed(signer.patient() | {"user_id": ben.person.id}, signer.private)
    (result,) = drain(signer.tablet, op, epoch=run_out(app)).json["results"]
    assert result["status"] == "retry"
    assert not stored(app, op)


def test_k10_not_after_a_sign_out_two_weeks_another_history_or_by_an_app_of_before(app: Flask, signer: Signer) -> None:
    op, epoch = signer.patient(), run_out(app)
    assert drain(signer.tablet, op).status_code == 401
    assert drain(signer.tablet, op, epoch="another").json["code"] == "epoch_changed"
    run_out(app, DRAIN_LASTS + timedelta(seconds=1))
    assert drain(signer.tablet, op, epoch=epoch).status_code == 401
    run_out(app)
    with app.app_context():
        begin_write()
        db.session.execute(db.update(LoginSession).values(revoked_at=utc_now()))
        db.session.commit()
    assert drain(signer.tablet, op, epoch=epoch).status_code == 401
    assert not stored(app, op)


def test_k10_not_while_a_login_is_open_nor_from_another_browser(app: Flask, signer: Signer) -> None:
    op = signer.patient()
    with app.app_context():
        epoch = read_epoch()
    assert drain(signer.tablet, op, epoch=epoch).status_code == 401
    run_out(app)
    about = {"user_id": signer.tablet.person.id, "device_id": signer.tablet.person.device["id"]}
    sent = {"proto": 1, "epoch": epoch, "ops": [op]}
    assert app.test_client().post("/api/v1/sync/drain", json=sent, query_string=about).status_code == 401
    assert not stored(app, op)

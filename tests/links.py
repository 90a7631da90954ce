"""Links for patients in the tests: given, opened, and seen as whoever has one sees it."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.db import begin_write, db
from server.models import AuditEntry, PatientLink, Record, Throttle
from tests.cast import fixed_id
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT

NAME = "https://notes.example.org"
LINKS = f"/api/v1/patients/{PATIENT}/links"
BORN = {"day": "2", "month": "8", "year": "1992"}
WRONG = {**BORN, "year": "1993"}
TOLD = {"days": 30, "agreed": True}
FORM = {"X-Requested-With": None, "Sec-Fetch-Site": "same-origin", "Origin": "null"}
VARYING = {"X-Request-Id", "Date"}


def go_by(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> Flask:
    """Sign-ins of before have a cookie of another name."""
    monkeypatch.setitem(app.config, "NEEDLEPOINT", replace(app.config["NEEDLEPOINT"], public_url=url))
    app.extensions["logins of the tests"].restart(None)
    return app


def give(cast: Any, **body: Any) -> dict[str, Any]:
    answer = cast.practitioner.post(LINKS, json=TOLD | body)
    assert answer.status_code == 201, answer.get_json()
    return dict(answer.get_json())


def path(link: dict[str, Any]) -> str:
    return str(link["url"].removeprefix(NAME))


def enter(client: Any, at: str, born: dict[str, str], **headers: Any) -> Any:
    return client.post(at, data=born, headers=FORM | headers)


def seen(answer: Any) -> tuple[int, str, list[tuple[str, str]]]:
    return (
        answer.status_code,
        answer.text,
        sorted((name, value) for name, value in answer.headers if name not in VARYING),
    )


def the_link(app: Flask, **changes: Any) -> PatientLink:
    """The only one, as it is stored, changed for what is to be tried."""
    with app.app_context():
        if changes:
            begin_write()
            db.session.execute(update(PatientLink).where(PatientLink.clinic_id == fixed_id("north")).values(**changes))
            db.session.commit()
        return db.session.scalars(select(PatientLink)).one()


def forget_tries(app: Flask) -> None:
    with app.app_context():
        begin_write()
        db.session.execute(db.delete(Throttle))
        db.session.commit()


def trail(app: Flask) -> list[str]:
    with app.app_context():
        query = select(AuditEntry.action).where(AuditEntry.action.like("patient_link.%")).order_by(AuditEntry.n)
        return [action.removeprefix("patient_link.") for action in db.session.scalars(query)]


def nothing(client: Any) -> tuple[Any, Any]:
    """What whoever guesses gets."""
    return seen(client.get("/l/AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG")), seen(enter(client, "/l/AAAA", BORN))


def assert_nothing(app: Flask, cast: Any, at: str, state: str) -> None:
    """Guessed or not, looked at or tried, with the right or a wrong birth date: one answer. The clinic sees why."""
    forget_tries(app)
    client = app.test_client()
    look, tried = nothing(client)
    assert look[0] == 404
    assert look == tried == seen(client.get(at)) == seen(enter(client, at, BORN)) == seen(enter(client, at, WRONG))
    assert cast.practitioner.get(LINKS).get_json()["items"][0]["state"] == state
    forget_tries(app)


def act(app: Flask, cast: Any, kind: str, record_id: str, **rest: Any) -> None:
    """Done by a supervisor to the record as it is now."""
    with app.app_context():
        record = db.session.get_one(Record, (fixed_id("north"), record_id))
        seen_now = {"id": record.id, "type": record.type, "content_hash": record.content_hash}
    Tablet(cast.supervisor, cast["supervisor"]).act(kind, seen_now, **rest)

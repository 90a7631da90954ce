"""Who was refused stands in the audit trail, counted so that nobody can fill it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, RefusalCount
from server.services.refusals import MOST_SOURCES, OTHERS, Refused, count_refusal
from tests.cast import PEOPLE, fixed_id
from tests.conftest import API
from tests.tablet import Tablet

pytestmark = pytest.mark.slow

MISSING = fixed_id("nobody and nothing")
ANA = PEOPLE["practitioner"]


def told(app: Flask, *kinds: str, clinic: str = "north") -> list[tuple[Any, ...]]:
    """(kind, person, object, how many) of the rows about refusals."""
    with app.app_context():
        query = db.select(AuditEntry).where(AuditEntry.clinic_id == fixed_id(clinic)).order_by(AuditEntry.n)
        rows = [row for row in db.session.scalars(query) if row.action.startswith(kinds or ("access.", "session."))]
        return [(row.action, row.actor_id, row.object_id, row.detail["count"]) for row in rows if "count" in row.detail]


def test_w12_what_is_not_open_leaves_a_row_with_person_and_subject(app: Flask, cast: Any) -> None:
    assert cast.practitioner.patch(f"{API}/users/{PEOPLE['colleague'].id}", json={"name": "X"}).status_code == 403
    assert cast.practitioner.get(f"{API}/recall?lot=x").status_code == 403
    assert cast.practitioner.post(f"{API}/limits/approve", json={"base": 0}).status_code == 403
    assert told(app, "access.") == [
        ("access.deny", ANA.id, PEOPLE["colleague"].id, 1),
        ("access.deny", ANA.id, None, 1),
        ("access.deny", ANA.id, None, 1),
    ]
    found = cast.admin.get(f"{API}/audit", query_string={"user": ANA.id}).json["items"]
    said = [row["text"].removeprefix(ANA.name) for row in found if row["action"] == "access.deny"]
    assert said[::-1] == [
        " tried to manage people without permission (times: 1)",
        " tried to look up a lot without permission (times: 1)",
        " tried to change or approve limits without permission (times: 1)",
    ]


def test_w12_what_belongs_to_another_clinic_leaves_a_row_with_who_asked_only(app: Flask, cast: Any) -> None:
    theirs = Tablet(cast, "outsider").new_patient()["id"]
    before = told(app, "access.", clinic="south")
    for path in (
        f"patients/{theirs}",
        f"patients/{theirs}/summary.json",
        f"notes/{theirs}",
        f"sync/snapshot?patient={theirs}",
    ):
        assert cast.practitioner.get(f"{API}/{path}").status_code == 404
    assert told(app, "access.") == [("access.not_found", ANA.id, theirs, 1)] * 4
    assert told(app, "access.", clinic="south") == before


def test_w12_a_foreign_page_with_the_login_of_a_person_is_told(app: Flask, cast: Any) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert cast.practitioner.post(f"{API}/logout", json={}, headers=headers).status_code == 403
    assert told(app, "access.") == [("access.cross_site", ANA.id, None, 1)]


def test_w12_what_is_no_denial_leaves_none(app: Flask, cast: Any) -> None:
    """A conflict, a bad body, an address that no route has, a stranger, a key that was never kept."""
    cast.admin.post(f"{API}/users", json={})
    cast.admin.get(f"{API}/nothing/here")
    cast.practitioner.post(f"{API}/me/keys/recover", json={})
    app.test_client().get(f"{API}/users")
    assert told(app) == []


def test_w12_a_thousand_denials_are_two_rows(app: Flask, cast: Any) -> None:
    for _ in range(30):
        assert cast.practitioner.get(f"{API}/devices").status_code == 403
    assert [row[3] for row in told(app)] == [1]
    cast.admin.get(f"{API}/audit")
    cast.admin.get(f"{API}/audit")
    assert [row[3] for row in told(app)] == [1, 29]
    cast.practitioner.get(f"{API}/devices")
    age(app, hours=1)
    cast.practitioner.get(f"{API}/devices")
    assert [row[3] for row in told(app)] == [1, 29, 1, 1]


def age(app: Flask, hours: int) -> None:
    """As if what was counted had been counted so long ago."""
    with app.app_context():
        begin_write()
        for row in db.session.scalars(db.select(RefusalCount)):
            row.hour -= timedelta(hours=hours)
        db.session.commit()


def test_w12_sources_beyond_the_bound_are_counted_together(app: Flask, cast: Any) -> None:
    with app.app_context():
        for number in range(MOST_SOURCES + 50):
            begin_write()
            count_refusal(ANA.actor, Refused("session.fail", f"source {number}"), utc_now())
            db.session.commit()
        rows = {row.source: row.count for row in db.session.scalars(db.select(RefusalCount))}
    assert len(rows) == MOST_SOURCES + 1
    assert rows[OTHERS] == 50
    assert len(told(app, "session.fail")) == MOST_SOURCES + 1


def test_w12_failed_sign_ins_are_counted_by_account_and_address(app: Flask, cast: Any) -> None:
    stranger = app.test_client()
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        body = {"email": ANA.email, "password": "not the one", "device": ANA.device}
        assert stranger.post(f"{API}/login", json=body, environ_base={"REMOTE_ADDR": address}).status_code == 401
    assert told(app, "session.fail") == [("session.fail", "server", ANA.id, 1)] * 2
    found = cast.admin.get(f"{API}/audit", query_string={"user": ANA.id}).json["items"]
    failed = [(row["source"], row["params"]["n"]) for row in found if row["action"] == "session.fail"]
    assert sorted(failed) == [("192.0.2.1", "1"), ("192.0.2.1", "1"), ("192.0.2.2", "1")]
    assert {row["text"] for row in found if row["action"] == "session.fail"} == {
        f"Somebody entered a wrong password for {ANA.name} (times: 1)"
    }


def test_w12_an_address_nobody_has_is_told_where_there_is_one_clinic(empty_app: Flask) -> None:
    """And what was typed stands nowhere: people type their password into the wrong box."""
    said = empty_app.test_cli_runner().invoke(args=["setup-token"]).output
    person = {"name": "First", "email": "f@example.org", "password": "a sentence nobody knows"}
    token = said.split("Set-up code: ")[1].split()[0]
    body = {"token": token, "clinic": {"name": "C"}, "user": person, "device": ANA.device}
    made = empty_app.test_client().post(f"{API}/setup", json=body).json
    guess(empty_app)
    with empty_app.app_context():
        query = db.select(AuditEntry).where(AuditEntry.action == "session.unknown")
        assert [row.clinic_id for row in db.session.scalars(query)] == [made["clinic"]["id"]]
        rows = db.session.execute(db.text("SELECT detail FROM audit_entry")).scalars()
        assert [text for text in rows if "secret" in text] == []


def test_w12_an_address_nobody_has_belongs_to_neither_of_two_clinics(app: Flask) -> None:
    guess(app)
    assert told(app) == told(app, clinic="south") == []


def guess(app: Flask) -> None:
    body = {"email": "my-secret-password@example.org", "password": "x", "device": ANA.device}
    assert app.test_client().post(f"{API}/login", json=body).status_code == 401

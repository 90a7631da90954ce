"""GET /reports/...: counts of a clinic, for supervisors and admins."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from server.db import begin_write, db
from server.domain import reports
from server.models import Device
from tests.cast import fixed_id
from tests.conftest import API, Cast
from tests.tablet import Tablet, signable

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


def rows_of(browser: Any, name: str, **query: str) -> list[list[Any]]:
    answer = browser.get(f"{API}/reports/{name}", query_string=query)
    assert answer.status_code == 200, answer.text
    assert answer.json["columns"] == list(reports.COLUMNS[name])
    assert all(len(row) == len(answer.json["columns"]) for row in answer.json["rows"])
    return list(answer.json["rows"])


def with_event(ana: Tablet, note: dict[str, Any]) -> None:
    event = {"note_id": note["id"], "term": "pih", "onset_at": "2026-11-25T09:00:00+01:00"}
    patient = ana.get(f"/patients/{note['patient_id']}").json
    assert ana.patch(patient, f"ae:{uuid4()}", event)["status"] == "applied"


def test_what_waits_is_counted_by_its_age(app: Any, cast: Cast, ana: Tablet, boss: Tablet) -> None:
    ana.new_note()
    ana.signed_note()
    boss.act("approve", ana.signed_note())
    with app.app_context():
        begin_write()
        mine = (Device.clinic_id == fixed_id("north")) & (Device.id == ana.person.device["id"])
        long_ago = datetime.now(UTC) - timedelta(days=10)
        db.session.execute(db.update(Device).where(mine).values(pending_ops=4, oldest_pending_at=long_ago))
        db.session.commit()
    found = {row[0]: row[1:] for row in rows_of(cast.supervisor, "waiting")}
    assert found["under 1"] == [0, 1, 1]
    assert found["7 to 30"] == [4, 0, 0]
    assert {row[0]: row[1:] for row in rows_of(cast.outsider, "waiting")}["under 1"] == [0, 0, 0]


def test_findings_and_their_answers_by_rule(cast: Cast, ana: Tablet, boss: Tablet) -> None:
    note = ana.new_note(fields=signable(ana.person.id) | {"consent": {"photo_clinical": True}})
    note = boss.patch(note, "override:C01", {"text": "Consent on paper, scanned tomorrow."})["record"]
    assert rows_of(cast.supervisor, "rules") == [], "a draft is not counted"
    ana.push_one(ana.sign_op(note))
    assert rows_of(cast.supervisor, "rules") == [["C01", 1, 0, 1]]
    assert rows_of(cast.supervisor, "rules", first="2199-01-01") == []


def test_adverse_events_by_what_was_used(cast: Cast, ana: Tablet) -> None:
    hurt, _well = ana.signed_note(), ana.signed_note()
    with_event(ana, hurt)
    found = {(row[0], row[1]): row[2:] for row in rows_of(cast.supervisor, "events")}
    for key in (("device", "skinpen"), ("depth_mm", "up to 0.5"), ("lot", "SPC2604-02"), ("prp", "no")):
        assert found[key] == [2, 1, 50.0], key


def test_an_event_counts_once_after_its_patient_was_merged(cast: Cast, ana: Tablet, boss: Tablet) -> None:
    hurt, kept = ana.signed_note(), ana.new_patient()
    with_event(ana, hurt)
    gone = ana.get(f"/patients/{hurt['patient_id']}").json
    merged = boss.act("merge", gone, into=kept["id"], reason="It is one person, entered twice.")
    assert merged["status"] == "applied", merged
    found = {(row[0], row[1]): row[2:] for row in rows_of(cast.supervisor, "events")}
    assert found["device", "skinpen"] == [1, 1, 100.0]


def test_the_time_to_an_approval(cast: Cast, ana: Tablet, boss: Tablet) -> None:
    assert rows_of(cast.supervisor, "approval") == []
    boss.act("approve", ana.signed_note())
    ana.signed_note()
    [[month, approved, middle, longest]] = rows_of(cast.admin, "approval")
    assert (month, approved, middle, longest) == (f"{datetime.now(UTC):%Y-%m}", 1, 0.0, 0.0)


@pytest.mark.parametrize("name", sorted(reports.COLUMNS))
def test_a_table_is_for_whoever_may_read_it_and_leaves_a_row(cast: Cast, ana: Tablet, name: str) -> None:
    ana.signed_note()
    address = f"{API}/reports/{name}.csv"
    assert cast.practitioner.get(address).status_code == 403
    answer = cast.supervisor.get(address)
    assert answer.text.lstrip("\ufeff").splitlines()[0].replace('"', "").replace(";", ",") == ",".join(
        reports.COLUMNS[name]
    )
    [row] = [one for one in cast.admin.get(f"{API}/audit").json["items"] if one["action"] == "report.export"]
    assert "exported a report" in row["text"]


def test_half_of_three_reviews_were_done_within_the_median() -> None:
    signed = [NOW - timedelta(hours=hours) for hours in (1, 5, 48)]
    assert reports.approval((at, NOW) for at in signed) == [["2026-11", 3, 5.0, 48.0]]
    assert [reports.age_of(timedelta(days=days)) for days in (0.9, 1, 6.9, 7, 30)] == [
        "under 1", "1 to 3", "3 to 7", "7 to 30", "over 30",
    ]  # fmt: skip

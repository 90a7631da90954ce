"""Who saw and did what, as supervisors and administrators read it: by patient, person and day, and as a file."""

import csv
import io
from datetime import timedelta
from typing import Any

from flask import Flask

from server.db import db, utc_now
from server.domain.audit_words import SENTENCES, UNKNOWN, sentence_of
from server.models import AuditEntry
from server.services.cursors import encode_cursor
from tests.cast import PEOPLE, fixed_id
from tests.contracts.matrix import OPS
from tests.contracts.test_audit_rows import ROWS
from tests.tablet import Tablet

TRAIL = "/api/v1/audit"


def read(client: Any, **query: Any) -> list[dict[str, Any]]:
    """Every page of it, three rows at a time."""
    items, cursor = [], None
    while True:
        answer = client.get(TRAIL, query_string={"limit": 3, **query, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        items += answer.json["items"]
        if (cursor := answer.json["next"]) is None:
            return items


def newest_n(app: Flask, clinic: str = "north") -> int:
    with app.app_context():
        return db.session.scalar(db.select(db.func.max(AuditEntry.n)).where(AuditEntry.clinic_id == fixed_id(clinic)))


def test_w12_all_that_was_seen_and_done_of_a_patient_in_the_order_it_happened(cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    patient, other = ana.new_patient(given="Ana"), ana.new_patient(given="Ben")
    note = ana.new_note(patient["id"])
    ana.new_note(other["id"])
    cast.supervisor.get(f"/api/v1/notes/{note['id']}")
    cast.admin.get(f"/api/v1/patients/{patient['id']}/summary.json")
    found = read(cast.admin, patient=patient["id"])
    told = [(row["action"], row["params"]["who"], row["record"]["id"]) for row in reversed(found)]
    ana_is, boss, admin = (PEOPLE[who].name for who in ("practitioner", "supervisor", "admin"))
    assert told[:4] == [
        ("patient.create", ana_is, patient["id"]),
        ("note.create", ana_is, note["id"]),
        ("note.read", boss, note["id"]),
        ("summary.export", admin, patient["id"]),
    ]
    assert {row["action"] for row in found[:-4]} <= {"audit.read"}
    assert {row["patient"]["given"] for row in found} == {"Ana"}
    export = next(row for row in found if row["action"] == "summary.export")
    assert export["text"] == f"{admin} exported the summary (JSON)"
    assert export["device_name"] == PEOPLE["admin"].device["name"]


def test_w12_what_a_person_did_and_what_was_done_to_their_account(cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    ana.new_patient()
    cast.admin.patch(f"/api/v1/users/{PEOPLE['practitioner'].id}", json={"name": "Ana Prado"})
    Tablet(cast, "colleague").new_patient()
    found = read(cast.supervisor, user=PEOPLE["practitioner"].id)
    assert {"session.open", "patient.create", "user.change"} <= {row["action"] for row in found}
    others = [row for row in found if row["actor_id"] != PEOPLE["practitioner"].id]
    assert [row["action"] for row in others] == ["user.change"]
    assert next(row["text"] for row in found if row["action"] == "user.change").endswith("the account of Ana Prado")


def test_w12_a_day_is_the_day_of_whoever_asks(cast: Any) -> None:
    Tablet(cast, "practitioner").new_patient()
    today = utc_now().date()
    assert read(cast.admin, day=today.isoformat())
    for on in (today - timedelta(days=2), today + timedelta(days=2)):
        assert read(cast.admin, day=on.isoformat()) == []
    now, found = utc_now(), {}
    for offset in (-840, 0, 840):
        found[offset] = read(cast.admin, day=(now + timedelta(minutes=offset)).date().isoformat(), offset_min=offset)
    assert all(any(row["action"] == "patient.create" for row in rows) for rows in found.values())


def test_w12_reading_the_trail_stands_in_it_and_pages_are_bounded(app: Flask, cast: Any) -> None:
    before = newest_n(app)
    cast.admin.get(TRAIL, query_string={"user": PEOPLE["colleague"].id, "limit": 200})
    newest = cast.admin.get(TRAIL, query_string={"limit": 2}).json["items"]
    assert newest_n(app) == before + 3  # signing in, and twice reading
    assert (newest[0]["action"], newest[0]["text"].split(" read")[0]) == ("audit.read", PEOPLE["admin"].name)
    for query in ({"limit": 201}, {"limit": 0}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"offset_min": 841}):
        assert cast.admin.get(TRAIL, query_string=query).status_code == 422, query
    for cursor in ("x", encode_cursor("x"), encode_cursor(2**70)):
        assert cast.admin.get(TRAIL, query_string={"cursor": cursor}).status_code == 422


def test_w12_nobody_else_reads_it_and_nobody_reads_that_of_another_clinic(cast: Any) -> None:
    theirs = Tablet(cast, "outsider").new_patient()
    for path in (TRAIL, f"{TRAIL}.csv"):
        assert [getattr(cast, who).get(path).status_code for who in ("practitioner", "colleague")] == [403, 403]
        for query in ({"patient": theirs["id"]}, {"user": PEOPLE["outsider"].id}):
            assert cast.admin.get(path, query_string=query).status_code == 404
    assert theirs["id"] not in cast.admin.get(TRAIL).text


def test_w12_as_a_file_it_is_safe_to_open_and_stands_in_the_trail(cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    patient = ana.new_patient(given="=cmd|' /C calc'!A0", family="Ruiz")
    answer = cast.admin.get(f"{TRAIL}.csv", query_string={"patient": patient["id"]})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    header, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    named = dict(zip(header, row, strict=True))
    assert named["patient.given"] == "'=cmd|' /C calc'!A0"
    assert (named["action"], named["text"]) == ("patient.create", f"{ana.person.name} entered the patient")
    newest = cast.admin.get(TRAIL, query_string={"patient": patient["id"]}).json["items"][0]
    assert (newest["action"], newest["params"]["n"]) == ("audit.export", "1")


def test_w12_more_than_a_file_holds_is_refused_not_cut(cast: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("server.services.trail.MOST_IN_A_FILE", 1)
    Tablet(cast, "practitioner").new_patient()
    assert cast.admin.get(f"{TRAIL}.csv").status_code == 422


def test_w12_every_act_has_its_sentence() -> None:
    """Those of the route table and of the op table; what a later version does is told by its name."""
    acts = {row[2] for row in ROWS.values()}
    for name in OPS:
        kind, record_type = name.split(" ")
        acts |= {f"{record_type}.{'patch' if kind == 'override' else kind}"}
    assert sorted(act for act in acts if sentence_of(act) == UNKNOWN) == []
    assert "{name}" in sentence_of("user.something_new")
    assert sentence_of("something.new") == UNKNOWN
    assert {"note.sign", "patient.seen", "session.fail"} <= SENTENCES.keys()


SEEN = "/api/v1/audit/seen"


def seen(record: str, kind: str = "seen", day: str = "2026-11-20", at: str = "2026-11-20T10:00:00Z") -> dict[str, str]:
    return {"record": record, "kind": kind, "day": day, "at": at}


def test_w12_what_was_opened_and_printed_on_the_tablet_stands_in_the_trail_once_a_day(cast: Any) -> None:
    ana = Tablet(cast, "practitioner")
    made = ana.new_note()
    note, patient = made["id"], made["patient_id"]
    items = [seen(patient), seen(note), seen(patient, "print"), seen(patient, day="2026-11-21"), seen(patient)]
    assert cast.practitioner.post(SEEN, json={"items": items}).json == {"kept": 4}
    assert cast.practitioner.post(SEEN, json={"items": items}).json == {"kept": 0}
    assert cast.colleague.post(SEEN, json={"items": items[:1]}).json == {"kept": 1}
    rows = read(cast.admin, patient=patient)
    acts = [(row["action"], row["actor_id"]) for row in rows if row["seen_at"]][::-1]
    mine = [(act, ana.person.id) for act in ("patient.seen", "note.seen", "patient.print", "patient.seen")]
    assert acts == [*mine, ("patient.seen", PEOPLE["colleague"].id)]
    assert {row["seen_at"] for row in rows if row["seen_at"]} == {"2026-11-20T10:00:00+00:00"}


def test_w12_what_is_not_of_the_clinic_is_no_row_and_no_hint(cast: Any) -> None:
    theirs = Tablet(cast, "outsider").new_patient()["id"]
    shelf = Tablet(cast, "practitioner").push_one(
        Tablet(cast, "practitioner").op("create", "lot", fixed_id("a box"), fields={})
    )
    assert shelf["status"] == "applied"
    answers = [
        cast.practitioner.post(SEEN, json={"items": [seen(one)]}).json
        for one in (theirs, fixed_id("nothing"), fixed_id("a box"))
    ]
    assert answers == [{"kept": 0}] * 3


def test_w12_a_clock_that_cannot_be_right_is_not_repeated(cast: Any) -> None:
    patient = Tablet(cast, "practitioner").new_patient()["id"]
    for day, at in (("1999-01-01", "0001-01-02T00:00:00Z"), ("2190-01-01", "9999-12-31T00:00:00Z")):
        assert cast.practitioner.post(SEEN, json={"items": [seen(patient, day=day, at=at)]}).json == {"kept": 1}
    told = [row for row in read(cast.admin, patient=patient) if row["action"] == "patient.seen"]
    assert [row["seen_at"] for row in told] == [None, None]
    assert cast.practitioner.post(SEEN, json={"items": [seen(patient)] * 201}).status_code == 422
    assert cast.practitioner.post(SEEN, json={"items": []}).status_code == 422

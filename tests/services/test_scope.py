"""What tablets hold without asking, what of it leaves and comes back, and how they ask for the rest."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import combinations

import pytest
from sqlalchemy import create_engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, ClinicFeed, PatientScope, Twins
from server.schemas.sync import ManifestOut, SnapshotOut
from server.services.feed import lock_clinic
from server.services.issuer import Issuer
from server.services.patients import read_snapshot
from server.services.records.projections import MAX_TWINS
from server.services.scope import judge_old, keep_verdicts
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id, key_of
from tests.tablet import Tablet

pytestmark = pytest.mark.slow

UNIT = "0191a1c0-0000-7000-8000-000000000001"
NORTH = fixed_id("north")
ACTOR = PEOPLE["practitioner"].actor


@pytest.fixture
def approved(ana, boss):
    """A signed and countersigned note, and its patient: nothing is left to do."""
    note = boss.act("approve", ana.signed_note())["record"]
    assert note["state"] == "approved"
    return note


@pytest.fixture
def age(app):
    """As if the patient had not been seen for so many months."""

    def call(patient_id, months):
        with app.app_context():
            begin_write()
            row = db.session.get_one(PatientScope, key_of(patient_id))
            row.last_at = utc_now() - timedelta(days=months * 31)
            db.session.commit()

    return call


def ids(records):
    return {record["id"] for record in records}


def manifest(tablet):
    return tablet.get("/sync/manifest", scope="active").json


def listed(tablet):
    return {record_id for _type, record_id, _rev in manifest(tablet)["records"]}


@pytest.fixture
def outside(ana, approved, age):
    """The patient of the note, long not seen; somebody has looked."""
    age(approved["patient_id"], 25)
    assert listed(ana) == set()
    return approved["patient_id"]


class TestLeaving:
    def test_who_was_seen_lately_stays(self, ana, approved, age):
        age(approved["patient_id"], 23)
        assert listed(ana) == ids(ana.pull(scope="active")) == {approved["id"], approved["patient_id"]}
        assert manifest(ana)["outside"] == {}

    def test_who_was_not_is_listed_as_outside(self, ana, approved, outside):
        """Neither missing nor deleted: the tablet is told that the records are there."""
        rows = [[record["type"], record["id"], record["rev"]] for record in ana.pull()]
        assert manifest(ana)["outside"] == {outside: rows}
        assert ManifestOut().validate(manifest(ana)) == {}
        assert ana.pull(scope="active") == []
        assert ids(ana.pull()) == {approved["id"], outside}

    def test_an_app_that_does_not_know_of_scope_gets_everything(self, ana, approved, outside):
        assert len(ana.get("/sync/manifest").json["records"]) == 2
        assert ana.get("/sync/manifest").json["outside"] == {}

    def test_until_somebody_has_looked_nobody_leaves(self, ana, approved, age):
        age(approved["patient_id"], 25)
        assert len(ana.pull(scope="active")) == 2

    @pytest.mark.parametrize(
        "content",
        [
            {f"course:{UNIT}": {"started_on": "2020-01-01", "sessions_planned": 9}},
            {f"ae:{UNIT}": {"term": "infection"}},
        ],
    )
    def test_who_has_something_to_be_done_stays(self, ana, approved, age, content):
        for unit, fields in content.items():
            patient = next(record for record in ana.pull() if record["id"] == approved["patient_id"])
            assert ana.patch(patient, unit, fields)["status"] == "applied"
        age(approved["patient_id"], 900)
        assert len(listed(ana)) == 2

    def test_an_open_note_keeps_the_patient(self, ana, age):
        note = ana.signed_note()
        age(note["patient_id"], 900)
        assert len(listed(ana)) == 2

    def test_what_is_of_no_patient_is_always_in_scope(self, ana, outside):
        lot = ana.push_one(
            ana.op("create", "lot", fixed_id("a box"), fields={"item": {"kind": "cartridge", "lot": "A"}})
        )
        assert lot["status"] == "applied"
        assert listed(ana) == ids(ana.pull(scope="active")) == {lot["record"]["id"]}

    def test_the_cursor_passes_what_is_outside(self, app, ana, outside):
        cursor = ana.get("/sync/pull", scope="active").json["cursor"]
        with app.app_context():
            place = Issuer(app.secret_key).read_cursor(NORTH, cursor)
            assert place.seq == db.session.get_one(ClinicFeed, NORTH).seq


class TestJudging:
    def test_nobody_waits_while_patients_are_judged(self, app, ana, approved, age):
        """At each statement that reads what is judged, or the list, a writer could have the clinic."""
        age(approved["patient_id"], 25)
        free = []

        def ask(_connection, _cursor, statement, *_more):
            if "FROM record" in statement:
                free.append(is_free(app))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", ask)
        try:
            assert listed(ana) == set()
        finally:
            event.remove(engine, "before_cursor_execute", ask)
        assert free == [True, True]

    def test_who_changes_meanwhile_stays(self, app, ana, approved, age):
        age(approved["patient_id"], 25)
        with app.app_context():
            since = utc_now() - timedelta(days=24 * 31)
            verdicts = judge_old(NORTH, since)
            assert [verdict.kept for verdict in verdicts] == [False]
            note = ana.new_note(approved["patient_id"])
            begin_write()
            lock_clinic(NORTH)
            keep_verdicts(NORTH, verdicts)
            db.session.commit()
            assert db.session.get_one(PatientScope, key_of(approved["patient_id"])).kept is None
        assert listed(ana) == {approved["id"], approved["patient_id"], note["id"]}


def is_free(app):
    """Whether the clinic can be locked at once."""
    with app.app_context():
        url = db.engine.url
    try:
        if url.get_backend_name() == "sqlite":
            with closing(sqlite3.connect(url.database, timeout=0, isolation_level=None)) as connection:
                connection.execute("BEGIN IMMEDIATE")
        else:
            with create_engine(url, poolclass=NullPool).connect() as connection:
                connection.exec_driver_sql("SELECT seq FROM clinic_feed FOR UPDATE NOWAIT")
    except (OperationalError, sqlite3.OperationalError):
        return False
    return True


class TestComingBack:
    def test_a_change_brings_all_records_of_the_patient(self, app, ana, ben, approved, outside):
        cursor = ben.get("/sync/pull", scope="active").json["cursor"]
        note = ana.new_note(outside)
        changes = ben.pull(scope="active", cursor=cursor)
        assert ids(changes) == {outside, approved["id"], note["id"]}
        assert {record["rev"] for record in changes if record["id"] == approved["id"]} == {approved["rev"]}
        assert listed(ben) == ids(changes)
        with app.app_context():
            assert first_break(NORTH) is None
            row = db.session.scalars(select(AuditEntry).where(AuditEntry.object_id == note["id"])).one()
            assert row.detail["announced"] == 2

    def test_a_correction_of_the_old_visit_does_so_too(self, ana, ben, approved, outside):
        cursor = ben.get("/sync/pull", scope="active").json["cursor"]
        assert ana.patch(approved, "text:plan", {"text": "Late."})["status"] == "conflict"
        assert {record["type"] for record in ben.pull(scope="active", cursor=cursor)} == {"patient", "note", "conflict"}

    def test_a_patient_in_scope_is_not_announced_again(self, ana, ben, approved):
        cursor = ben.get("/sync/pull", scope="active").json["cursor"]
        note = ana.new_note(approved["patient_id"])
        assert ids(ben.pull(scope="active", cursor=cursor)) == {note["id"]}

    def test_the_clinic_decides_for_how_long(self, app, cast, ana, outside):
        assert ana.get("/sync/pull").json["scope_months"] == 24
        admin = Tablet(cast, "admin")
        answer = admin.client.patch("/api/v1/clinic", json={"scope_months": 36})
        assert answer.json == admin.get("/clinic").json
        assert (answer.json["id"], answer.json["name"], answer.json["scope_months"]) == (NORTH, "North Clinic", 36)
        assert ana.get("/sync/pull").json["scope_months"] == 36
        assert len(listed(ana)) == len(ana.pull(scope="active")) == 2
        with app.app_context():
            row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "clinic.change")).one()
            assert row.detail["before"] | row.detail["after"] == {"scope_months": 36}
            assert row.detail["before"] == {"scope_months": 24}

    def test_other_settings_are_refused(self, cast):
        admin = Tablet(cast, "admin")
        answers = [
            admin.client.patch("/api/v1/clinic", json={"scope_months": months}).status_code
            for months in (2, 601, 24.5, "24", None, True)
        ]
        assert set(answers) == {422}


class TestSnapshot:
    def test_it_gives_what_the_feed_would(self, app, ana, approved, outside):
        ana.new_note()
        answer = ana.get("/sync/snapshot", patient=outside).json
        assert answer["records"] == [record for record in ana.pull() if outside in (record["id"], record["patient_id"])]
        assert (answer["next"], SnapshotOut().validate(answer)) == (None, {})
        assert ana.pull(scope="active") != []
        with app.app_context():
            row = db.session.scalars(select(AuditEntry).order_by(AuditEntry.n.desc())).first()
            assert row is not None
        assert outside not in ids(ana.pull(scope="active"))

    def test_any_record_names_its_patient(self, cast, ana, approved, outside):
        """The address of a screen may hold the id of a note, a follow-up or a conflict."""
        whole = ana.get("/sync/snapshot", patient=outside).json["records"]
        assert ana.get("/sync/snapshot", patient=approved["id"]).json["records"] == whole
        for record_id in (approved["id"], outside):
            assert Tablet(cast, "outsider").get("/sync/snapshot", patient=record_id).status_code == 404

    def test_it_comes_in_pages(self, app, ana, approved):
        with app.app_context():
            begin_write()
            first, following = read_snapshot(ACTOR, approved["patient_id"], None, 1)
            second, end = read_snapshot(ACTOR, approved["patient_id"], following, 1)
            db.session.rollback()
        assert (len(first), len(second), end) == (1, 1, None)
        assert first != second

    def test_another_question_is_refused(self, ana, approved):
        questions = [{}, {"patient": "x"}, {"patient": approved["patient_id"], "cursor": "nonsense"}]
        assert {ana.get("/sync/snapshot", **query).status_code for query in questions} == {422}


class TestTwins:
    @pytest.mark.parametrize(
        ("identity", "alike"),
        [
            ({"mrn": "M-1", "given": "Other", "family": "Name", "birth_date": "1980-01-01"}, True),
            ({"mrn": "M-2", "given": "LÚCIA", "family": "moss", "birth_date": "1990-01-02"}, True),
            ({"mrn": "M-2", "given": "Lucia", "family": "Moss", "birth_date": "1990-01-03"}, False),
            ({"mrn": "M-2", "given": "Lucy", "family": "Moss", "birth_date": "1990-01-02"}, False),
        ],
    )
    def test_a_new_patient_is_compared(self, ana, ben, identity, alike):
        known = ana.new_patient(mrn="M-1", given="Lucia", family="Moss", birth_date="1990-01-02")
        op = ben.op("create", "patient", fixed_id("new"), fields={"identity": identity})
        result = ben.push_one(op)
        assert result["status"] == "applied"
        assert result.get("twins") == ([known["id"]] if alike else None)
        assert ben.push_one(op) == result

    def test_nobody_of_another_clinic_is_one(self, cast, ana):
        Tablet(cast, "outsider").new_patient(mrn="M-1")
        op = ana.op("create", "patient", fixed_id("new"), fields={"identity": {"mrn": "M-1"}})
        assert "twins" not in ana.push_one(op)

    def test_nothing_in_common_is_nothing(self, ana):
        for number in "12":
            op = ana.op("create", "patient", fixed_id(number), fields={"identity": {"given": "Ana"}})
            assert "twins" not in ana.push_one(op)

    def test_everybody_is_told_until_somebody_says_why_they_are_two(self, app, cast, ana, ben, boss):
        first, second = sorted(ana.new_patient(mrn="M-1")["id"] for _ in range(2))
        for tablet in (ana, ben, boss):
            assert tablet.get("/sync/pull").json["twins"] == {first: [second]}
        assert Tablet(cast, "outsider").get("/sync/pull").json["twins"] == {}
        assert {settle_pair(Tablet(cast, "admin"), first, second), settle_pair(ben, first, first, "x")} == {403, 422}
        assert settle_pair(Tablet(cast, "outsider"), first, second) == settle_pair(ben, first, first) == 404
        assert (settle_pair(ben, second, first), settle_pair(ana, first, second)) == (200, 409)
        for tablet in (ana, ben, boss):
            assert tablet.get("/sync/pull").json["twins"] == {}
        with app.app_context():
            pair = db.session.get_one(Twins, (NORTH, first, second))
            assert (pair.reason, pair.settled_by) == ("Seen side by side.", ben.person.id)
            row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "patient.settle_twins")).one()
            assert (row.object_id, row.detail) == (second, {"other": first})

    @pytest.mark.parametrize(("name", "value"), [("birth_date", "1990-01-02"), ("family", "MOSS")])
    def test_a_change_of_name_or_birth_date_compares_again(self, ana, ben, boss, name, value):
        known = {"given": "Lucia", "family": "Moss", "birth_date": "1990-01-02"}
        other = {"birth_date": "1980-09-09", "family": "Mass"}[name]
        pair = sorted([ana.new_patient(**known)["id"], (patient := ana.new_patient(**known | {name: other}))["id"]])
        assert ben.get("/sync/pull").json["twins"] == {}
        patient = ana.patch(patient, "identity", {name: value})["record"]
        assert ben.get("/sync/pull").json["twins"] == {pair[0]: [pair[1]]}
        assert ana.patch(patient, "identity", {name: other})["status"] == "applied"
        assert ben.get("/sync/pull").json["twins"] == {}

    def test_without_a_number_another_birth_date_is_another_person(self, ana):
        for born in ("1990-01-02", "1990-01-03"):
            ana.new_patient(mrn=None, birth_date=born)
        assert ana.get("/sync/pull").json["twins"] == {}

    def test_all_who_are_alike_are_pairs_and_the_answer_names_the_newest(self, ana):
        ids = [ana.new_patient(mrn="M-1")["id"] for _ in range(MAX_TWINS + 2)]
        result = ana.push_one(ana.op("create", "patient", fixed_id("new"), fields={"identity": {"mrn": "M-1"}}))
        assert result["twins"] == ids[::-1][:MAX_TWINS]
        assert pairs_told(ana) == set(combinations(sorted([*ids, fixed_id("new")]), 2))
        first = result["record"]
        assert ana.patch(first, "identity", {"family": "Moss"})["status"] == "applied"
        assert len(pairs_told(ana)) == len(ids) * (len(ids) + 1) // 2, "a change takes none away that nobody decided"

    def test_with_more_than_are_told_the_newest_are(self, ana, monkeypatch):
        monkeypatch.setattr("server.services.twins.MOST_TOLD", 2)
        made = [tuple(sorted(ana.new_patient(mrn=f"M-{n}", given=f"Ana {n}")["id"] for _ in "ab")) for n in range(6)]
        assert pairs_told(ana) == set(made[-2:])
        ana.patch({"id": made[0][0], "type": "patient", "rev": 1}, "identity", {"family": "Moss"})
        assert made[0] in pairs_told(ana)

    def test_of_a_void_patient_nobody_is_a_twin(self, ana, boss):
        ana.new_patient(mrn="M-1")
        assert boss.act("void", ana.new_patient(mrn="M-1"), reason="Entered twice by mistake.")["status"] == "applied"
        assert ana.get("/sync/pull").json["twins"] == {}


def pairs_told(tablet):
    return {(first, other) for first, others in tablet.get("/sync/pull").json["twins"].items() for other in others}


def settle_pair(tablet, first, second, reason="Seen side by side."):
    body = {"other_id": second, "reason": reason}
    return tablet.client.post(f"/api/v1/patients/{first}/twins", json=body).status_code

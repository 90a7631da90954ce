"""The demo: whole, the same for the same day, made once, and never over a real clinic."""

import stat
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.cli.demo import body, cases, practice, scenario_runner, seed
from server.cli.demo.cast import PEOPLE
from server.cli.demo.scenario import Patient
from server.db import db
from server.domain import answers, completeness, facts, rules
from server.domain.limits import LIMITS
from server.models import Clinic, Record, Revision, User
from server.services.accounts.passwords import passwords
from server.services.verify.clinic import first_break
from tests.conftest import LONG_ON_SQLITE

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATIENTS = [*cases.load(), *practice.patients(NOON), *body.patients(NOON)]
LAST_NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
OF_ANOTHER_DAY = {"C07", "D03", "T03", "T06", "T10", "T11", "T16"}
LOOKED_AT: set[str] = set()
HOURS = [datetime(2026, 11, 23, hour, 25, tzinfo=UTC) for hour in (0, 2, 9, 22, 23)]


def states() -> Counter[tuple[str, str]]:
    query = select(Record.type, Record.state, func.count()).group_by(Record.type, Record.state)
    return Counter({(kind, state): count for kind, state, count in db.session.execute(query)})


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.key)
def test_what_is_signed_can_be_signed(patient: Patient) -> None:
    look_at_the_signatures(patient)


@pytest.mark.parametrize("now", HOURS, ids=lambda now: f"{now:%H:%M}")
def test_the_practice_can_be_made_at_any_hour(now: datetime) -> None:
    for patient in [*practice.patients(now), *body.patients(now)]:
        look_at_the_signatures(patient)
        for note in patient.notes:
            found = rules.evaluate(note.final, facts.Context(patient.final, None, now, LIMITS))
            assert OF_ANOTHER_DAY.isdisjoint(finding.rule for finding in found), note.key


def look_at_the_signatures(patient: Patient) -> None:
    """Once for a patient who is the same at every hour: a signature is judged at its own time."""
    if repr(patient) in LOOKED_AT:
        return
    LOOKED_AT.add(repr(patient))
    previous: date | None = None
    for note in patient.notes:
        for place, step in enumerate(note.steps, 1):
            if step.op in ("sign", "amend"):
                content, context = note.after(place), facts.Context(patient.on(step.at), previous, step.at, LIMITS)
                assert completeness.missing(content, context) == []
                findings = rules.evaluate(content, context)
                written = answers.bind(content, answers.unbound(content), findings)
                assert answers.open_findings(written, findings, step.acknowledged) == []
        previous = date.fromisoformat(note.final["visit"]["session_date"])


@pytest.mark.parametrize("patient", cases.load(), ids=lambda patient: patient.key)
def test_a_case_gives_the_figures_worked_out_for_it(patient: Patient) -> None:
    previous: date | None = None
    baseline = patient.notes[0].final.get("assessment", {})
    for note in patient.notes:
        context = facts.Context(patient.final, previous, NOON, LIMITS, baseline=baseline, note_id=note.id)
        found = facts.facts(note.final, context)
        for path, value in note.expected.items():
            unit, name = path.split(".")
            assert found[unit][name] == pytest.approx(value, abs=0.06), path
        assert {finding.rule for finding in rules.evaluate(note.final, context)} == set(note.rules), note.key
        previous = date.fromisoformat(note.final["visit"]["session_date"])


@pytest.mark.parametrize("now", [NOON, LAST_NIGHT], ids=["noon", "late at night"])
def test_the_same_moment_gives_the_same_practice_and_nothing_ahead_of_it(now: datetime) -> None:
    assert practice.patients(now) == practice.patients(now)
    acts = [act for patient in practice.patients(now) for act in scenario_runner.acts_of(patient)]
    assert max(act.step.at for act in acts) <= now


@pytest.mark.slow
@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_a_whole_demo_is_made_once(empty_app: Flask, tmp_path: Path) -> None:
    """That PostgreSQL takes a demo shows in ``test_a_start_that_was_cut_off_goes_on_where_it_stood``."""
    with empty_app.app_context():
        first = seed.seed(tmp_path, None, NOON)
        look_at_a_working_practice()
        look_at_the_accounts(first.password, tmp_path)
        before = db.session.scalar(select(func.count()).select_from(Revision))
        assert seed.seed(tmp_path, "another long password", NOON) == seed.Seeded(0, "another long password")
        assert db.session.scalar(select(func.count()).select_from(Revision)) == before
        look_at_the_accounts("another long password", tmp_path)


def look_at_a_working_practice() -> None:
    found = states()
    assert found["patient", "active"] == 44
    assert sum(count for (kind, _state), count in found.items() if kind == "note") == 155
    assert {state for kind, state in found if kind == "note"} == {"draft", "signed", "returned", "approved", "void"}
    assert found["conflict", "open"] == 1
    assert (found["lot", "active"], found["protocol", "active"]) == (8, 2)
    assert (found["follow_up", "signed"], found["follow_up", "acknowledged"]) == (2, 1)
    assert sorted(db.session.scalars(select(Clinic.name))) == ["Demo clinic", "Harbour Street Skin"]
    assert db.session.scalar(select(func.max(Record.version))) > 4
    assert [first_break(clinic_id) for clinic_id in db.session.scalars(select(Clinic.id))] == [None, None]


def look_at_the_accounts(password: str, data_dir: Path) -> None:
    """Everybody signs in with the one password, which its file keeps for the owner alone."""
    path = data_dir / seed.PASSWORD_FILE
    assert len(password) >= 15
    assert path.read_text().strip() == password
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    users = {user.email: user for user in db.session.scalars(select(User))}
    assert set(users) == {person.email for person in PEOPLE}
    assert passwords.verify(users["outsider@demo.example"].password_hash, password)


def test_a_start_that_was_cut_off_goes_on_where_it_stood(empty_app: Flask) -> None:
    whole, half = PATIENTS[0], replace(PATIENTS[0], notes=PATIENTS[0].notes[:2])
    with empty_app.app_context():
        seed.make_people("a password of the demo")
        some, rest = (scenario_runner.run_scenarios([patient], seed.actors()) for patient in (half, whole))
        assert some + rest == len(scenario_runner.acts_of(whole))
        assert {record.state for record in db.session.scalars(select(Record))} == {"active", "approved"}
        assert scenario_runner.run_scenarios([whole], seed.actors()) == 0


def test_a_real_clinic_is_left_alone(app: Flask, tmp_path: Path) -> None:
    with app.app_context(), pytest.raises(seed.NotADemo):
        seed.seed(tmp_path, None, NOON)
    assert not (tmp_path / seed.PASSWORD_FILE).exists()


def test_the_command_wants_to_be_told_that_this_is_a_demo(empty_app: Flask) -> None:
    done = empty_app.test_cli_runner().invoke(args=["demo", "seed"])
    assert done.exit_code == 1
    assert "DEMO=1" in done.output

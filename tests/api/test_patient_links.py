"""Links for a patient are given with their consent, within what the clinic allows, and listed, ended, forgotten."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.db import begin_write, db, utc_now
from server.domain.patient_page.words import PAGE
from server.models import AuditEntry, Clinic, LoginSession, PatientLink
from server.services.patient_links.given import forget_links
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.conftest import API
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT
from tests.links import BORN, LINKS, TOLD, act, enter, give, go_by, path, the_link, trail

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True


def test_none_is_made_without_the_consent_of_the_patient(named: Flask, mine: Tablet, cast: Any) -> None:
    for body in (
        {"days": 30},
        TOLD | {"agreed": False},
        TOLD | {"agreed": "true"},
        TOLD | {"days": 31},
        TOLD | {"x": 1},
    ):
        assert cast.practitioner.post(LINKS, json=body).status_code == 422
    assert trail(named) == []


def test_the_consent_stands_with_the_link_and_in_the_trail(named: Flask, mine: Tablet, cast: Any) -> None:
    before = utc_now()
    given = give(cast)
    kept = the_link(named)
    assert kept.made_by == cast["practitioner"].id
    assert before <= kept.agreed_at <= utc_now()
    assert kept.expires_at - kept.agreed_at == timedelta(days=30)
    with named.app_context():
        row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "patient_link.create")).one()
        assert (row.actor_id, row.object_id) == (cast["practitioner"].id, PATIENT)
        told = {name: row.detail[name] for name in ("link", "days", "agreed")}
    assert told == {"link": given["id"], "days": 30, "agreed": True}
    assert datetime.fromisoformat(given["agreed_at"]) == kept.agreed_at
    texts = [row["text"] for row in cast.supervisor.get(f"/api/v1/audit?patient={PATIENT}").get_json()["items"]]
    assert any("who had agreed to it" in text for text in texts)


def test_the_slip_is_in_the_language_of_the_patient_and_names_nobody(named: Flask, mine: Tablet, cast: Any) -> None:
    english = give(cast)["words"]
    assert english["ask"] == "Then enter your date of birth."
    assert "+44 20 7946 0000" in english["call"]
    mine.done("patch", "patient", PATIENT, unit="identity", base_rev=1, base={}, patch={"language": "es"})
    given = give(cast)
    assert (given["language"], given["words"]["language"]) == ("es", "es")
    assert given["words"]["title"] == "La página de su visita"
    assert "Mensah" not in str(given)
    mine.done("patch", "patient", PATIENT, unit="identity", base_rev=2, base={}, patch={"language": "ar"})
    approval = {"language": "ar", "version": PAGE["version"]}
    assert cast.supervisor.post(f"{API}/patient-page/approve", json=approval).status_code == 201
    arabic = give(cast)["words"]
    assert (arabic["language"], arabic["dir"]) == ("ar", "rtl")
    assert "\u2068+44 20 7946 0000\u2069" in arabic["call"], "read from the left among what is read from the right"
    assert re.search("[a-z]", "".join(arabic[name] for name in ("title", "scan", "ask", "until", "call"))) is None


def test_the_clinic_bounds_how_long_and_may_have_none(named: Flask, mine: Tablet, cast: Any) -> None:
    assert cast.practitioner.get("/api/v1/forms").get_json()["links"] == [7, 30, 90]
    assert cast.admin.patch("/api/v1/clinic", json={"link_days": 8}).status_code == 422
    assert cast.admin.patch("/api/v1/clinic", json={"link_days": 7}).status_code == 200
    assert cast.practitioner.get("/api/v1/forms").get_json()["links"] == [7]
    assert cast.practitioner.post(LINKS, json=TOLD).status_code == 422
    give(cast, days=7)
    assert cast.admin.patch("/api/v1/clinic", json={"link_days": 0}).status_code == 200
    assert cast.practitioner.post(LINKS, json=TOLD | {"days": 7}).status_code == 422
    assert cast.practitioner.get("/api/v1/forms").get_json()["links"] == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://needlepoint.clinic.lan", "https://192.168.1.7"])
def test_without_a_public_name_there_are_none(app: Flask, cast: Any, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    go_by(app, monkeypatch, url)
    Tablet(cast.practitioner, cast["practitioner"]).patient()
    refused = cast.practitioner.post(LINKS, json=TOLD)
    assert (refused.status_code, refused.get_json()["reason"]) == (409, "no_public_name")
    assert cast.practitioner.get("/api/v1/forms").get_json()["links"] == []


def test_what_cannot_be_opened_is_not_given(named: Flask, cast: Any) -> None:
    tablet = Tablet(cast.practitioner, cast["practitioner"])
    tablet.patient()
    assert cast.practitioner.post(LINKS, json=TOLD).get_json()["reason"] == "no_visit"
    tablet.sign(tablet.note())
    assert cast.practitioner.post(LINKS, json=TOLD).get_json()["reason"] == "text_not_approved"
    act(named, cast, "archive", PATIENT)
    assert cast.practitioner.post(LINKS, json=TOLD).get_json()["state"] == "archived"


def test_five_open_ones_are_enough(named: Flask, mine: Tablet, cast: Any) -> None:
    links = [give(cast) for _n in range(5)]
    assert cast.practitioner.post(LINKS, json=TOLD).get_json()["reason"] == "full"
    assert cast.practitioner.delete(f"/api/v1/links/{links[0]['id']}", json={}).get_json()["state"] == "ended"
    give(cast)


def test_other_clinics_strangers_and_programs_neither_make_list_nor_end_them(
    named: Flask, mine: Tablet, cast: Any
) -> None:
    given = give(cast)
    for client, status in ((cast.outsider, 404), (named.test_client(), 401)):
        assert client.get(LINKS).status_code == status
        assert client.post(LINKS, json=TOLD).status_code == status
        assert client.delete(f"/api/v1/links/{given['id']}", json={}).status_code == status
    made = named.test_cli_runner().invoke(
        args=["tokens", "add", "A program", "--scope", "summaries:read", "--clinic", "North Clinic"]
    )
    token = re.search(r"np_[\w-]+", made.output)
    assert token, made.output
    program = {"Authorization": f"Bearer {token[0]}"}
    assert named.test_client().get(LINKS, headers=program).status_code == 403
    assert named.test_client().post(LINKS, json=TOLD, headers=program).status_code == 403
    assert the_link(named).ended_at is None


def test_a_login_that_was_proved_long_ago_makes_none(named: Flask, mine: Tablet, cast: Any) -> None:
    with named.app_context():
        begin_write()
        long_ago = utc_now() - timedelta(minutes=6)
        db.session.execute(
            update(LoginSession).where(LoginSession.clinic_id == fixed_id("north")).values(proved_at=long_ago)
        )
        db.session.commit()
    assert cast.practitioner.post(LINKS, json=TOLD).get_json()["code"] == "fresh_sign_in"


def test_links_that_ran_out_are_forgotten_and_what_was_done_is_not(named: Flask, mine: Tablet, cast: Any) -> None:
    at = path(give(cast))
    assert enter(named.test_client(), at, BORN).status_code == 200
    for days, left in ((29, 1), (31, 0)):
        the_link(named, expires_at=utc_now() - timedelta(days=days))
        with named.app_context():
            begin_write()
            forget_links(fixed_id("south"), utc_now())
            forget_links(fixed_id("north"), utc_now())
            db.session.commit()
            assert len(db.session.scalars(select(PatientLink)).all()) == left
    assert trail(named) == ["create", "open"]
    with named.app_context():
        assert [first_break(clinic_id) for clinic_id in db.session.scalars(select(Clinic.id))] == [None, None]

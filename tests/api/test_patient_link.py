"""A link for a patient is opened with the birth date, and all that opens nothing has one answer."""

import html
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from server.db import begin_write, db, utc_now
from server.domain.patient_page.words import LINK
from server.models import AuditEntry, PatientLink, Record, Throttle
from server.services.accounts.codes import hash_code
from server.services.accounts.throttle import LINK_ADDRESS
from server.services.patient_links.opened import MOST_FAILURES
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.databases import second_app
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT
from tests.links import (
    BORN,
    FORM,
    LINKS,
    NAME,
    WRONG,
    act,
    assert_nothing,
    enter,
    forget_tries,
    give,
    nothing,
    path,
    seen,
    the_link,
    trail,
)

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True


def test_the_right_birth_date_opens_the_page_in_the_language_of_the_patient(
    named: Flask, mine: Tablet, cast: Any
) -> None:
    record = mine.done("patch", "patient", PATIENT, unit="identity", base_rev=1, base={}, patch={"language": "es"})
    assert record["fields"]["identity"]["language"] == "es"
    at, stranger = path(give(cast)), named.test_client()
    form = stranger.get(at)
    assert form.status_code == 200
    assert "North" in form.text
    assert 'name="day"' in form.text
    assert "<script" not in form.text
    answer = enter(stranger, at, BORN)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Su visita del" in " ".join(text.replace("\u00a0", " ").split())
    assert re.fullmatch(
        r'attachment; filename="[A-Z0-9-]+_2026-09-08_page-es.pdf"', answer.headers["Content-Disposition"]
    )
    assert trail(named) == ["create", "open"]
    listed = cast.supervisor.get(LINKS).get_json()["items"]
    assert [(one["state"], one["opened"], one["failures"]) for one in listed] == [("open", 1, 0)]
    assert listed[0]["name"] == cast["practitioner"].name
    with named.app_context():
        assert first_break(fixed_id("north")) is None


def test_the_address_says_nothing_and_the_database_does_not_hold_it(named: Flask, mine: Tablet, cast: Any) -> None:
    given = give(cast)
    token = path(given).removeprefix("/l/")
    assert re.fullmatch(r"([A-Z2-7]{4}-){6}[A-Z2-7]{4}", token)  # 27 of the 28 letters hold 5 random bits each
    kept = the_link(named)
    assert kept.token_hash == hash_code(token.lower().replace("-", " "))
    with named.app_context(), db.engine.connect() as connection:
        rows = [str(tuple(row)) for table in (PatientLink, AuditEntry, Throttle)
                for row in connection.execute(select(*table.__table__.columns))]  # fmt: skip
    assert not [row for row in rows if token in row or token.replace("-", "") in row]
    assert given["picture"].startswith("data:image/svg+xml")
    assert "url" not in cast.practitioner.get(LINKS).get_json()["items"][0]


def test_nothing_of_it_is_kept_listed_or_sent_on(named: Flask, mine: Tablet, cast: Any) -> None:
    at, stranger = path(give(cast)), named.test_client()
    for answer in (stranger.get(at), enter(stranger, at, WRONG), enter(stranger, at, BORN), stranger.get("/l/AAAA")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "Set-Cookie" not in answer.headers
        if answer.mimetype == "text/html":
            assert '<meta name="robots" content="noindex' in answer.text
            assert not {"Kofi", "Mensah", "1992", "NP-"} & set(
                re.findall(r"\w+-?", answer.text.replace("2\u00a08\u00a01992", ""))
            )


def test_all_that_opens_nothing_answers_alike(named: Flask, mine: Tablet, cast: Any) -> None:
    """One after the other, and mended again where that can be."""
    at, stranger = path(give(cast)), named.test_client()
    note, other, why = the_link(named).note_id, fixed_id("another patient"), {"reason": "It was the other patient."}
    mine.patient(other)
    now, later = utc_now(), utc_now() + timedelta(days=1)
    for state, column, broken, mended in (
        ("expired", "expires_at", now, later), ("locked", "locked_at", now, None), ("ended", "ended_at", now, None),
    ):  # fmt: skip
        the_link(named, **{column: broken})
        assert_nothing(named, cast, at, state)
        the_link(named, **{column: mended})
        assert enter(stranger, at, BORN).status_code == 200
    for record, breaking, mending, how in (
        (note, "void", "unvoid", (why, why)),
        (note, "move", "move", (why | {"patient_id": other}, why | {"patient_id": PATIENT})),
        (PATIENT, "archive", "unarchive", ({}, {})),
    ):
        act(named, cast, breaking, record, **how[0])
        assert_nothing(named, cast, at, "gone")
        act(named, cast, mending, record, **how[1])
        assert enter(stranger, at, BORN).status_code == 200
    assert trail(named).count("open") == 6


def test_a_newer_visit_one_that_is_returned_and_a_patient_who_is_merged_end_the_link(
    named: Flask, mine: Tablet, cast: Any
) -> None:
    first = path(give(cast))
    device = {"type": "pen", "product": "skinpen", "cartridge_lot": "SPC2604-02", "unit_code": "U-2211"}
    newer = mine.sign(mine.note(day="2026-10-20", number=3, device=device))["id"]
    assert_nothing(named, cast, first, "gone")
    second = path(give(cast))
    assert enter(named.test_client(), second, BORN).status_code == 200
    act(named, cast, "return", newer, comment="Which side?")
    assert_nothing(named, cast, second, "gone")
    assert enter(named.test_client(), first, BORN).status_code == 200
    other = fixed_id("another patient")
    mine.patient(other)
    act(named, cast, "merge", PATIENT, into=other, reason="It is one person.")
    with named.app_context():
        assert db.session.get_one(Record, (fixed_id("north"), PATIENT)).state == "merged"
    forget_tries(named)
    look, tried = nothing(named.test_client())
    assert look == tried == seen(named.test_client().get(first)) == seen(enter(named.test_client(), first, BORN))


def test_a_text_that_is_not_approved_any_more_is_not_shown(named: Flask, mine: Tablet, cast: Any) -> None:
    at = path(give(cast))
    with named.app_context():
        begin_write()
        db.session.execute(db.text("DELETE FROM clinic_setting WHERE name LIKE 'page_text%'"))
        db.session.commit()
    assert_nothing(named, cast, at, "gone")


def test_whoever_ended_it_a_replay_of_what_opened_it_finds_nothing(named: Flask, mine: Tablet, cast: Any) -> None:
    given, stranger = give(cast), named.test_client()
    assert enter(stranger, path(given), BORN).status_code == 200
    ended = cast.supervisor.delete(f"/api/v1/links/{given['id']}", json={}).get_json()
    again = cast.practitioner.delete(f"/api/v1/links/{given['id']}", json={}).get_json()
    assert (ended["state"], again["ended_at"]) == ("ended", ended["ended_at"])
    assert_nothing(named, cast, path(given), "ended")
    assert trail(named)[:3] == ["create", "open", "end"]


def test_a_wrong_birth_date_is_counted_slowed_down_and_at_last_locks_the_link(
    named: Flask, mine: Tablet, cast: Any
) -> None:
    at, stranger = path(give(cast)), named.test_client()
    for _n in range(MOST_FAILURES - 1):
        forget_tries(named)
        refused = enter(stranger, at, WRONG)
        assert refused.status_code == 403
        assert 'role="alert"' in refused.text
    no_day = enter(stranger, at, {**BORN, "month": "13"})
    assert (no_day.status_code, the_link(named).failures) == (403, MOST_FAILURES - 1)
    forget_tries(named)
    assert enter(stranger, at, WRONG).status_code == 404
    assert trail(named) == ["create", *["fail"] * MOST_FAILURES, "lock"]
    assert_nothing(named, cast, at, "locked")


def test_another_server_of_the_same_database_slows_the_same_link_down(
    named: Flask, mine: Tablet, cast: Any, tmp_path: Any
) -> None:
    at, url = path(give(cast)), named.config["NEEDLEPOINT"].database_url
    with second_app(tmp_path, url, public_url=NAME) as second:
        for number in range(3):
            server = (named, second)[number % 2]
            born, place = WRONG, {"REMOTE_ADDR": f"203.0.113.{number}"}
            answer = server.test_client().post(at, data=born, headers=FORM, environ_overrides=place)
            assert answer.status_code == 403
        slowed = second.test_client().post(
            at, data=BORN, headers=FORM, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}
        )
    assert (slowed.status_code, slowed.mimetype) == (429, "text/html")
    assert int(slowed.headers["Retry-After"]) > 0
    assert the_link(named).opened == 0


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_guesses_addresses_is_slowed_down(named: Flask, mine: Tablet, cast: Any, method: str) -> None:
    at, stranger = path(give(cast)), named.test_client()
    for number in range(LINK_ADDRESS.free):
        guessed = stranger.open(
            f"/l/GUESS-{number}", method=method, data=BORN if method == "POST" else None, headers=FORM
        )
        assert guessed.status_code == 404
    assert stranger.get("/l/AAAA").status_code == 429
    assert stranger.get(at).status_code == 429
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert stranger.get(at, environ_overrides=elsewhere).status_code == 200


def test_looking_and_opening_use_up_no_tries(named: Flask, mine: Tablet, cast: Any) -> None:
    at, stranger = path(give(cast)), named.test_client()
    for _n in range(5):
        assert stranger.get(at).status_code == 200
        assert enter(stranger, at, BORN).status_code == 200
    with named.app_context():
        assert set(db.session.scalars(select(Throttle.failures))) == {0}
    assert (the_link(named).opened, the_link(named).failures) == (5, 0)
    assert stranger.head(at).status_code == 200
    assert trail(named) == ["create", *["open"] * 5]


@pytest.mark.parametrize(
    ("code", "side", "heading"),
    [("en", "ltr", "The page about your visit"), ("es", "ltr", "La página de su visita"),
     ("de", "ltr", "Die Seite zu Ihrem Besuch"), ("ar", "rtl", "صفحة زيارتك"),
     ("fr", "ltr", "The page about your visit")],
)  # fmt: skip
def test_it_is_in_the_language_of_the_telephone_throughout(
    named: Flask, mine: Tablet, cast: Any, code: str, side: str, heading: str
) -> None:
    at, telephone = path(give(cast)), named.test_client()
    asks = {"Accept-Language": f"{code}-XX,{code};q=0.9"}
    wrong = telephone.post(at, data={**BORN, "year": "1901"}, headers=FORM | asks)
    form, nothing = (telephone.get(where, headers=asks) for where in (at, "/l/guessed"))
    spoken = code if code in LINK else "en"
    for answer in (form, wrong, nothing):
        assert f'<html lang="{spoken}" dir="{side}">' in answer.text
        others = [word for name in LINK if name != spoken for word in LINK[name].values() if word not in MINE[spoken]]
        assert [word for word in others if len(word) > 8 and word in answer.text] == []
    assert heading in form.text
    assert LINK[spoken]["wrong"] in html.unescape(wrong.text)
    assert LINK[spoken]["nothing"] in html.unescape(nothing.text)


MINE = {code: set(words.values()) for code, words in LINK.items()}


def test_the_form_is_ours_and_small(named: Flask, mine: Tablet, cast: Any) -> None:
    at, stranger = path(give(cast)), named.test_client()
    for sent, headers, status in (
        ({"data": BORN}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({"data": BORN}, {"Sec-Fetch-Site": "same-site"}, 403),
        ({"json": BORN}, {}, 415),
        ({"data": {"day": "x" * 5000}}, {}, 413),
        ({"data": BORN, "content_type": "multipart/form-data"}, {}, 415),
        ({"data": BORN}, {"Sec-Fetch-Site": None}, 200),  # of a browser of before 2023: its Origin is null
    ):
        assert stranger.post(at, headers=FORM | headers, **sent).status_code == status
    assert trail(named) == ["create", "open"]

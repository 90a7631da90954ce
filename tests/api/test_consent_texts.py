"""The clinic's consent texts: who writes and approves, what is signed meanwhile, and what stays readable for ever."""

import io
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from server.db import db
from server.domain.consent_texts import PARTS, SHIPPED
from server.models import AuditEntry, Record
from server.services.verify.clinic import first_break
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT

pytestmark = pytest.mark.slow

AT = "/api/v1/consent-texts"
FIRST = f"{SHIPPED['version']}.en"


def text(words: str) -> dict[str, str]:
    return {part: f"{words} ({part})" for part in PARTS}


def write(client: Any, words: str, base: int = 0, language: str = "en") -> Any:
    return client.post(
        AT, json={"language": language, "base": base, "text": text(words), "reason": "Asked for by the insurer."}
    )


def approve(client: Any, base: int, language: str = "en") -> Any:
    return client.post(f"{AT}/approve", json={"language": language, "base": base})


def forms(cast: Any) -> dict[str, Any]:
    found: dict[str, Any] = cast.practitioner.get("/api/v1/forms").get_json()["consent_texts"]
    return found


def test_patients_sign_what_ships_until_the_clinic_has_approved_a_text_of_its_own(app: Any, cast: Any) -> None:
    assert forms(cast)["in_use"] == {"en": FIRST}
    assert write(cast.admin, "Our words").status_code == 201
    assert forms(cast)["in_use"] == {"en": FIRST}
    assert list(forms(cast)["versions"]) == [FIRST]
    assert approve(cast.supervisor, 1).status_code == 201
    kept = forms(cast)
    assert kept["in_use"] == {"en": "2.en"}
    assert set(kept["versions"]) == {FIRST, "2.en"}
    second = kept["versions"]["2.en"]
    assert second["text"] == text("Our words")
    assert (second["author_name"], second["approved_name"]) == (cast["admin"].name, cast["supervisor"].name)
    assert write(cast.admin, "Newer words", 2).status_code == 201
    assert forms(cast)["in_use"] == {"en": "2.en"}
    assert approve(cast.supervisor, 3).status_code == 201
    assert forms(cast)["in_use"] == {"en": "4.en"}
    assert forms(cast)["versions"]["2.en"] == second
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("consent_text.")))
        assert [(row.action, row.detail["version"]) for row in rows] == [
            ("consent_text.change", "1.en"), ("consent_text.approve", "2.en"), ("consent_text.change", "3.en"),
            ("consent_text.approve", "4.en"),
        ]  # fmt: skip
        assert first_break(cast["admin"].actor.clinic_id) is None


def test_another_language_is_signed_only_once_it_is_approved(cast: Any) -> None:
    assert approve(cast.supervisor, 0, "ar").get_json()["reason"] == "no_text"
    assert approve(cast.supervisor, 0, "es").status_code == 201
    kept = forms(cast)
    assert kept["in_use"] == {"en": FIRST, "es": "1.es"}
    assert kept["versions"]["1.es"]["text"] == SHIPPED["languages"]["es"]
    assert kept["versions"]["1.es"]["author_name"] is None


def test_nobody_approves_words_of_their_own(cast: Any) -> None:
    assert write(cast.practitioner, "Mine").status_code == 403
    assert write(cast.supervisor, "Mine").status_code == 403
    assert approve(cast.admin, 0).status_code == 403
    assert write(cast.admin, "Mine").status_code == 201
    found = cast.supervisor.get(AT).get_json()["languages"]
    assert found["en"]["may_approve"]
    assert not cast.admin.get(AT).get_json()["languages"]["en"]["may_approve"]
    assert cast.supervisor.get(AT).get_json()["languages"]["ar"]["may_approve"] is False


def test_what_is_older_says_nothing_or_says_the_same_is_refused(cast: Any) -> None:
    for base, words, status in ((1, "Ours", 409), (0, " ", 422), (0, "a\x07b", 400), (0, "x" * 3001, 422)):
        parts = dict.fromkeys(PARTS, words)
        body = {"language": "en", "base": base, "text": parts, "reason": "Asked for by the insurer."}
        assert cast.admin.post(AT, json=body).status_code == status, words
    body = {"language": "en", "base": 0, "text": SHIPPED["languages"]["en"], "reason": "Asked for by the insurer."}
    assert cast.admin.post(AT, json=body).get_json()["reason"] == "same"


def test_what_was_signed_stays_on_paper_after_the_clinic_has_newer_words(app: Any, cast: Any) -> None:
    mine = Tablet(cast.practitioner, cast["practitioner"])
    mine.patient()
    write(cast.admin, "The words that were read")
    approve(cast.supervisor, 1)
    ticks = {"procedure": True, "prp": True, "photo_clinical": True, "version": "2.en", "text_version": "2.en"}
    mine.sign(mine.note(consent={**ticks, "signed_on": "2026-09-08"}))
    with app.app_context():
        before = db.session.scalars(select(Record.content_hash).where(Record.type == "note")).all()
    write(cast.admin, "Newer words", 2)
    approve(cast.supervisor, 3)
    with app.app_context():
        assert db.session.scalars(select(Record.content_hash).where(Record.type == "note")).all() == before
    answer = cast.practitioner.get(f"/api/v1/patients/{PATIENT}/summary.pdf?audience=clinician")
    assert answer.status_code == 200
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split())
    assert "consent texts that were signed" in said
    assert "The words that were read (all)" in said
    assert "The words that were read (photo_clinical)" in said
    assert "The words that were read (off_label)" not in said
    assert "Newer words" not in said

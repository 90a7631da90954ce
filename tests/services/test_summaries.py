"""What a summary is made of: the visits in order, what is derived, what was changed after a signature."""

from typing import Any

import pytest

from server.db import begin_write, db, utc_now
from server.domain.errors import NotFound
from server.exports import csv, json, tidy
from server.models import AuditEntry
from server.services.audit import verify_chain
from server.services.summaries.changes import amendments
from server.services.summaries.export import export_summary
from tests.cast import fixed_id
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT, PEOPLE, document, note, revision

DEPTH_WRONG, DEPTH_RIGHT = {"zone:nose": {"depth_mm": [5.0]}}, {"zone:nose": {"depth_mm": [0.5]}}


def told(*revisions: Any) -> list[tuple[int, bool, str, list[tuple[str, str, str]]]]:
    return [
        (one.version, one.signed, one.reason, [(change.label, change.old, change.new) for change in one.changes])
        for one in amendments(revisions, PEOPLE)
    ]


def test_typing_before_the_first_signature_is_no_amendment() -> None:
    it = note()
    assert told(revision(it, 2, "patch", 0, after=DEPTH_WRONG), revision(it, 3, "sign", 1)) == []


def test_an_amendment_keeps_what_was_and_why() -> None:
    it = note(version=2)
    amend = revision(it, 4, "amend", 2, before=DEPTH_WRONG, after=DEPTH_RIGHT, reason="typed wrong")
    assert told(revision(it, 3, "sign", 1), amend) == [
        (2, True, "typed wrong", [("Nose: Depth", "5\u00a0mm", "0.5\u00a0mm")])
    ]


def test_edits_of_a_returned_note_are_one_change_from_signature_to_signature() -> None:
    it = note(version=2)
    between = {"zone:nose": {"depth_mm": [2.0]}}
    assert told(
        revision(it, 3, "sign", 1),
        revision(it, 4, "return", 1, reason="Nose at 5 mm?"),
        revision(it, 5, "patch", 1, before=DEPTH_WRONG, after=between),
        revision(it, 6, "patch", 1, before=between, after=DEPTH_RIGHT),
        revision(it, 7, "patch", 1, after={"text:plan": {"text": "Rest."}}),
        revision(it, 8, "sign", 2),
    ) == [(2, True, "Nose at 5 mm?", [("Nose: Depth", "5\u00a0mm", "0.5\u00a0mm"), ("Plan", "", "Rest.")])]


def test_a_correction_that_is_not_signed_yet_says_so() -> None:
    it = note(state="returned")
    edit = revision(it, 5, "patch", 1, before=DEPTH_WRONG, after={})
    assert told(revision(it, 4, "return", 1, reason="Nose?"), edit) == [
        (2, False, "Nose?", [("Nose: Depth", "5\u00a0mm", "")])
    ]


def test_what_was_taken_back_is_no_change() -> None:
    it = note(version=2)
    there = revision(it, 5, "patch", 1, before=DEPTH_RIGHT, after=DEPTH_WRONG)
    back = revision(it, 6, "patch", 1, before=DEPTH_WRONG, after=DEPTH_RIGHT)
    assert told(revision(it, 3, "sign", 1), there, back, revision(it, 7, "sign", 2)) == [(2, True, "", [])]


def test_visits_stand_in_order_and_voided_ones_apart() -> None:
    made = document(note(3, "2026-10-06"), note(1, "2026-08-11"), note(2, state="void"))
    assert [visit.value("visit", "session_no") for visit in made.visits] == [1, 3]
    assert [one.id for one in made.voided] == [note(2).id]


def test_what_the_catalogue_keeps_in_is_in_no_document() -> None:
    made = document(note(1))
    internal = made.visits[0].block("text:remarks")
    assert internal is not None
    assert all("pdf" not in line.formats for line in internal.lines)


@pytest.fixture
def registered(cast: Any) -> None:
    mine = Tablet(cast.practitioner, cast["practitioner"])
    mine.patient()
    mine.note()


@pytest.mark.usefixtures("registered")
def test_the_audit_row_is_part_of_the_export(inside: Any, cast: Any) -> None:
    begin_write()
    made = export_summary(cast["practitioner"].actor, PATIENT, "pdf", utc_now())
    assert made.visits[0].shown("visit", "operator") == cast["practitioner"].name
    db.session.rollback()
    assert db.session.query(AuditEntry).filter_by(action="summary.export").count() == 0
    begin_write()
    export_summary(cast["practitioner"].actor, PATIENT, "pdf", utc_now())
    db.session.commit()
    assert db.session.query(AuditEntry).filter_by(action="summary.export").count() == 1
    assert verify_chain(fixed_id("north")) is None


@pytest.mark.usefixtures("registered")
def test_another_clinic_does_not_find_the_patient(inside: Any, cast: Any) -> None:
    begin_write()
    with pytest.raises(NotFound):
        export_summary(cast["outsider"].actor, PATIENT, "pdf", utc_now())
    db.session.rollback()


def test_files_have_no_words_made_and_a_page_has_them() -> None:
    made = document(note(1), note(2))
    json.render(made), csv.render(made), tidy.tables(made)
    lines = [line for visit in made.visits for block in visit.blocks for line in block.lines if line.kind != "text"]
    assert not any(line.has_words for line in lines if line.field != "site_text")
    assert [line.shown for line in lines if line.name == "numbing.amount_g"] == ["35\u00a0g", "35\u00a0g"]

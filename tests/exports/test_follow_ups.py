"""Follow-ups leave with their visit: named as what they are, never as part of the signed note."""

import csv as reader
import io
import json as text
from typing import Any

from server.exports import csv, json
from server.exports.pdf.pages import tell
from tests.exports.samples import document, follow_up, note

FLAGS = {"flags": {"answer": "not_an_event", "reason": "Known acne, as before."}}


def row_of(calls: Any, **units: Any) -> dict[str, str]:
    made = csv.render(document(note(1, **units), calls=calls)).decode("utf-8-sig")
    return next(iter(reader.DictReader(io.StringIO(made))))


def test_the_columns_of_a_point_are_those_of_its_newest_follow_up() -> None:
    about = note(1)
    older = follow_up(about, "T24", by="u1", at="2026-09-09T08:00:00+00:00", erythema=3)
    newer = follow_up(about, "T24", at="2026-09-09T12:00:00+00:00", erythema=2, visual_symptom="no")
    row = row_of([newer, older])
    assert (row["obs.T24.erythema"], row["obs.T24.source"], row["obs.T24.by"]) == ("2", "follow_up", "Dr A. Lindqvist")
    assert (row["obs.T24.visual_symptom"], row["obs.T24.at"][:10]) == ("no", "2026-09-09")


def test_an_observation_in_the_note_says_that_it_stands_there() -> None:
    row = row_of([])
    assert (row["obs.T24.erythema"], row["obs.T24.source"], row["obs.T24.by"]) == ("1", "note", "N. Vidal")
    assert row["obs.T72.source"] == ""


def test_a_call_that_nobody_answered_fills_no_column() -> None:
    row = row_of([follow_up(note(1), "T72", reached="no_answer")])
    assert (row["obs.T72.source"], row["obs.T72.erythema"]) == ("", "")


def test_the_json_form_names_each_with_its_author_and_state() -> None:
    about = note(1)
    made = text.loads(
        json.render(document(about, calls=[follow_up(about), follow_up(about, "T72", reached="no_answer")]))
    )
    first, second = sorted(made["notes"][0]["follow_ups"], key=lambda one: one["point"])
    assert (first["point"], first["reached"], first["fields"].get("seen")) == ("T72", False, None)
    assert (second["by"], second["state"], second["fields"]["seen"]["itch"]) == ("Dr A. Lindqvist", "signed", 0)


def test_the_pages_tell_who_called_what_was_found_and_what_was_advised() -> None:
    about = note(1)
    call, tried = follow_up(about), follow_up(about, "T72", at="2026-09-11T10:00:00+00:00", reached="no_answer")
    call.content |= FLAGS | {"advice": {"given": "Moisturise twice a day.", "referred_to": "Dermatology"}}
    pages = tell(document(about, calls=[call, tried]))
    part = next(part for part in pages["visits"][0]["parts"] if part["label"].startswith("After the visit"))
    assert [row[0] for row in part["rows"]] == ["3 days", "7 days"]
    assert part["rows"][0][2] == "No answer"
    assert part["rows"][1][1].endswith("By phone, Dr A. Lindqvist")
    said = part["rows"][1][2]
    assert said.startswith("Redness: 1 (Almost clear); Itch: 0 (None); Advice given: Moisturise twice a day.")
    assert "Dermatology" in said
    assert "acne" not in said

"""The FHIR form: valid R4 over generated records, each value as text or code, what nobody recorded said outright."""

import json
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.catalogue import Field
from server.exports import fhir
from server.exports.document import ExportDocument
from tests.domain.strategies import content, keys_of, with_fields
from tests.exports.samples import document, follow_up, full, note, patient, revision

STATES = ("draft", "returned", "signed", "approved")


def told(made: ExportDocument) -> dict[str, Any]:
    """The bundle as others read it: valid, every entry with an id of its own, every reference to one of them."""
    body = json.loads(fhir.render(made))
    Bundle.model_validate(body)
    ids = [one["fullUrl"] for one in body["entry"]]
    assert len(ids) == len(set(ids))
    references = [ref for ref in strings_of(body, "reference") if ref.startswith("urn:uuid:")]
    assert set(references) <= set(ids)
    return body


def of_kind(body: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one["resource"] for one in body["entry"] if one["resource"]["resourceType"] == kind]


def generated(state: str, found: dict[str, Any], n: int) -> Any:
    made = note(n, state=state)
    made.content = found
    return made


@settings(max_examples=25, deadline=None)
@given(
    about=content("patient"),
    notes=st.lists(st.tuples(st.sampled_from(STATES), content("note")), max_size=3),
    call=content("follow_up"),
)
def test_generated_records_are_valid(about: dict[str, Any], notes: list[Any], call: dict[str, Any]) -> None:
    made = [generated(state, found, n) for n, (state, found) in enumerate(notes, 1)]
    calls = []
    if made:
        one = follow_up(made[0])
        one.content = call | {
            "about": {**call.get("about", {}), "note_id": made[0].id, "reached": "yes", "point": "T24"}
        }
        calls = [one]
    who = patient()
    who.content = about
    told(document(*made, who=who, calls=calls))


def strings_of(thing: Any, name: str) -> list[str]:
    if isinstance(thing, dict):
        here = [thing[name]] if isinstance(thing.get(name), str) else []
        return here + [found for value in thing.values() for found in strings_of(value, name)]
    return [found for one in thing for found in strings_of(one, name)] if isinstance(thing, list) else []


def test_every_value_of_the_signed_record_is_there() -> None:
    made = document(note(1, "2026-08-11"), note(2, "2026-09-08"), calls=[follow_up(note(2))])
    text = fhir.render(made).decode().replace("\u00a0", " ")
    lines = [line for visit in made.visits for block in visit.given_blocks for line in block.lines]
    lines = [
        line for line in lines if "json" in line.formats and line.kind not in ("strokes", "person", "datetime", "date")
    ]
    known = {"obs", "zone", "numbing", "prp", "serum", "check", "needling", "device"}
    expected = [line.shown.replace("\u00a0", " ") for line in lines if line.name.split(".")[0].split(":")[0] in known]
    plain = [words for words in expected if words and not any(char.isdigit() for char in words)]
    assert [words for words in plain if json.dumps(words, ensure_ascii=False)[1:-1] not in text] == []


def leaves(thing: Any) -> Iterator[Any]:
    if isinstance(thing, dict | list):
        for part in thing.values() if isinstance(thing, dict) else thing:
            yield from leaves(part)
    else:
        yield thing


def untold(made: ExportDocument) -> tuple[list[str], int]:
    """Of the values of signed visits that may leave: those that the bundle has neither as text nor as number."""
    told_here = list(leaves(told(made)))
    figures = {one for one in told_here if isinstance(one, int | float)}
    text = "\n".join(one for one in told_here if isinstance(one, str))
    lines = [line for visit in made.visits if visit.is_signed for block in visit.given_blocks for line in block.lines]
    values = [
        (line, words)
        for line in lines
        if {"json", "pdf"} <= line.formats and line.kind not in ("strokes", "paths")
        for item in line.items
        if (words := item.replace("\u00a0", " ").strip())
    ]
    missing = [
        line.name
        for line, words in values
        if words not in text and not (isinstance(line.value, int | float) and line.value in figures)
    ]
    return missing, len(values)


@pytest.mark.grows
def test_every_value_of_generated_notes_is_there_as_code_or_text() -> None:
    counted = Counter[str]()

    @settings(max_examples=500 if os.environ.get("NEEDLEPOINT_SOAK") else 25, deadline=None)
    @given(st.sampled_from(("signed", "approved")), content("note"))
    def each(state: str, found: dict[str, Any]) -> None:
        missing, count = untold(document(generated(state, found, 1)))
        counted.update(notes=1, values=count)
        assert missing == []

    each()
    print(f"{counted['values']} values of {counted['notes']} notes, each as code or text")
    assert counted["values"] > 10 * counted["notes"]


def test_a_value_that_is_in_a_list_twice_is_stated_once() -> None:
    who = patient(meds={"methb_inducing": ["sulphonamides", "dapsone", "sulphonamides"]})
    visit = full(1, "2026-08-11")["visit"] | {"indication": ["acne_scar", "striae", "acne_scar"]}
    body = told(document(note(1, "2026-08-11", visit=visit, photo={"views": ["front", "front"]}), who=who))
    medicines = [one["medicationCodeableConcept"]["text"] for one in of_kind(body, "MedicationStatement")]
    assert medicines == ["Sulphonamides", "Dapsone"]
    needling = of_kind(body, "Procedure")[0]
    reasons = [one["coding"][-1]["code"] for one in needling["reasonCode"]]
    assert reasons == ["indication.acne_scar", "indication.striae"]
    codings = [one["valueCodeableConcept"].get("coding", []) for one in of_kind(body, "Observation")
               if "valueCodeableConcept" in one]  # fmt: skip
    codes = [[coding["code"] for coding in each] for each in codings]
    assert ["photo.views.front"] in codes
    assert [each for each in codes if len(each) != len(set(each))] == []


def repeated(field: Field) -> Any:
    row = {"choices": field.choices[0].value if field.choices else "", "numbers": 1, "texts": "a"}
    one = {sub.name: 1 for sub in field.fields if sub.kind in ("int", "decimal")} if field.fields else row[field.kind]
    return [one, one]


def test_every_list_may_hold_a_value_twice() -> None:
    kinds = ("choices", "numbers", "texts", "rows")
    lists = {
        (kind, unit): {field.name: repeated(field) for field in section.fields if field.kind in kinds}
        for kind in ("patient", "note", "follow_up")
        for section in with_fields(kind)
        for unit in keys_of(section)[:2]
    }
    who, made = patient(), note(1)
    call = follow_up(made)
    for (kind, unit), fields in lists.items():
        record = {"patient": who, "note": made, "follow_up": call}[kind]
        record.content = record.content | {unit: record.content.get(unit, {}) | fields}
    told(document(made, who=who, calls=[call]))


def test_drafts_and_plans_are_not_told() -> None:
    secret = {"numbing": {"used": True, "product": "emla", "lot": "DRAFT-LOT", "amount_g": 5}}
    text = fhir.render(document(note(1), note(2, state="draft", version=0, **secret))).decode()
    assert "DRAFT-LOT" not in text
    off = {"performed": "deferred", "session_date": "2026-09-08"}
    gone = {unit: None for unit in note(1).content if unit not in ("visit", "numbing", "check")}
    plan = {"visit": off, "numbing": {"used": True, "product": "emla", "amount_g": 20, "lot": "PLAN-LOT"}}
    body = told(document(note(1, **gone | plan)))
    assert of_kind(body, "Procedure") == of_kind(body, "MedicationAdministration") == []
    assert "PLAN-LOT" not in json.dumps(body)


def test_what_nobody_recorded_is_said() -> None:
    empty = patient()
    empty.content = {"identity": {"family": "Mensah"}}
    codes = set(strings_of(told(document(who=empty)), "code"))
    assert {"no-allergy-info", "no-problem-info", "no-medication-info"} <= codes
    denied = patient(allergy_status={"none_known": "yes"})
    assert "no-known-allergies" in set(strings_of(told(document(who=denied)), "code"))


def test_sure_codes_and_units() -> None:
    body = told(document(note(1, "2026-08-11")))
    (needling, plasma) = of_kind(body, "Procedure")
    assert needling["code"]["coding"][0]["system"].startswith("urn:needlepoint")
    cheek = next(site for site in needling["bodySite"] if site["text"] == "Left cheek")
    assert cheek["coding"] == [{"system": "http://snomed.info/sct", "code": "60819002"}]
    assert plasma["performedDateTime"] == "2026-08-11"
    cream = next(
        one for one in of_kind(body, "MedicationAdministration") if "LMX" in one["medicationCodeableConcept"]["text"]
    )
    assert cream["dosage"]["dose"] == {"value": 35, "unit": "g", "system": "http://unitsofmeasure.org", "code": "g"}
    assert cream["effectivePeriod"]["end"] == "2026-08-11T13:55:00+02:00"


def test_a_correction_is_told_with_its_reason() -> None:
    amended = note(1, version=2)
    change = revision(amended, 6, "amend", 2, reason="typed wrong", before={"zone:nose": {"depth_mm": [5.0]}},
                      after={"zone:nose": {"depth_mm": [0.5]}})  # fmt: skip
    body = told(document(amended, revisions={amended.id: [revision(amended, 5, "sign", 1), change]}))
    (row,) = of_kind(body, "Provenance")
    assert "typed wrong" in row["reason"][0]["text"]
    assert uuid.UUID(row["id"])

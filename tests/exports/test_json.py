"""The JSON form keeps the documented shape and every value as recorded."""

import json as parser

from server.exports import json
from server.schemas.summaries import SummaryOut
from tests.exports.samples import PATIENT, document, full, note, patient


def shape(*notes, **rest):
    return parser.loads(json.render(document(*notes, **rest)))


def test_the_shape_is_the_documented_one() -> None:
    told = shape(note(1, "2026-08-11"), note(2), note(3, "2026-10-06", state="draft", version=0), note(4, state="void"))
    assert SummaryOut().validate(told) == {}
    assert (told["format"], told["format_version"]) == ("needlepoint.patient-summary", 1)
    assert told["patient"]["id"] == PATIENT
    assert [one["in_signed_record"] for one in told["notes"]] == [True, True, False]


def test_values_are_as_recorded_and_people_go_by_name() -> None:
    told = shape(note(2))["notes"][0]["fields"]
    entered = full(2, "2026-09-08")
    entered["visit"]["operator"] = "N. Vidal"
    assert told == entered


def test_a_voided_note_is_named_and_nothing_else() -> None:
    told = shape(note(4, "2026-07-06", state="void"))
    assert told["notes"] == []
    assert set(told["voided_notes"][0]) == {"id", "happened_at", "voided_at", "voided_by"}
    assert "HydraGel" not in parser.dumps(told)


def test_derived_values_name_their_unit() -> None:
    told = shape(note(2))["notes"][0]["derived"]
    assert told["numbing.contact_min"] == {"value": 45, "measure": "min"}
    assert told["prp.factor"]["value"] == 4.791667


def test_any_text_is_kept() -> None:
    text = "\u202e \t 王 فاطمة Żółć =1+1 \u0001"
    told = shape(note(1, **{"text:plan": {"text": text}}), who=patient(given=text))
    assert told["notes"][0]["fields"]["text:plan"]["text"] == told["patient"]["fields"]["identity"]["given"] == text

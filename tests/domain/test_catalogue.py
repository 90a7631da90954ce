import json

import pytest

from server.domain.catalogue import RECORD_TYPES, forms, section_of

SERUM_ID = "0192f0aa-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("record_type", "unit", "section"),
    [
        ("note", "visit", "visit"),
        ("note", "zone:cheek_left", "zone"),
        ("note", "zone:vermilion_lip", "zone"),
        ("note", "obs:T7d", "obs"),
        ("note", "text:plan", "text:plan"),
        ("note", "reason:D02", "reason"),
        ("note", f"serum:{SERUM_ID}", "serum"),
        ("note", "zone:hand_left", "zone"),
        ("note", "device", "device"),
        ("note", f"device:{SERUM_ID}", "device"),
        ("note", f"numbing:{SERUM_ID}", "numbing"),
        ("note", f"prp:{SERUM_ID}", "prp"),
        ("note", f"la:{SERUM_ID}", "la"),
        ("note", f"other_site:{SERUM_ID}", "other_site"),
        ("patient", f"allergy:{SERUM_ID}", "allergy"),
        ("patient", "history:hsv", "history"),
        ("conflict", "mine", "mine"),
    ],
)
def test_a_unit_belongs_to_its_section(record_type, unit, section):
    assert section_of(record_type, unit).unit == section


@pytest.mark.parametrize(
    ("record_type", "unit"),
    [
        ("note", "zone"),
        ("note", "zone:"),
        ("note", "zone:elbow"),
        ("note", "la"),
        ("note", "device:1"),
        ("note", "zone:chin:left"),
        ("note", "obs:T1"),
        ("note", "serum"),
        ("note", "serum:1"),
        ("note", f"serum:{SERUM_ID}\n"),
        ("note", f"serum:{SERUM_ID.upper()}"),
        ("note", "reason:Z99"),
        ("note", "identity"),
        ("note", ""),
        ("patient", "visit"),
        ("course", "visit"),
    ],
)
def test_other_units_have_no_place(record_type, unit):
    assert section_of(record_type, unit) is None


def test_forms_are_plain_data_of_what_people_fill_in():
    dumped = json.loads(json.dumps(forms()))
    assert list(dumped) == ["patient", "note", "follow_up", "lot", "protocol"]
    zone = next(section for section in dumped["note"]["sections"] if section["unit"] == "zone")
    assert zone["repeats"] == "key"
    assert {"key": "cheek_left", "label": "Left cheek", "group": "face"} in zone["keys"]
    assert zone["fields"][0]["required_if"] == [
        ["exposure.needle", "in", ["given", "planned"]],
        ["zone.in_runs", "is", False],
    ]


def test_no_choice_that_says_none_stands_beside_others():
    fields = [
        (section.unit, field)
        for kind in RECORD_TYPES.values()
        for section in kind.sections
        for field in section.fields
        if field.kind == "choices"
    ]
    saying_none = {(unit, field.name) for unit, field in fields if any(c.value == "none" for c in field.choices)}
    assert saying_none == {
        ("numbing", "toxicity"),
        ("obs", "new_lesions"),
        ("prp", "reaction"),
        ("seen", "new_lesions"),
    }
    assert {(unit, field.name) for unit, field in fields if field.exclusive == ("none",)} == saying_none
    assert all(set(field.exclusive) <= {choice.value for choice in field.choices} for _unit, field in fields)


def test_only_the_server_writes_conflicts():
    assert [kind.type for kind in RECORD_TYPES.values() if kind.server_owned] == ["conflict"]

"""The catalogue against the clinical record written by hand: every field with its kind, measure, range and source."""

from pathlib import Path

from server.domain.catalogue import RECORD_TYPES, Field
from tests.table import check_rows

TABLE = Path(__file__).with_name("clinical_table.txt")
ROWS = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
HISTORY = """
    isotretinoin keloid_hypertrophic anticoagulant bleeding_disorder platelet_disorder hsv skin_cancer_area
    radiotherapy_area autoimmune diabetes immunosuppression wound_healing g6pd_deficiency methaemoglobinaemia liver
    cardiac renal arrhythmia_drug pseudocholinesterase_deficiency smoker cancer vasovagal atopic_dermatitis_area
    hiv_hepatitis chemotherapy pacemaker_icd implant_area
""".split()  # noqa: SIM905
ZONES = """
    forehead glabella temple_left temple_right periorbital_left periorbital_right nose malar_left malar_right cheek_left
    cheek_right upper_lip chin jawline_left jawline_right neck eyelid_left eyelid_right orbital_rim_left
    orbital_rim_right vermilion_lip nostril_left nostril_right
    lower_lip ear_left ear_right ear_canal_left ear_canal_right scalp_frontal scalp_temporal_left scalp_temporal_right
    scalp_mid scalp_vertex scalp_occipital nape decolletage chest breast_left breast_right abdomen_upper abdomen_lower
    flank_left flank_right back_upper back_lower buttock_left buttock_right shoulder_left shoulder_right axilla_left
    axilla_right upper_arm_left upper_arm_right elbow_left elbow_right forearm_left forearm_right thigh_left thigh_right
    knee_left knee_right lower_leg_left lower_leg_right foot_left foot_right hand_left hand_right palm_left palm_right
""".split()  # noqa: SIM905


def fields_at(record_type: str, place: str) -> dict[str, Field]:
    """The fields of a section, or of the rows of one of its fields ("prp.spins")."""
    unit, _, rows = place.partition(".")
    section = next(section for section in RECORD_TYPES[record_type].sections if section.unit == unit)
    fields = {field.name: field for field in section.fields}
    return {column.name: column for column in fields[rows].fields} if rows else fields


def test_every_field_of_the_clinical_record_is_in_the_catalogue() -> None:
    check_rows(ROWS, is_in_the_catalogue)


def is_in_the_catalogue(row: str) -> None:
    (record_type, place, *names), (kind, *choices), measure, limits, source = (cell.split() for cell in row.split("|"))
    fields = fields_at(record_type, place)
    for name in names:
        field = fields[name]
        assert field.kind == kind
        assert [field.unit] == (measure or [""]) or not measure
        assert {str(choice.value) for choice in field.choices} >= set(choices)
        assert not choices or len(field.choices) == len(choices)
        if limits:
            assert [field.minimum, field.maximum] == [float(end) for end in limits[0].split("-")]
        assert set(source) <= set(field.source.replace(";", " ").split())
        assert field.source


def test_the_table_knows_every_field_of_these_sections() -> None:
    """So that a field is not added to the record without its place in the table."""
    told = {
        (row.split()[0], row.split()[1].partition(".")[0], name)
        for row in ROWS
        for name in row.partition("|")[0].split()[2:]
    }
    rows = {("note", "assessment", "scar_types"), ("note", "numbing", "actives"), ("note", "numbing", "other_la"),
            ("note", "prp", "spins"), ("note", "prp", "sites")}  # fmt: skip
    ours = {"carried", "clock", "reason", "override", "text:observations", "text:plan", "text:remarks"}
    known = {
        (kind, section.unit, field.name)
        for kind in ("patient", "note")
        for section in RECORD_TYPES[kind].sections
        if section.unit not in ours
        for field in section.fields
    }
    assert sorted(known - told - rows) == []


def test_the_keys_of_history_and_zones_are_those_of_the_record() -> None:
    keys = {
        section.unit: {key.key for key in section.keys}
        for kind in ("patient", "note")
        for section in RECORD_TYPES[kind].sections
    }
    assert keys["history"] == set(HISTORY)
    assert keys["zone"] == set(ZONES)
    assert keys["obs"] == {"T0", "T30", "T24", "T72", "T7d", "T28d"}

from copy import deepcopy

import pytest

from server.domain.canonical import digest
from server.domain.context import units_of
from server.domain.schema import schema_of
from server.domain.views import la_of, passes_sum, runs_of, sites_of, unlabelled_creams_of
from tests.domain.vectors import cases, completeness_content, load, title

OTHER = "0192f0aa-0000-7000-8000-000000000001"


@pytest.mark.parametrize("case", cases("views", "units_of"), ids=title)
def test_units_stand_in_the_order_of_the_visit(case):
    assert [key for key, _unit in units_of(case["content"], case["section"])] == case["expect"]


@pytest.mark.parametrize("case", cases("views", "sites_of"), ids=title)
def test_sites_are_those_of_the_list_and_those_in_words(case):
    assert [key for key, _unit in sites_of(case["content"])] == case["expect"]


@pytest.mark.parametrize("case", cases("views", "runs_of"), ids=title)
def test_runs_are_read_from_either_shape(case):
    assert runs_of(case["zone"]) == case["expect"]
    assert passes_sum(case["zone"]) == case["passes_sum"]


@pytest.mark.parametrize("case", cases("views", "la_of"), ids=title)
def test_injections_are_read_from_either_shape(case):
    assert la_of(case["content"]) == case["expect"]
    assert unlabelled_creams_of(case["content"]) == case["creams"]


def test_reading_an_old_note_changes_nothing_of_it():
    content = load("completeness")["complete"]
    before, hashed = deepcopy(content), digest(content)
    for zone in (unit for key, unit in content.items() if key.startswith("zone:")):
        runs_of(zone)
    la_of(content)
    assert content == before
    assert digest(content) == hashed


@pytest.mark.parametrize(
    "newer",
    [
        {f"device:{OTHER}": {"unit_code": "B"}},
        {f"numbing:{OTHER}": {"product": "emla"}},
        {f"prp:{OTHER}": {"drawn_ml": 10}},
        {f"la:{OTHER}": {"drug": "lidocaine"}},
        {f"comfort:{OTHER}": {"kind": "cooling"}},
        {f"proc:{OTHER}": {"kind": "peel"}},
        {f"other_site:{OTHER}": {"site_text": "Old burn"}},
        {"zone:abdomen_lower": {"bleeding": 1}},
        {"zone:chin": {"runs": [{"depth_mm": 1, "passes": 2}]}},
        {"visit": {"kind": "touch_up"}},
        {"visit": {"performed": "stopped"}},
        {"numbing": {"zones": ["cheek_left", "thigh_left"]}},
        {"prp": {"sites": [{"zone": "scalp_vertex", "ml": 1}]}},
    ],
)
def test_a_note_that_an_older_app_cannot_show_is_of_schema_2(newer):
    content = completeness_content({"change": {}})
    assert schema_of(content) == 1
    assert schema_of({**content, **{unit: {**content.get(unit, {}), **fields} for unit, fields in newer.items()}}) == 2

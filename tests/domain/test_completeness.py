import pytest

from server.domain.completeness import Gap, missing
from tests.domain.vectors import cases, completeness_content, context_of, title


@pytest.mark.parametrize("case", cases("completeness"), ids=title)
def test_what_is_missing_or_cannot_be_is_named(case):
    gaps = missing(completeness_content(case), context_of(case["context"]))
    assert [[gap.unit, gap.field, gap.problem] for gap in gaps] == case["missing"]
    if "params" in case:
        assert [gap.params for gap in gaps] == case["params"]
    if "rows" in case:
        assert [gap.row for gap in gaps] == case["rows"]


def test_a_gap_speaks_of_the_value_and_the_range():
    case = next(case for case in cases("completeness") if "params" in case)
    gaps = missing(completeness_content(case), context_of(case["context"]))
    assert gaps[1].text() == "15.0 is above 3.5 mm."
    assert (gaps[1].section, gaps[1].label) == ("Left cheek", "Depth")


def test_a_patient_is_complete_with_an_identity():
    context = context_of({"patient": {}, "previous": None, "now": "2026-11-23T10:00:00+00:00", "type": "patient"})
    identity = {"mrn": "1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}
    assert missing({"identity": identity}, context) == []
    assert [gap.field for gap in missing({"identity": {**identity, "mrn": " "}}, context)] == ["mrn"]
    (gap,) = missing({"identity": {**identity, "birth_date": "2027-01-01"}}, context)
    assert isinstance(gap, Gap)
    assert gap.problem == "below"

"""What of an amended note its own changes answer for; the tablet answers to the same examples."""

import pytest

from server.domain.amendment import raised_gaps
from server.domain.answers import open_findings
from server.domain.completeness import Gap
from tests.domain.vectors import amended, cases, title


@pytest.mark.parametrize("case", cases("amendments"), ids=title)
def test_only_what_the_changes_raise_stands_in_the_way(case):
    findings, content = amended(case)
    told = [[found.rule, found.at, found.severity, found.since, found.was] for found in findings]
    assert told == case["findings"]
    assert [found.rule for found in open_findings(content, findings, case["acknowledged"])] == case["open"]


def test_what_the_signed_note_lacked_is_not_asked_for_now():
    old, new = (Gap("obs:T30", name, "", "", "missing", "") for name in ("pain_now", "erythema"))
    assert raised_gaps([old, new], [old]) == [new]

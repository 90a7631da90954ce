import pytest

from server.domain.errors import WrongState
from server.domain.workflow import TRANSITIONS, is_editable, next_state
from tests.domain.vectors import cases, title


@pytest.mark.parametrize("case", cases("workflow"), ids=title)
def test_each_operation_leads_where_the_table_says_or_nowhere(case):
    record_type, state, op, expected = case
    if expected is None:
        with pytest.raises(WrongState):
            next_state(record_type, state, op)
    else:
        assert next_state(record_type, state, op) == expected


def test_the_vectors_name_every_state_of_the_table():
    named = {(record_type, state) for record_type, state, _, _ in cases("workflow")}
    used = {
        (record_type, state)
        for record_type, steps in TRANSITIONS.items()
        for step in steps
        for state in (*step.sources, *([step.target] if step.target else []))
    }
    assert used == named


def test_a_signed_note_is_not_editable():
    editable = [state for state in ("draft", "signed", "returned", "approved", "void") if is_editable("note", state)]
    assert editable == ["draft", "returned"]


def test_signing_asks_for_the_content_seen_and_nothing_open():
    requires = {step.op: step.requires for step in TRANSITIONS["note"]}
    for op in ("sign", "amend"):
        assert {"author", "content_seen", "complete", "no_open_findings", "no_open_conflict"} <= set(requires[op])
    assert "not_author" in requires["approve"]
    assert "comment" in requires["return"]

from server.domain.errors import WrongState
from server.domain.workflow import TRANSITIONS, is_editable, next_state
from tests.domain.vectors import cases
from tests.table import check_rows


def test_each_operation_leads_where_the_table_says_or_nowhere():
    check_rows(cases("workflow"), leads_where_it_says)


def leads_where_it_says(case):
    record_type, state, op, expected = case
    try:
        found = next_state(record_type, state, op)
    except WrongState:
        found = None
    assert found == expected


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

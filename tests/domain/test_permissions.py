"""What each person may do to a record (``tests/vectors/permissions.json``); routes and ops are in ``contracts``."""

from types import SimpleNamespace
from typing import Any

import pytest

from server.domain import permissions
from server.domain.permissions import Action, Actor, can
from tests.domain.vectors import cases, title


def subject_of(record: dict[str, Any] | None) -> Any:
    """The record as the server holds it."""
    if record is None:
        return None
    rest = {name: record[name] for name in ("author_id", "signatures", "writers", "source") if name in record}
    rest |= {"trace": record.get("trace"), "content_hash": record.get("content_hash", "")}
    return SimpleNamespace(clinic_id="c", content=record["fields"], **rest)


@pytest.mark.parametrize("case", cases("permissions"), ids=title)
def test_what_a_person_may_do(case: dict[str, Any]) -> None:
    actor, subject = Actor(clinic_id="c", name="", **case["actor"]), subject_of(case["record"])
    beyond = {action for action in Action if can(actor, action, subject)} - set(cases("permissions", "everybody"))
    assert sorted(beyond) == sorted(case["may"])


def test_nothing_of_another_clinic_may_be_touched() -> None:
    actor = Actor("p", "other", "", "supervisor", treats=True)
    record = cases("permissions")[0]["record"]
    assert not [action for action in Action if can(actor, action, subject_of(record))]


def test_the_table_names_predicates() -> None:
    named = {name for rows in permissions.forms().values() for row in rows for name in row}
    people = {"anyone", "treats", "is_supervisor", "is_admin", "is_author"}
    seconds = {"did_not_write", "is_confirmed", "was_proposed_by_another", "has_taken_over"}
    assert named == people | seconds | {"was_not_drained", "was_never_approved"}
    assert set(permissions.forms()) == set(Action)

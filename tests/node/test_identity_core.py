"""The tablet keeps and finds what a patient was called before as the server does."""

from typing import Any

from server.domain import search, trace
from tests.node.test_core_vectors import core

RUIZ = {"mrn": "M-1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}
GIL, VEGA = RUIZ | {"family": "Gil"}, RUIZ | {"family": "Vega"}
OTHER = {"mrn": "M-9", "given": "Anna", "family": "Rueda"}


def changed(before: dict[str, Any], at: str) -> dict[str, Any]:
    return {"kind": "identity", "by": "b", "name": "B", "at": at, "reason": None, "before": {"identity": before}}


CONFIRMED = {
    "kind": "confirm_identity",
    "by": "b",
    "name": "B",
    "at": "2026-02-02T10:00:00Z",
    "reason": "Passport seen.",
}
MERGED = {"kind": "merge", "by": "b", "name": "B", "at": "2026-03-02T10:00:00Z", "reason": "One.", "identity": OTHER}
FIRST, SECOND = changed(RUIZ, "2026-02-01T10:00:00Z"), changed(GIL, "2026-04-01T10:00:00Z")
CASES: list[tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]] = [
    ([], RUIZ, GIL),
    ([], RUIZ, RUIZ | {"phone": "1"}),
    ([FIRST], GIL, VEGA),
    ([FIRST], RUIZ, VEGA),
    ([FIRST, CONFIRMED], GIL, VEGA),
    ([FIRST, CONFIRMED, MERGED, SECOND], VEGA, RUIZ),
    ([FIRST, CONFIRMED, SECOND], RUIZ, {}),
    ([MERGED, {**MERGED, "identity": {}}], RUIZ, {"mrn": None}),
]


def test_the_same_changes_wait_and_the_same_names_are_kept(page):
    body = """return given.map(([trace, identity, after]) => {
      const patient = { trace, fields: { identity } };
      const begins = core.changesIdentity(patient, { identity: after });
      return [core.openIdentity(patient), begins, core.earlierIdentities(patient)];
    });"""
    expected = [
        [
            trace.open_identity(held, {"identity": now}),
            trace.changes_identity(held, {"identity": now}, {"identity": after}),
            trace.earlier_identities(held, {"identity": now}),
        ]
        for held, now, after in CASES
    ]
    assert core(page, "trace", body, CASES) == expected
    assert [bool(row[0]) for row in expected] == [False, False, True, False, False, True, True, False]
    assert [one["family"] for one in expected[5][2]] == ["Gil", "Rueda", "Ruiz"]


def test_the_same_lines_are_searched(page):
    lines = core(
        page, "search", "return given.map(([now, earlier]) => core.searchText(now, earlier));", [[GIL, [RUIZ]]]
    )
    assert lines == [search.search_text(GIL, [RUIZ])]
    assert "ruiz" in lines[0]


def test_an_edit_that_waits_keeps_the_name_once(page):
    record = {"id": "p", "type": "patient", "state": "active", "rev": 3, "fields": {"identity": RUIZ}, "writers": []}
    op = {"kind": "patch", "id": "p", "type": "patient", "unit": "identity", "user_id": "me"}
    ops = [
        op | {"client_time": "2026-02-01T10:00:00Z", "patch": {"family": "Gi"}},
        op | {"client_time": "2026-02-01T10:00:05Z", "patch": {"family": "Gil"}},
        op | {"client_time": "2026-02-01T10:00:09Z", "unit": "body", "patch": {"weight_kg": 60}},
    ]
    body = """const shown = core.overlay(given[0], given[1]), made = core.overlay({...given[0], rev: 0}, given[1]);
      const trace = await import("/src/core/trace.js");
      return [shown.trace, trace.openIdentity(shown)?.by, made.trace ?? null];"""
    kept, by, made = core(page, "merge", body, [record, ops])
    assert [(entry["kind"], entry["before"]["identity"]["family"]) for entry in kept] == [("identity", "Ruiz")]
    assert (by, made) == ("me", None)


def test_what_was_signed_earlier_names_who_was_signed_for(page):
    body = "return given[1].map((at) => core.identityAt(given[0], at)?.family ?? null);"
    times = ["2026-01-01T09:00:00Z", "2026-02-02T09:00:00+01:00", "2026-05-01T09:00:00Z"]
    patient = {"trace": [FIRST, CONFIRMED, SECOND], "fields": {"identity": VEGA}}
    assert core(page, "trace", body, [patient, times]) == ["Ruiz", "Gil", None]
    put_back = {"trace": [FIRST], "fields": {"identity": RUIZ}}
    assert core(page, "trace", body, [put_back, times]) == [None, None, None]

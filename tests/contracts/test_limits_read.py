"""A clinician approves limits under Registry. What is shown there has an effect: each value is read by a rule or a fact
when a note is judged, or offered where a value is entered; what nothing reads is listed and not shown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.domain.completeness import missing
from server.domain.context import Visit, note_context
from server.domain.courses import standings
from server.domain.follow_up import follow_ups
from server.domain.limits import LIMITS
from server.domain.limits_edit import EDITABLE, position
from server.domain.rules import evaluate
from tests.domain.vectors import context_of, rule_cases

ROOT = Path(__file__).resolve().parent.parent.parent
# Not judged, but offered: the stepper and the keys of the face map begin and end with these.
OFFERED = {
    "devices.*.min_mm": "zone-list.ts",
    "zones.*.texture_mm": "zone-painter.ts",
    "zones.*.scars_mm": "zone-painter.ts",
}


class Recording(dict[str, Any]):
    """A table that remembers which of its values were asked for."""

    def __init__(self, table: dict[str, Any], path: str, asked: set[str]) -> None:
        super().__init__({name: recorded(value, f"{path}{name}", asked) for name, value in table.items()})
        self.path, self.asked = path, asked

    def __getitem__(self, name: str) -> Any:
        self.asked.add(f"{self.path}{name}")
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(f"{self.path}{name}")
        return super().get(name, default)


def recorded(value: Any, path: str, asked: set[str]) -> Any:
    return Recording(value, f"{path}.", asked) if isinstance(value, dict) else value


def meetings() -> Iterator[dict[str, Any]]:
    """One note for each device, numbing product and zone there is, besides the shared examples."""
    for product in LIMITS["devices"]:
        yield {"device": {"product": product}, "zone:chin": {"depth_mm": [1.0]}}
    for zone, row in LIMITS["zones"].items():
        yield {f"zone:{zone}": {"depth_mm": [row.get("warn_mm", 0.5)]}}
    for product in LIMITS["anaesthetics"]:
        yield {"numbing": {"used": True, "product": product, "amount_g": 1, "area_cm2": 10}}


@pytest.fixture(scope="module")
def read() -> set[str]:
    asked: set[str] = set()
    limits = Recording(LIMITS, "", asked)
    for case in rule_cases():
        evaluate(case["content"], replace(context_of(case["context"]), limits=limits))
    base = replace(context_of(rule_cases()[0]["context"]), limits=limits)
    for content in meetings():
        evaluate(content, base)
        missing(content, base)
    child = replace(base, patient={"identity": {"birth_date": "2015-01-01"}, "body": {"weight_kg": 30}})
    evaluate(
        {"visit": {"performed": "treated", "session_date": "2026-08-01"}, "la:1": {"drug": "lidocaine", "mg": 50}},
        child,
    )
    plan = {"course:1": {"started_on": "2026-08-01", "sessions_planned": 4, "interval_weeks": 4}}
    visit = {"performed": "treated", "session_date": "2026-08-01"}
    for today in (date(2026, 8, 20), date(2026, 11, 23)):
        standings(plan, [{"state": "signed", "visit": visit}], today, limits)
    note_context("b", {"visit": visit}, plan, [Visit("a", "signed", {"visit": visit})], now=base.now, limits=limits)
    follow_ups({"needling": {"ended_at": "2026-10-19T10:00:00Z"}}, base.now, limits["follow_up"])
    return asked


def alike(path: str) -> str:
    return ".".join(position(tuple(path.split("."))))


def test_whatever_is_shown_for_approval_is_read(read: set[str]) -> None:
    shown = {path for path, entry in EDITABLE.items() if entry["kind"] != "text"}
    assert sorted(path for path in shown - read if alike(path) not in OFFERED) == []


def test_what_is_offered_is_offered(read: set[str]) -> None:
    for path, module in OFFERED.items():
        assert path.rpartition(".")[2] in (ROOT / "static/src/features/face-map" / module).read_text(encoding="utf-8")


def test_what_is_kept_for_reference_is_neither_read_nor_shown(read: set[str]) -> None:
    reference = set(LIMITS["reference"])
    assert sorted(path for path in read if path in reference or alike(path) in reference) == []
    assert sorted(path for path in EDITABLE if path in reference or alike(path) in reference) == []


def test_every_value_kept_for_reference_exists() -> None:
    def paths(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for name, value in table.items():
            yield from paths(value, (*path, name)) if isinstance(value, dict) else [(*path, name)]

    there = set(paths(LIMITS))
    known = {".".join(path) for path in there} | {".".join(position(path)) for path in there}
    assert set(LIMITS["reference"]) <= known

"""What belongs to one visit is never copied into another: the list the tablet goes by covers every such field."""

import re
from pathlib import Path

from server.domain.catalogue import RECORD_TYPES

SOURCE = Path(__file__).resolve().parents[2] / "static/js/core/protocols.js"
LISTED = set(re.findall(r'"([\w.]+)"', SOURCE.read_text().partition("NEVER_COPIED = [")[2].partition("]")[0]))
NOTE = RECORD_TYPES["note"].sections
MACHINE = {"device.last_service"}  # a day of the device, not of the visit


def is_covered(unit: str, name: str) -> bool:
    section = unit.partition(":")[0]
    return section in LISTED or f"{section}.{name}" in LISTED


def test_traceability_and_times_are_never_copied() -> None:
    wanted = [
        (section.unit, field.name)
        for section in NOTE
        for field in section.fields
        if field.kind in ("date", "datetime", "nrs") or re.search(r"(^|_)(lot|expiry|unit_code|endpoint)$", field.name)
    ]
    assert [f"{unit}.{name}" for unit, name in wanted if not is_covered(unit, name)] == sorted(MACHINE)
    assert len(wanted) > 20


def test_answers_consent_and_observations_are_never_copied() -> None:
    for unit in ("check", "consent", "obs", "reason", "override"):
        assert unit in LISTED

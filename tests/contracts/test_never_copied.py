"""What belongs to one visit is never copied into another: the list the tablet goes by covers every such field."""

import re

from server.domain.catalogue import RECORD_TYPES, copying

LISTED = set(copying.NEVER)
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


def test_every_name_listed_is_in_the_catalogue() -> None:
    known = {section.unit.partition(":")[0] for section in NOTE} | {"ae"}
    known |= {f"{section.unit}.{field.name}" for section in NOTE for field in section.fields}
    assert {*copying.NEVER, *copying.NOT_IN_PROTOCOLS} <= known


def test_answers_consent_and_observations_are_never_copied() -> None:
    for unit in ("check", "consent", "obs", "reason", "override"):
        assert unit in LISTED

"""The demo's scenarios: patients, and the steps by which their notes are made, as plain values.

A note is a list of steps. Each is what one person did at one moment; ``practice`` and ``cases`` write them down,
``scenario_runner`` performs them through the services, in the order of time.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Fields = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """``op`` is an op kind, or "refused": a signature the server must refuse. ``by`` names one of the cast.

    ``fields`` are the values that change; ``text`` the reason or comment; ``unit`` what a return points at. ``base`` is
    what the person saw, where somebody else has changed it since; ``meets`` is the answer expected; ``acknowledged``
    are the warnings the signer took note of.
    """

    op: str
    by: str
    at: datetime
    fields: Fields = field(default_factory=dict)
    text: str = ""
    unit: str | None = None
    base: Fields | None = None
    meets: str = "applied"
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    key: str
    id: str
    steps: tuple[Step, ...]
    expected: dict[str, Any] = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    @property
    def fields(self) -> Fields:
        """The content under the first signature (of a draft: all of it)."""
        kinds = [step.op for step in self.steps]
        return self.after(kinds.index("sign") if "sign" in kinds else len(kinds))

    @property
    def draft(self) -> Fields:
        """The content as it was first written down."""
        return self.after(1)

    @property
    def final(self) -> Fields:
        return self.after(len(self.steps))

    def after(self, count: int) -> Fields:
        content: Fields = {}
        for step in self.steps[:count]:
            if step.meets == "applied":
                content = merged(content, step.fields)
        return content


@dataclass(frozen=True, slots=True)
class Patient:
    """``clinic`` is a key of the cast; ``at`` when the patient was first written down, and by whom; ``then`` what was
    added to the record of the patient later."""

    key: str
    id: str
    fields: Fields
    at: datetime
    clinic: str = "demo"
    by: str = "practitioner"
    notes: tuple[Note, ...] = ()
    then: tuple[Step, ...] = ()

    @property
    def final(self) -> Fields:
        return self.on(datetime.max.replace(tzinfo=UTC))

    def on(self, moment: datetime) -> Fields:
        """The record of the patient as it stood at that moment."""
        content = self.fields
        for step in self.then:
            content = merged(content, step.fields) if step.at <= moment else content
        return content


def merged(below: Fields, above: Fields) -> Fields:
    """Both, unit by unit and field by field; ``above`` wins."""
    result = deepcopy(below)
    for unit, values in above.items():
        result[unit] = {**result.get(unit, {}), **deepcopy(values)}
    return {unit: values for unit, values in result.items() if values}


def with_person(value: Any, people: dict[str, str]) -> Any:
    """The value with "@practitioner" and the like replaced by that person's id, where it is known."""
    if isinstance(value, dict):
        return {name: with_person(item, people) for name, item in value.items()}
    if isinstance(value, str) and value.startswith("@"):
        return people.get(value[1:], value)
    return value

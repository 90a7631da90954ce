"""The shared examples of ``tests/vectors``: Python reads them here, Node in ``tests/node``."""

import functools
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from server.domain.amendment import Signed, bound, settled
from server.domain.answers import Finding
from server.domain.facts import Context
from server.domain.limits import LIMITS
from server.domain.rules import evaluate
from server.domain.times import day

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def load(name: str) -> dict[str, Any]:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str, key: str = "cases") -> list[Any]:
    return load(name)[key]


def title(case: Any) -> str:
    return case["name"] if isinstance(case, dict) else "-".join(map(str, case))


def context_of(written: dict[str, Any]) -> Context:
    return Context(
        patient=written["patient"],
        previous=day(written["previous"]),
        previous_here=day(written.get("previous_here", written["previous"])),
        now=datetime.fromisoformat(written["now"]),
        limits=LIMITS,
        type=written.get("type", "note"),
        used_units=tuple(written.get("used_units", ())),
        baseline=written.get("baseline", {}),
        photo_before=written.get("photo_before", False),
        note_id=written.get("note_id", ""),
        same_day=tuple(written.get("same_day", ())),
        followed_up=tuple(written.get("followed_up", ())),
        people=frozenset(written["people"]) if written.get("people") is not None else None,
        completes=written.get("completes", {}),
        trained=written.get("trained", {}),
        approved=tuple(written.get("approved", ())),
        decided=written.get("decided", {}),
    )


def decision_case(case: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """The content of the visit, the patient and the earlier notes; what a case names is laid over the base."""
    base = load("decisions")["base"]
    notes = [{**note, **case.get("note", {})} for note in base["notes"]]
    for note in notes:
        first, *rest = note["findings"]
        note["findings"] = [{**first, **case.get("found", {})}, *rest]
    return changed(base["content"], case.get("content", {})), changed(base["patient"], case.get("patient", {})), notes


def changed(content: dict[str, Any], change: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The content with patches laid over its units, null clearing a field."""
    merged = {unit: {**content.get(unit, {}), **change.get(unit, {})} for unit in {**content, **change}}
    kept = {unit: {name: v for name, v in values.items() if v is not None} for unit, values in merged.items()}
    return {unit: values for unit, values in kept.items() if values}


def completeness_content(case: dict[str, Any]) -> dict[str, Any]:
    return changed(load("completeness")["complete"], case["change"])


@functools.cache
def rule_cases() -> list[dict[str, Any]]:
    """Each case laid over the base: a note and a patient about whom no rule has anything to say. A case that holds
    ``called_off`` is a second one as well: the same entries at a visit that was deferred."""
    written = load("rules")
    return [laid_over(written["base"], case) for raw in written["cases"] for case in with_called_off(raw)]


@functools.cache
def judged_cases() -> list[tuple[dict[str, Any], list[Finding]]]:
    """Each of ``rule_cases`` with what the server finds in it."""
    return [(case, evaluate(case["content"], context_of(case["context"]))) for case in rule_cases()]


def with_called_off(case: dict[str, Any]) -> list[dict[str, Any]]:
    if "called_off" not in case:
        return [case]
    content = changed(case.get("content", {}), {"visit": {"performed": "deferred"}})
    off = {"name": f"{case['name']}, called off", "content": content, "fired": case["called_off"]}
    return [case, {**{name: case[name] for name in ("patient", "context") if name in case}, **off}]


def laid_over(base: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    return {
        **case,
        "content": changed(base["content"], case.get("content", {})),
        "context": {
            **base["context"],
            **case.get("context", {}),
            "patient": changed(base["context"]["patient"], case.get("patient", {})),
        },
    }


def follow_up_around(case: dict[str, Any]) -> tuple[dict[str, Any], Context]:
    """The content of the visit's note of a follow-up, and its context."""
    base = load("rules")["base"]
    context = context_of({**base["context"], "now": case["now"]})
    return changed(base["content"], load("follow_up_check")["note"]), context


def verdicts(findings: list[Any]) -> list[list[Any]]:
    """What an example of ``rules.json`` holds of each finding: rule, place, severity, alert."""
    return [[one["rule"], one["at"], one["severity"], one["alert"]] for one in findings]


def amendment_contents(case: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The signed note, the amended one and their context, laid over the base of the rules."""
    base = load("rules")["base"]
    signed = laid_over(base, {**case, "content": case["signed"]})
    return signed["content"], changed(signed["content"], case["change"]), signed["context"]


def amended(case: dict[str, Any]) -> tuple[list[Finding], dict[str, Any]]:
    """The findings about the amended note, and its content with old texts bound."""
    before, after, written = amendment_contents(case)
    context = context_of(written)
    signed = Signed(before, evaluate(before, context), case["known"], context.patient)
    findings = evaluate(after, context)
    return settled(findings, after, signed), bound(after, signed, findings)


def learned_contents(patient: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A visit of 19 October 2026 with cream and iodine, and what is known around it as it is written."""
    base = rule_cases()[0]
    context = {**base["context"], "patient": changed(base["context"]["patient"], patient)}
    return changed(base["content"], load("learned")["content"]), context


def learned_around(patient: dict[str, Any]) -> tuple[dict[str, Any], Context]:
    content, context = learned_contents(patient)
    return content, context_of(context)


def with_active(patient: dict[str, Any]) -> dict[str, Any]:
    """The patient as if nothing had been ruled out."""
    return {key: {**unit, "status": "active"} for key, unit in patient.items()}

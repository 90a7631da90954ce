"""The shared examples of ``tests/vectors``: Python reads them here, Chromium in ``tests/e2e/test_core_vectors.py``."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from server.domain.facts import Context

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
        previous=date.fromisoformat(written["previous"]) if written["previous"] else None,
        now=datetime.fromisoformat(written["now"]),
        type=written.get("type", "note"),
        used_units=tuple(written.get("used_units", ())),
        baseline=written.get("baseline", {}),
        photo_before=written.get("photo_before", False),
        note_id=written.get("note_id", ""),
    )


def changed(content: dict[str, Any], change: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The content with patches laid over its units, null clearing a field."""
    merged = {unit: {**content.get(unit, {}), **change.get(unit, {})} for unit in {**content, **change}}
    kept = {unit: {name: v for name, v in values.items() if v is not None} for unit, values in merged.items()}
    return {unit: values for unit, values in kept.items() if values}


def completeness_content(case: dict[str, Any]) -> dict[str, Any]:
    return changed(load("completeness")["complete"], case["change"])


def rule_cases() -> list[dict[str, Any]]:
    """Each case laid over the base: a note and a patient about whom no rule has anything to say."""
    written = load("rules")
    base = written["base"]
    return [
        {
            **case,
            "content": changed(base["content"], case.get("content", {})),
            "context": {
                **base["context"],
                **case.get("context", {}),
                "patient": changed(base["context"]["patient"], case.get("patient", {})),
            },
        }
        for case in written["cases"]
    ]

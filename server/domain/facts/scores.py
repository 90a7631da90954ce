"""Scores of the scars from the bands counted, and their change since the first assessment (domain.md 2 and 11)."""

from collections.abc import Iterable
from typing import Any

from server.domain.context import Context, Unit
from server.domain.figures import number, product, ratio, rounded, total

SCAR_S = ("face", "chest", "back")


def assessment_facts(assessment: Unit, limits: dict[str, Any]) -> Unit:
    """A total is None until every row has its band: a row left out is not a row with no scars."""
    scores = limits["scores"]
    return {
        "gb_quant": total(points(assessment.get(f"gb_{row}"), table) for row, table in scores["gb"].items()),
        "ecca": total(weighed(assessment.get(f"ecca_{item}"), weight) for item, weight in scores["ecca"].items()),
        "scar_s": total(points(assessment.get(f"scar_s_{place}"), range(6)) for place in SCAR_S),
    }


def points(band: Any, table: Iterable[float]) -> float | None:
    known, listed = number(band), list(table)
    return listed[int(known)] if known is not None and known in range(len(listed)) else None


def weighed(band: Any, weight: float) -> float | None:
    return product(weight, points(band, range(4)))


def outcome_facts(assessment: Unit, now: Unit, context: Context) -> Unit:
    """Follow-up minus baseline: a percentage below zero is an improvement."""
    base = assessment_facts(context.baseline, context.limits)
    grade, grade_before = number(assessment.get("gb_qual")), number(context.baseline.get("gb_qual"))
    return {
        "gb_quant_change_pct": change_pct(base["gb_quant"], now["gb_quant"]),
        "ecca_change_pct": change_pct(base["ecca"], now["ecca"]),
        "gb_qual_change": None if grade is None or grade_before is None else rounded(grade - grade_before),
    }


def change_pct(base: float | None, now: float | None) -> float | None:
    """None when there is no baseline or it was 0."""
    return None if base is None or now is None else ratio(100 * (now - base), base)

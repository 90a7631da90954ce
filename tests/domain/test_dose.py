"""What is not known about an anaesthetic never passes: no gap silences a dose (domain-2.md 6)."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from server.domain.limits import LIMITS
from server.domain.rules import evaluate
from tests.domain.vectors import changed, context_of, load

pytestmark = pytest.mark.slow

LA, CREAM = "la:0192f0aa-0000-7000-8000-00000000000a", "numbing"
SPEAKS = {"A17", "A22", "A29", "A30", "A31", "X01", "X02"}
BASE = load("rules")["base"]
shots = st.fixed_dictionaries({
    "drug": st.sampled_from([*LIMITS["injected"], "other", None]),
    "mg": st.sampled_from([1, 200, 700, None]),
    "strength_pct": st.sampled_from([1, 2, None]),
    "ml": st.sampled_from([1, 20, 60, None]),
    "adrenaline": st.sampled_from(["yes", "no", "unknown", None]),
    "at": st.just("2026-10-19T09:00:00+02:00"),
})  # fmt: skip
creams = st.fixed_dictionaries({
    "used": st.just(True),
    "product": st.sampled_from([*LIMITS["anaesthetics"], "other"]),
    "amount_g": st.sampled_from([1, 80, 250]),
    "area_cm2": st.sampled_from([10, 950]),
    "applied_at": st.just("2026-10-19T08:00:00+02:00"),
    "removed_at": st.just("2026-10-19T08:30:00+02:00"),
})  # fmt: skip


def rules(content: dict[str, Any], patient: dict[str, Any]) -> set[str]:
    context = context_of({**BASE["context"], "patient": changed(BASE["context"]["patient"], patient)})
    return {found.rule for found in evaluate(changed(BASE["content"], content), context)}


@given(shot=shots, weight=st.sampled_from([40, 80, None]))
def test_an_injection_is_checked_or_says_that_it_could_not_be(shot: dict[str, Any], weight: float | None) -> None:
    """Silent only where drug, dose, maximum and weight are known and the dose is within the maximum."""
    if SPEAKS & rules({LA: shot}, {"body": {"weight_kg": weight}}):
        return
    mg = shot["mg"] if shot["mg"] is not None else shot["strength_pct"] * shot["ml"] * 10
    row = LIMITS["injected"][shot["drug"]]
    kind = "adrenaline" if shot["adrenaline"] == "yes" and "adrenaline" in row else "plain"
    assert weight is not None
    assert mg <= min(row[kind]["mg_per_kg"] * weight, row[kind]["max_mg"])


@given(shot=shots, cream=creams, gone=st.sampled_from(["product", "amount_g", "area_cm2"]))
def test_an_entry_that_is_taken_away_silences_no_injection(
    shot: dict[str, Any], cream: dict[str, Any], gone: str
) -> None:
    alone = rules({LA: shot}, {}) & {"A29", "A31", "X02"}
    assert alone <= rules({LA: shot, CREAM: {**cream, gone: None}}, {})


@given(cream=creams)
def test_a_cream_without_a_name_or_a_label_never_passes(cream: dict[str, Any]) -> None:
    label = LIMITS["anaesthetics"].get(cream["product"], {})
    if label.get("max_g") is None:
        assert rules({CREAM: cream}, {}) & {"A22", "X01"}
    assert "X01" in rules({CREAM: {**cream, "product": None}}, {})

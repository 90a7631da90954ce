"""The derived values that leave with a note: computed by the domain, named here."""

from typing import Any

from server.domain.facts import Content
from server.domain.translation import N_, _
from server.exports.document import Column, Fact
from server.exports.formatting import number_words, with_measure

# name, label, unit of measure, decimals shown
FACTS = (
    ("assessment.gb_quant", N_("Goodman-Baron score"), N_("of 84"), 0),
    ("assessment.ecca", N_("ECCA score"), N_("of 540"), 0),
    ("assessment.scar_s", N_("SCAR-S score"), N_("of 15"), 0),
    ("outcome.gb_quant_change_pct", N_("Goodman-Baron score, change since the first"), "%", 0),
    ("outcome.ecca_change_pct", N_("ECCA score, change since the first"), "%", 0),
    ("outcome.gb_qual_change", N_("Goodman-Baron grade, change since the first"), "", 0),
    ("visit.days_since_last", N_("Since the visit before"), N_("days"), 0),
    ("numbing.contact_min", N_("Cream on the skin"), "min", 0),
    ("numbing.density", N_("Cream per 10 cm²"), "g", 2),
    ("needling.minutes", N_("Needling took"), "min", 0),
    ("prp.rcf_1", N_("Force of spin 1"), "× g", 1),
    ("prp.rcf_2", N_("Force of spin 2"), "× g", 1),
    ("prp.rcf_3", N_("Force of spin 3"), "× g", 1),
    ("prp.factor", N_("Platelets compared with blood"), "×", 2),
    ("prp.recovery_pct", N_("Platelets recovered"), "%", 1),
    ("prp.injected_ml", N_("PRP injected"), "mL", 2),
    ("prp.dose_billion", N_("Platelets injected"), N_("billion"), 2),
    ("prp.paw", N_("PAW class"), "", 0),
    ("prp.mishra", N_("Mishra type"), "", 0),
)
CLASSES = ("prp.paw", "prp.mishra")


def derived(found: Content) -> tuple[Fact, ...]:
    """``found`` is what ``domain.facts`` made of the note; a fact that lacks an input is left out."""
    made = []
    for name, label, measure, decimals in FACTS:
        unit, _dot, field = name.partition(".")
        value = found.get(unit, {}).get(field)
        if value is not None:
            said = with_measure(rounded_words(value, decimals), _(measure))
            made.append(Fact(name, _(label), value, _(measure), said))
    return tuple(made)


def derived_columns() -> tuple[Column, ...]:
    return tuple(
        Column(f"derived.{name}", _(label), _(measure), "text" if name in CLASSES else "number")
        for name, label, measure, _decimals in FACTS
    )


def rounded_words(value: Any, decimals: int) -> str:
    return number_words(round(value, decimals)) if isinstance(value, float) else number_words(value)

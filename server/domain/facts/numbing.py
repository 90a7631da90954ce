"""What the numbing entries imply: dose, density, contact time, how near the label's maximum (domain.md 5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from server.domain.context import Content, Unit
from server.domain.figures import known_total, number, product, ratio, rounded, rows
from server.domain.limits import is_never
from server.domain.times import day, in_order, instant, is_past, minutes_between

DRUGS = ("lidocaine", "prilocaine", "tetracaine", "benzocaine")
ESTERS = ("tetracaine", "benzocaine", "procaine")
CLASSES = {"amide": ("amide",), "ester": ("ester",), "amide_ester": ("amide", "ester")}
WITH_CHILDREN = "emla"  # the only product with maxima for children on file
MAXIMA = ("max_g", "max_cm2", "max_min")


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier visits of the same day gave: creams as numbing units, injections as rows; and where they needled."""

    creams: list[Unit] = field(default_factory=list)
    shots: list[Unit] = field(default_factory=list)
    needled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Injected:
    """What was injected at this visit, and creams of which only the drug is known (``views.la_of``)."""

    shots: list[Unit] = field(default_factory=list)
    creams: list[Unit] = field(default_factory=list)

    @property
    def units(self) -> list[Unit] | None:
        """Those with a unit of their own: rows of schema 1 are judged by their own path."""
        return [shot for shot in self.shots if shot["key"].startswith("la:")] or None


NOTHING = Before()
NO_INJECTION = Injected()


@dataclass(frozen=True, slots=True)
class Person:
    weight_kg: float | None
    age_years: int | None
    age_months: int | None
    is_atopic: bool

    @staticmethod
    def of(patient: Content, visit: Unit) -> "Person":
        return Person(
            weight_kg=number(patient.get("body", {}).get("weight_kg")),
            age_years=visit["age_years"],
            age_months=visit["age_months"],
            is_atopic=patient.get("history:atopic_dermatitis_area", {}).get("answer") == "yes",
        )


def numbing_facts(
    numbing: Unit, person: Person, on: date | None, now: datetime, limits: dict[str, Any],
    before: Before = NOTHING, given: Injected = NO_INJECTION,
) -> Unit:  # fmt: skip
    """``intended``: it was used, or a product is planned and nobody has said that it was not."""
    label = limits["anaesthetics"].get(numbing.get("product"), {})
    amount, area = number(numbing.get("amount_g")), number(numbing.get("area_cm2"))
    figures = cream_figures(numbing)
    contact = figures["contact_min"]
    running = running_minutes(numbing, now)
    elapsed = contact if running is None else running
    children = child_maxima(numbing, person, limits)
    strength = percents(rows(numbing, "actives") or label.get("actives") or [])
    today = day_doses(numbing, before)
    doses = (today["day_amount_g"] or amount, today["day_area_cm2"] or area)
    return {
        "intended": numbing.get("used") is True or (numbing.get("used") is None and bool(numbing.get("product"))),
        "applied": numbing.get("applied_at") is not None,
        **figures,
        "times_in_order": in_order(numbing.get("applied_at"), numbing.get("removed_at"), strictly=True),
        "running_min": running,
        **minutes_on(contact, running, number(numbing.get("planned_min"))),
        "max_min": longest_minutes(numbing, label, children["child_max_min"], person, limits),
        "nameless": is_nameless(numbing, limits),
        **where(numbing, limits),
        **label_facts(numbing, label, label_ratio(*doses, elapsed, label)),
        **today,
        **substances(strength, given.shots + given.creams, label),
        **{f"applied_mg_{drug}": product(amount, strength.get(drug), 10) for drug in DRUGS},
        "expired": is_past(day(numbing.get("expiry")), on),
        **children,
        "child_unlisted": is_child(person, limits) and numbing.get("product") not in (None, WITH_CHILDREN),
        **absorbed(numbing, area, contact, person.weight_kg, limits),
        "injections": given.units,
    }


def cream_figures(numbing: Unit) -> Unit:
    amount, area = number(numbing.get("amount_g")), number(numbing.get("area_cm2"))
    return {
        "contact_min": minutes_between(numbing.get("applied_at"), numbing.get("removed_at")),
        "density": rounded(amount / area * 10) if amount is not None and area else None,
    }


def where(numbing: Unit, limits: dict[str, Any]) -> Unit:
    """Near the eye, or at a site that is never treated."""
    zones = numbing.get("zones")
    sites = [site for site in zones if isinstance(site, str)] if isinstance(zones, list) else []
    product = numbing.get("product")
    return {
        "limits_on_file": None if not product else product in limits["anaesthetics"],
        "near_eye": any(site.startswith("periorbital") for site in sites),
        "never_site": any(is_never(limits, site) for site in sites),
    }


def day_doses(numbing: Unit, before: Before) -> Unit:
    """Amount and area of the same product with earlier visits of the day; None where there were none."""
    same = [cream for cream in before.creams if cream.get("product") == numbing.get("product")]
    return {f"day_{name}": day_total(numbing, same, name) for name in ("amount_g", "area_cm2")}


def day_total(numbing: Unit, same: list[Unit], name: str) -> float | None:
    own = number(numbing.get(name))
    return None if own is None or not same else known_total([own, *(number(cream.get(name)) for cream in same)])


def largest(figures: Iterable[float | None]) -> float | None:
    return max((figure for figure in figures if figure is not None), default=None)


def running_minutes(numbing: Unit, now: datetime) -> int | None:
    """How long the cream has been on, while nobody has said that it came off."""
    applied = instant(numbing.get("applied_at"))
    if applied is None or numbing.get("removed_at") is not None or now < applied:
        return None
    return (now - applied) // timedelta(minutes=1)


def minutes_on(contact: int | None, running: int | None, planned: float | None) -> Unit:
    """``on_min`` as measured, never from times in the wrong order; ``judged_min`` else the time that is planned, or the
    time that has passed where that is longer. ``passed_min`` and ``expected_min`` tell the one from the other."""
    measured = contact if contact is not None and contact > 0 else None
    expected = max((minutes for minutes in (running, planned) if minutes is not None), default=None)
    if contact is not None:
        return {"on_min": measured, "judged_min": measured, "passed_min": measured, "expected_min": None}
    return {"on_min": None, "judged_min": expected, "passed_min": running, "expected_min": planned}


def longest_minutes(
    numbing: Unit, label: Unit, child_max_min: float | None, person: Person, limits: dict[str, Any]
) -> float | None:
    """The shortest of the longest times: the label's, a child's, and EMLA's on eczema."""
    on_eczema = limits["numbing"]["emla_atopic_min"] if person.is_atopic and numbing.get("product") == "emla" else None
    known = [minutes for minutes in (label.get("max_min"), child_max_min, on_eczema) if minutes is not None]
    return min(known, default=None)


def percents(actives: list[Unit]) -> dict[str, float | None]:
    """Drug to strength; a drug named without one stays unknown."""
    return {row["drug"]: number(row.get("percent")) for row in actives if isinstance(row.get("drug"), str)}


def substances(strength: dict[str, float | None], others: list[Unit], label: Unit) -> Unit:
    """Drugs by name, in the cream or injected, and their classes: what is no ester is an amide."""
    known = {*strength, *(row["drug"] for row in others if isinstance(row.get("drug"), str))}
    drugs = sorted(known, key=lambda drug: drug.encode("utf-16-be", "surrogatepass"))  # as the browser sorts
    named = {("ester" if drug in ESTERS else "amide") for drug in drugs if drug != "other"}
    return {
        "lidocaine_percent": strength.get("lidocaine"),
        "drugs": drugs,
        "classes": sorted({*named, *CLASSES.get(label.get("class", ""), ())}),
    }


def is_nameless(numbing: Unit, limits: dict[str, Any]) -> bool | None:
    """Nobody can tell what is in it: no name at all on the skin, or one of no certain strength without its actives."""
    product = numbing.get("product")
    if product is None:
        return numbing.get("applied_at") is not None or None
    return product in limits["asked"]["actives"] and not rows(numbing, "actives")


def label_facts(numbing: Unit, label: Unit, share: float | None) -> Unit:
    has_product = bool(numbing.get("product"))
    return {
        "label_ratio": share,
        "no_label_limit": None if not has_product else any(label.get(name) is None for name in MAXIMA),
        "compounded": label.get("compounded"),
    }


def label_ratio(amount: float | None, area: float | None, contact: float | None, label: Unit) -> float | None:
    """The highest share of the label's maxima; None where the product has none or an entry is missing."""
    shares = [
        ratio(amount, label.get("max_g")), ratio(area, label.get("max_cm2")), ratio(contact, label.get("max_min")),
    ]  # fmt: skip
    known = [share for share in shares if share is not None]
    return max(known) if len(known) == len(shares) else None


def is_child(person: Person, limits: dict[str, Any]) -> bool:
    return person.age_years is not None and 0 <= person.age_years < limits["ages"]["child"]


def child_maxima(numbing: Unit, person: Person, limits: dict[str, Any]) -> Unit:
    """EMLA under 12 years: the smaller maximum of the bands of age and of weight; None for everybody else."""
    has_bands = is_child(person, limits) and numbing.get("product") == WITH_CHILDREN
    bands = [band for band in child_bands(person, limits) if has_bands]
    return {f"child_{name}": min((band[name] for band in bands), default=None) for name in MAXIMA}


def child_bands(person: Person, limits: dict[str, Any]) -> list[Unit]:
    bands, months, weight = limits["emla_children"]["bands"], person.age_months, person.weight_kg
    by_age = [band for band in bands if months is not None and months < band["months_below"]]
    by_weight = [band for band in bands if weight is not None and fits_weight(band, weight)]
    return by_age[:1] + by_weight[:1]


def fits_weight(band: Unit, weight: float) -> bool:
    if "kg_up_to" in band:
        return bool(weight <= band["kg_up_to"])
    return bool(weight < band["kg_below"]) if "kg_below" in band else True


def absorbed(numbing: Unit, area: float | None, contact: int | None, weight: float | None, limits: Unit) -> Unit:
    """EMLA only: the US label's absorption rates, shown as information, never compared with an injected maximum."""
    if numbing.get("product") != "emla" or area is None or contact is None or contact < 0:
        return {"absorbed_mg_lidocaine": None, "absorbed_mg_prilocaine": None, "absorbed_mg_per_kg": None}
    rate, hours = limits["emla_absorption"], contact / 60
    lidocaine = rounded(rate["lidocaine"] * area * hours)
    return {
        "absorbed_mg_lidocaine": lidocaine,
        "absorbed_mg_prilocaine": rounded(rate["prilocaine"] * area * hours),
        "absorbed_mg_per_kg": ratio(lidocaine, weight),
    }

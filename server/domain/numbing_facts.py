"""What the numbing entries imply: dose, density, contact time, how near the label's maximum (domain.md 5.3)."""

from typing import Any

from server.domain.figures import number, product, ratio, rounded, rows, total
from server.domain.times import in_order, minutes_between

DRUGS = ("lidocaine", "prilocaine", "tetracaine", "benzocaine")
INJECTED = ("infiltration", "nerve_block")
Unit = dict[str, Any]


def numbing_facts(numbing: Unit, weight_kg: float | None, limits: dict[str, Any]) -> Unit:
    label = limits["anaesthetics"].get(numbing.get("product"), {})
    amount, area = number(numbing.get("amount_g")), number(numbing.get("area_cm2"))
    contact = minutes_between(numbing.get("applied_at"), numbing.get("removed_at"))
    strength = percents(rows(numbing, "actives") or label.get("actives") or [])
    found = {
        "contact_min": contact,
        "times_in_order": in_order(numbing.get("applied_at"), numbing.get("removed_at"), strictly=True),
        "density": rounded(amount / area * 10) if amount is not None and area else None,
        "label_ratio": label_ratio(amount, area, contact, label),
        "lidocaine_percent": strength.get("lidocaine"),
        **{f"applied_mg_{drug}": product(amount, strength.get(drug), 10) for drug in DRUGS},
        **absorbed(numbing, area, contact, weight_kg, limits),
        **injected(rows(numbing, "other_la"), weight_kg, limits),
    }
    injected_share = ratio(found["injected_mg"], found["injected_max_mg"])
    return {**found, "combined_ratio": total([found["label_ratio"], injected_share])}


def percents(actives: list[Unit]) -> dict[str, float | None]:
    """Drug to strength; a drug named without one stays unknown."""
    return {str(row.get("drug")): number(row.get("percent")) for row in actives}


def label_ratio(amount: float | None, area: float | None, contact: float | None, label: Unit) -> float | None:
    """The highest share of the label's maxima; None where the product has none or an entry is missing."""
    shares = [
        ratio(amount, label.get("max_g")), ratio(area, label.get("max_cm2")), ratio(contact, label.get("max_min")),
    ]  # fmt: skip
    known = [share for share in shares if share is not None]
    return max(known) if len(known) == len(shares) else None


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


def injected(others: list[Unit], weight: float | None, limits: Unit) -> Unit:
    """Injected lidocaine and its maximum; the higher one holds only if every injection had adrenaline."""
    shots = [row for row in others if row.get("drug") == "lidocaine" and row.get("route") in INJECTED]
    with_adrenaline = bool(shots) and all(row.get("adrenaline") == "yes" for row in shots)
    limit = limits["injected_lidocaine"]["adrenaline" if with_adrenaline else "plain"]
    maximum = None if weight is None or not shots else min(rounded(limit["mg_per_kg"] * weight), limit["max_mg"])
    return {"injected_mg": total(number(row.get("mg")) for row in shots), "injected_max_mg": maximum}

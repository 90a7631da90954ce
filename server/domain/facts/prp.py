"""What the PRP entries imply: spin force, platelet factor, recovery, dose, balance, classifications (domain.md 7)."""

from datetime import date
from typing import Any

from server.domain.figures import known_total, number, product, ratio, rounded, rows, total
from server.domain.given import is_prp_used
from server.domain.limits import is_never
from server.domain.times import day, in_order, is_past, minutes_between

SPINS = 3
GRADES = ("A", "B", "C", "D")
NEAR_EYE_VESSELS = ("glabella", "nose", "temple", "periorbital")  # domain-2.md 12, R14
Unit = dict[str, Any]


def prp_facts(prp: Unit, on: date | None, limits: dict[str, Any], performed: str | None = None) -> Unit:
    """Platelets in 10*3/uL, volumes in mL, dose in billions (10*9), spin force in multiples of g."""
    table = limits["prp"]
    baseline, platelets = number(prp.get("platelets_baseline")), number(prp.get("platelets_prp"))
    volume, drawn = number(prp.get("volume_ml")), number(prp.get("drawn_ml"))
    given = total(number(row.get("ml")) for row in rows(prp, "sites"))
    spent = known_total([given, number(prp.get("topical_ml")), number(prp.get("discarded_ml"))])
    factor = ratio(platelets, baseline)
    recovery = ratio(product(100, platelets, volume), product(baseline, drawn))
    dose = ratio(product(platelets, given), 1000)
    places = [stem(row.get("zone")) for row in rows(prp, "sites")]
    return {
        **spin_forces(prp, table),
        "factor": factor,
        "recovery_pct": recovery,
        "yield_pct": ratio(product(100, volume), drawn),
        "kit_on_file": kit_on_file(prp),
        "injected_ml": given,
        "spent_ml": spent,
        "excess_ml": None if spent is None or volume is None else rounded(spent - volume),
        "dose_billion": dose,
        "depa_dose": grade(dose, table["depa_dose"]),
        "depa_efficiency": grade(recovery, table["depa_efficiency"]),
        "depa_purity": None,
        "depa_activation": {True: "yes", False: "no", None: None}[activated(prp)],
        "paw": paw(prp, baseline, platelets, table["paw_platelets"]),
        "mishra": mishra(prp, factor, table["mishra_factor"]),
        "times_in_order": in_order(prp.get("drawn_at"), prp.get("used_at")),
        "given": prp.get("used_at") is not None,
        "unused": is_unused(prp, performed) or None,
        "minutes_to_use": minutes_between(prp.get("drawn_at"), prp.get("used_at")),
        "left_ml": None if volume is None else rounded(volume - (spent or 0)),
        "ml_per_point": max(per_point(rows(prp, "sites")), default=None),
        "places": places,
        "never_site": any(is_never(limits, site) for site in places),
        "near_eye_vessels": any(place in NEAR_EYE_VESSELS for place in places),
        "kit_expired": is_past(day(prp.get("kit_expiry")), on),
    }


def is_unused(draw: Unit, performed: str | None) -> bool:
    """Whether blood was drawn and neither used nor discarded, once the visit says what became of it."""
    drawn, discarded = (number(draw.get(name)) or 0 for name in ("drawn_ml", "discarded_ml"))
    return performed is not None and drawn > 0 and discarded <= 0 and not is_prp_used(draw)


def kit_on_file(prp: Unit) -> bool | None:
    """Whether it is known how much PRP the kit that is named yields at most."""
    return number(prp.get("kit_yield_pct")) is not None if prp.get("kit_brand") or prp.get("kit_lot") else None


def per_point(sites: list[Unit]) -> list[float]:
    shares = [ratio(number(row.get("ml")), number(row.get("points"))) for row in sites]
    return [share for share in shares if share is not None]


def stem(site: Any) -> str:
    return str(site or "").removesuffix("_left").removesuffix("_right")


def spin_forces(prp: Unit, table: Unit) -> Unit:
    """rcf_1 to rcf_3: 1.118e-5 x radius in cm x rpm squared; a force typed in stands as it is."""
    spins = rows(prp, "spins")[:SPINS]
    forces = [rcf(spin, table["rcf_constant"]) for spin in spins] + [None] * (SPINS - len(spins))
    return {f"rcf_{place}": force for place, force in enumerate(forces, 1)}


def rcf(spin: Unit, constant: float) -> float | None:
    rpm, typed = number(spin.get("rpm")), number(spin.get("g"))
    computed = product(constant, number(spin.get("radius_cm")), rpm, rpm)
    return typed if computed is None else computed


def grade(value: float | None, cuts: list[float]) -> str | None:
    """A above the first cut, then B and C from the next ones up, else D."""
    if value is None:
        return None
    reached = [value > cuts[0], value >= cuts[1], value >= cuts[2], True]
    return GRADES[reached.index(True)]


def activated(prp: Unit) -> bool | None:
    kind = prp.get("activation")
    return None if kind is None else kind != "none"


def rich_in_leukocytes(prp: Unit) -> bool | None:
    return {"leukocyte_rich": True, "leukocyte_poor": False}.get(str(prp.get("wbc")))


def paw(prp: Unit, baseline: float | None, platelets: float | None, cuts: list[float]) -> str | None:
    """Such as "P3-B", or "P3-x-B" when activated from outside."""
    rich, active = rich_in_leukocytes(prp), activated(prp)
    if platelets is None or baseline is None or rich is None or active is None:
        return None
    step = "P1" if platelets <= baseline else "P2" if platelets <= cuts[0] else "P3" if platelets <= cuts[1] else "P4"
    return "-".join([step, *(["x"] if active else []), "A" if rich else "B"])


def mishra(prp: Unit, factor: float | None, cut: float) -> str | None:
    rich, active = rich_in_leukocytes(prp), activated(prp)
    if factor is None or rich is None or active is None:
        return None
    return f"{(1 if rich else 3) + active}{'A' if factor >= cut else 'B'}"

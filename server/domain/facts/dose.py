"""What all local anaesthetics of the day amount to (domain-2.md 6.2): creams and injections, of this visit and earlier.

A figure that nobody knows leaves the sums a lower bound, and is named: ``no_mg`` are injected drugs without a dose,
``unknown`` are drugs whose strength or maximum is not on file. Shares are of the maximum; the limits are data.
"""

from datetime import datetime
from typing import Any

from server.domain.context import Content, Unit, units_of
from server.domain.facts.numbing import Before, Injected, Person, child_maxima, largest, running_minutes
from server.domain.figures import known_total, number, ratio, rounded, rows
from server.domain.times import minutes_between

DOSES = (("amount_g", "max_g"), ("area_cm2", "max_cm2"))
UNNAMED = "other"
NOT_GIVEN = (None, None)
CLOCK_FREE = ("product", "amount_g", "area_cm2", "applied_at", "removed_at")
Limits = dict[str, Any]


def dose_facts(
    content: Content, given: Injected, before: Before, person: Person, now: datetime, limits: Limits
) -> Unit:
    """``entries`` are what the sums come from, without the clock. ``near`` is up to the maximum, not above."""
    own, shots = creams_of_visit(content), given.shots + before.shots
    creams = own + before.creams
    topical = largest([
        *(known_total(share_of(cream, name, most, person, limits) for cream in creams) for name, most in DOSES),
        *(time_share(cream, now, person, limits) for cream in own),
    ])  # fmt: skip
    drugs = {drug: drug_dose(drug, shots, person, limits) for drug in limits["injected"] if drug in drugs_of(shots)}
    injected = known_total(ratio(mg, most) for mg, most in drugs.values())
    share = known_total([topical, injected])
    return {
        "creams": len(creams),
        "topical_share": topical,
        "la_share": injected,
        "share": share,
        "near": None if share is None else limits["numbing"]["near_label_ratio"] <= share <= 1,
        **{f"mg_{drug}": drugs.get(drug, NOT_GIVEN)[0] for drug in limits["injected"]},
        **{f"max_{drug}": drugs.get(drug, NOT_GIVEN)[1] for drug in limits["injected"]},
        "too_young": too_young(given.shots, person, limits),
        "no_mg": sorted(without_dose(given.shots), key=as_browser),
        "unknown": unknown_drugs(content, own, given, shots, limits),
        "entries": [[cream.get(name) for name in CLOCK_FREE] for cream in creams]
        + [[drug, *dose] for drug, dose in drugs.items()],
    }


def creams_of_visit(content: Content) -> list[Unit]:
    """Those of which anything is entered, but not one that was not used after all."""
    found = [unit for _key, unit in units_of(content, "numbing")]
    return [
        cream
        for cream in found
        if any(cream.get(name) is not None for name in CLOCK_FREE)
        and (cream.get("used") is not False or cream.get("applied_at") is not None)
    ]


def share_of(cream: Unit, name: str, most: str, person: Person, limits: Limits) -> float | None:
    return ratio(number(cream.get(name)), maximum_of(cream, most, person, limits))


def maximum_of(cream: Unit, most: str, person: Person, limits: Limits) -> float | None:
    """The label's, for a child the smaller one of its age and weight."""
    label = limits["anaesthetics"].get(cream.get("product"), {}).get(most)
    known = [label, child_maxima(cream, person, limits)[f"child_{most}"]]
    return min((figure for figure in known if figure is not None), default=None)


def time_share(cream: Unit, now: datetime, person: Person, limits: Limits) -> float | None:
    running = running_minutes(cream, now)
    contact = minutes_between(cream.get("applied_at"), cream.get("removed_at"))
    return ratio(contact if running is None else running, maximum_of(cream, "max_min", person, limits))


def drugs_of(shots: list[Unit]) -> set[str]:
    return {shot["drug"] for shot in shots if isinstance(shot.get("drug"), str)}


def drug_dose(drug: str, shots: list[Unit], person: Person, limits: Limits) -> tuple[float | None, float | None]:
    """The milligrams that are known, and the maximum."""
    mine = [shot for shot in shots if shot.get("drug") == drug]
    return known_total(number(shot.get("mg")) for shot in mine), largest_dose(
        limit_of(drug, mine, limits), person, limits
    )


def limit_of(drug: str, shots: list[Unit], limits: Limits) -> Unit:
    """The higher maximum holds only if every injection had adrenaline; a drug may have only one of both."""
    row = limits["injected"].get(drug, {})
    with_adrenaline = all(shot.get("adrenaline") == "yes" for shot in shots)
    found: Unit = (row.get("adrenaline") if with_adrenaline else None) or row.get("plain") or {}
    return found


def too_young(shots: list[Unit], person: Person, limits: Limits) -> list[str]:
    """The injected drugs that are not for somebody of this age."""
    ages = {drug: limits["injected"][drug].get("min_age_years") for drug in drugs_of(shots) & {*limits["injected"]}}
    age = person.age_years
    return in_order(drug for drug, least in ages.items() if age is not None and least is not None and age < least)


def largest_dose(limit: Unit, person: Person, limits: Limits) -> float | None:
    """By weight, and never above the whole; without a weight the whole alone. Under age the whole is in proportion."""
    per_kg, most, weight = limit.get("mg_per_kg"), limit.get("max_mg"), person.weight_kg
    is_minor = person.age_years is not None and person.age_years < limits["ages"]["adult"]
    if per_kg is None or most is None or (weight is None and is_minor):
        return None
    if weight is None:
        return float(most)
    whole = most * weight / limits["numbing"]["whole_dose_kg"] if is_minor else most
    return rounded(min(per_kg * weight, whole))


def unknown_drugs(content: Content, own: list[Unit], given: Injected, shots: list[Unit], limits: Limits) -> list[str]:
    """Injected without a maximum on file, on the skin without strength or amount, or mixed into the PRP."""
    unlisted = [
        shot.get("drug")
        for shot in shots
        if not limit_of(str(shot.get("drug")), [one for one in shots if one.get("drug") == shot.get("drug")], limits)
    ]
    weak = [row.get("drug") for cream in own for row in rows(cream, "actives") if number(row.get("percent")) is None]
    mixed = [draw["additive"] for _key, draw in units_of(content, "prp") if draw.get("additive") == "lidocaine"]
    return in_order(
        str(drug or UNNAMED) for drug in unlisted + weak + mixed + [one.get("drug") for one in given.creams]
    )


def without_dose(shots: list[Unit]) -> list[str]:
    """A drug as often as it was injected so: what was said of one injection is not said of another."""
    return [str(shot.get("drug") or UNNAMED) for shot in shots if number(shot.get("mg")) is None]


def in_order(names: Any) -> list[str]:
    return sorted(set(names), key=as_browser)


def as_browser(name: str) -> bytes:
    """The order in which the browser sorts."""
    return name.encode("utf-16-be", "surrogatepass")

"""What was put on or into the patient: the guard of the safety rules, whatever became of the visit (domain-2.md 4.1).

Each fact is "given", "planned", "called_off" or None. A visit is a plan until it says otherwise; what was given before
it was deferred or cancelled, or at a mere review, stays given, also where its part was answered with no.
"""

from server.domain.context import Content, Unit, units_of
from server.domain.figures import number, rows

GIVEN, PLANNED, CALLED_OFF = "given", "planned", "called_off"
DEFERRED = ("deferred", "cancelled")
NOT_TREATED = (*DEFERRED, "review")
ON_THE_SKIN = ("treated", "review")
GROUPS = {
    "anaesthetic": ("cream", "la"),
    "blood_product": ("blood", "prp"),
    "skin": ("needle", "prp"),
    "injection": ("needle", "la", "prp"),
    "steel": ("needle", "la", "blood", "prp"),
    "treatment": ("cream", "la", "needle", "blood", "prp"),
    "any": ("cream", "la", "needle", "blood", "prp", "serum"),
}


def exposure_facts(content: Content) -> Unit:
    """Per kind of exposure, and for the groups of kinds that rules speak of."""
    visit_state, given = state(content), exposures(content)
    kinds = {kind: stage(given[kind], entered, visit_state) for kind, entered in considered(content).items()}
    kinds["device"] = GIVEN if given["needle"] and has_cartridge(content) else visit_state
    return {**kinds, **{group: strongest([kinds[kind] for kind in members]) for group, members in GROUPS.items()}}


def serum_exposure(serum: Unit, content: Content) -> str | None:
    return stage(is_serum_given(serum, content), True, state(content))


def state(content: Content) -> str | None:
    performed = content.get("visit", {}).get("performed")
    if performed in DEFERRED:
        return CALLED_OFF
    return None if performed in NOT_TREATED else PLANNED


def stage(is_given: bool, is_entered: bool, visit_state: str | None) -> str | None:
    if is_given:
        return GIVEN
    return visit_state if is_entered else None


def strongest(stages: list[str | None]) -> str | None:
    return next((one for one in (GIVEN, PLANNED, CALLED_OFF) if one in stages), None)


def considered(content: Content) -> dict[str, bool]:
    """What the entries speak of, given or not. Needling is what a visit is for, so it need not be entered."""
    numbing, prp = content.get("numbing", {}), content.get("prp", {}).get("used") is True
    return {
        "cream": numbing.get("used") is True or (numbing.get("used") is None and bool(numbing.get("product"))),
        "la": bool(rows(numbing, "other_la")),
        "needle": True,
        "blood": prp,
        "prp": prp,
        "serum": bool(units_of(content, "serum")),
    }


def exposures(content: Content) -> dict[str, bool]:
    prp = content.get("prp", {})
    return {
        "cream": is_cream_given(content),
        "la": any(has_any(row, "mg", "at") for row in rows(content.get("numbing", {}), "other_la")),
        "needle": is_needled(content),
        "blood": has_any(prp, "drawn_at", "drawn_ml", "attempts"),
        "prp": is_prp_used(prp),
        "serum": any(is_serum_given(serum, content) for _key, serum in units_of(content, "serum")),
    }


def is_cream_given(content: Content) -> bool:
    numbing, performed = content.get("numbing", {}), content.get("visit", {}).get("performed")
    is_dosed = numbing.get("used") is True and numbing.get("amount_g") is not None
    return has_any(numbing, "applied_at", "removed_at") or (is_dosed and performed in ON_THE_SKIN)


def is_needled(content: Content) -> bool:
    """A depth that was only copied from another visit is a plan."""
    copied = content.get("carried", {}).get("open") or []
    return content.get("needling", {}).get("started_at") is not None or any(
        zone.get("depth_mm") not in (None, []) and f"{key}.depth_mm" not in copied
        for key, zone in units_of(content, "zone")
    )


def is_prp_used(prp: Unit) -> bool:
    volumes = [prp.get("topical_ml"), *(row.get("ml") for row in rows(prp, "sites"))]
    return prp.get("used_at") is not None or any((number(volume) or 0) > 0 for volume in volumes)


def is_serum_given(serum: Unit, content: Content) -> bool:
    is_treated = content.get("visit", {}).get("performed") == "treated"
    return serum.get("timing") != "home" and (is_treated or serum.get("amount_ml") is not None)


def has_cartridge(content: Content) -> bool:
    return has_any(content.get("device", {}), "cartridge_lot", "unit_code")


def has_any(unit: Unit, *names: str) -> bool:
    return any(unit.get(name) is not None for name in names)

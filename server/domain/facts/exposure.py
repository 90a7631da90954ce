"""What was put on or into the patient: the guard of the safety rules, whatever became of the visit (domain-2.md 4.1).

Each fact is "given", "planned", "called_off" or None. A visit is a plan until it says otherwise; what was given before
it was deferred or cancelled, or at a mere review, stays given, also where its part was answered with no.
"""

from server.domain.context import Content, Unit, units_of
from server.domain.figures import number, rows
from server.domain.views import devices_of, in_runs, la_of, runs_of, sites_of, unlabelled_creams_of

GIVEN, PLANNED, CALLED_OFF = "given", "planned", "called_off"
DEFERRED = ("deferred", "cancelled")
NOT_TREATED = (*DEFERRED, "review")
ON_THE_SKIN = ("treated", "review")
DEPTHS = {False: "depth_mm", True: "runs"}  # where a site of either schema has them
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
    prp = any(draw.get("used") is True or key != "prp" for key, draw in units_of(content, "prp"))
    return {
        "cream": any(is_intended(key, cream) for key, cream in units_of(content, "numbing")),
        "la": bool(la_of(content) or unlabelled_creams_of(content)),
        "needle": True,
        "blood": prp,
        "prp": prp,
        "serum": bool(units_of(content, "serum")),
    }


def exposures(content: Content) -> dict[str, bool]:
    draws = [draw for _key, draw in units_of(content, "prp")]
    return {
        "cream": any(is_cream_given(key, cream, content) for key, cream in units_of(content, "numbing")),
        "la": any(has_any(shot, "mg", "ml", "at") for shot in la_of(content) + unlabelled_creams_of(content)),
        "needle": is_needled(content),
        "blood": any(has_any(draw, "drawn_at", "drawn_ml", "attempts") for draw in draws),
        "prp": any(is_prp_used(draw) for draw in draws),
        "serum": any(is_serum_given(serum, content) for _key, serum in units_of(content, "serum")),
    }


def is_intended(key: str, cream: Unit) -> bool:
    """``used`` on the bare unit answers for the visit; another cream is there because it is meant."""
    return key != "numbing" or cream.get("used") is True or (cream.get("used") is None and bool(cream.get("product")))


def is_cream_given(key: str, cream: Unit, content: Content) -> bool:
    performed, is_used = content.get("visit", {}).get("performed"), key != "numbing" or cream.get("used") is True
    is_dosed = is_used and cream.get("amount_g") is not None
    return has_any(cream, "applied_at", "removed_at") or (is_dosed and performed in ON_THE_SKIN)


def is_needled(content: Content) -> bool:
    """A depth that was only copied from another visit is a plan."""
    copied = content.get("carried", {}).get("open") or []
    return content.get("needling", {}).get("started_at") is not None or any(
        any(run["depth_mm"] is not None for run in runs_of(zone)) and f"{key}.{DEPTHS[in_runs(zone)]}" not in copied
        for key, zone in sites_of(content)
    )


def is_prp_used(prp: Unit) -> bool:
    volumes = [prp.get("topical_ml"), *(row.get("ml") for row in rows(prp, "sites"))]
    return prp.get("used_at") is not None or any((number(volume) or 0) > 0 for volume in volumes)


def is_serum_given(serum: Unit, content: Content) -> bool:
    is_treated = content.get("visit", {}).get("performed") == "treated"
    return serum.get("timing") != "home" and (is_treated or serum.get("amount_ml") is not None)


def has_cartridge(content: Content) -> bool:
    return any(has_any(device, "cartridge_lot", "unit_code", "opened_at") for _key, device in devices_of(content))


def has_any(unit: Unit, *names: str) -> bool:
    return any(unit.get(name) is not None for name in names)

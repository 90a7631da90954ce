"""What was put on or into the patient: the guard of the safety rules, whatever became of the visit (domain-2.md 4.1).

Each fact is "given", "planned", "called_off" or None. A visit is a plan until it says otherwise; what was given before
it was deferred or cancelled, or at a mere review, stays given, also where its part was answered with no. A visit that
was stopped plans nothing any more: what it says was used, was given.
"""

from server.domain.given import (
    REVIEW,
    STOPPED,
    exposures,
    has_any,
    is_comfort_given,
    is_cream_on,
    is_serum_given,
    modality_of,
    performed,
)
from server.domain.units import Content, Unit, units_of
from server.domain.views import devices_of, la_of, unlabelled_creams_of

GIVEN, PLANNED, CALLED_OFF = "given", "planned", "called_off"
DEFERRED = ("deferred", "cancelled")
NOT_TREATED = (*DEFERRED, REVIEW)
GROUPS = {
    "anaesthetic": ("cream", "la"),
    "blood_product": ("blood", "prp"),
    "skin": ("needle", "prp"),
    "numbed": ("cream", "needle", "proc"),
    "worked": ("needle", "prp", "proc"),
    "surface": ("needle", "proc"),
    "bled": ("blood", "prp", "needle"),
    "tool": ("device", "needle"),
    "seen_after": ("cream", "la", "needle", "prp"),
    "injection": ("needle", "la", "prp", "proc"),
    "steel": ("needle", "la", "blood", "prp"),
    "treatment": ("cream", "la", "needle", "blood", "prp", "proc"),
    "any": ("cream", "la", "needle", "blood", "prp", "proc", "serum"),
}
NEEDLES = ("needling", "rf")
PROCEDURES = ("subcision", "peel", "laser")
RF = "rf_needling"


def exposure_facts(content: Content) -> Unit:
    """Per kind of exposure, and for the groups of kinds that rules speak of."""
    visit_state, given = state(content), exposures(content)
    given["cream"] = any(is_cream_on(key, cream, content) for key, cream in units_of(content, "numbing"))
    kinds = {kind: stage(given[kind], entered, visit_state) for kind, entered in considered(content).items()}
    is_opened = has_cartridge(content) and (given["needle"] or performed(content) == STOPPED)
    kinds["device"] = GIVEN if is_opened else kinds["needle"] and visit_state
    kinds["rf"] = GIVEN if given["rf"] else kinds["needle"] if has_radiofrequency(content) else None
    return {**kinds, **{group: strongest([kinds[kind] for kind in members]) for group, members in GROUPS.items()}}


def serum_exposure(serum: Unit, content: Content) -> str | None:
    return stage(is_serum_given(serum, content), True, state(content))


def comfort_exposure(comfort: Unit, content: Content) -> str | None:
    return stage(is_comfort_given(comfort, content), True, state(content))


def state(content: Content) -> str | None:
    """What was not given is then: a plan, called off, or nothing at all."""
    if performed(content) in DEFERRED:
        return CALLED_OFF
    return None if performed(content) in (STOPPED, REVIEW) else PLANNED


def stage(is_given: bool, is_entered: bool, visit_state: str | None) -> str | None:
    if is_given:
        return GIVEN
    return visit_state if is_entered else None


def strongest(stages: list[str | None]) -> str | None:
    return next((one for one in (GIVEN, PLANNED, CALLED_OFF) if one in stages), None)


def considered(content: Content) -> dict[str, bool]:
    """What the entries speak of, given or not. Needling is what a visit is for, so it need not be entered, unless only
    other treatments are chosen."""
    modality = modality_of(content)
    prp = any(draw.get("used") is True or key != "prp" for key, draw in units_of(content, "prp"))
    return {
        "cream": any(is_intended(key, cream) for key, cream in units_of(content, "numbing")),
        "la": bool(la_of(content) or unlabelled_creams_of(content)),
        "needle": not modality or any(one in NEEDLES for one in modality),
        "blood": prp,
        "prp": prp,
        "proc": bool(units_of(content, "proc")) or any(one in PROCEDURES for one in modality),
        "serum": bool(units_of(content, "serum")),
    }


def is_intended(key: str, cream: Unit) -> bool:
    """``used`` on the bare unit answers for the visit; another cream is there because it is meant."""
    return key != "numbing" or cream.get("used") is True or (cream.get("used") is None and bool(cream.get("product")))


def has_cartridge(content: Content) -> bool:
    return any(has_any(device, "cartridge_lot", "unit_code", "opened_at") for _key, device in devices_of(content))


def has_radiofrequency(content: Content) -> bool:
    return any(device.get("type") == RF for _key, device in devices_of(content))

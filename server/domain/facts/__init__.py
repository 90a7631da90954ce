"""Named facts: every value a record implies but nobody types (domain.md 2 to 11).

``facts(content, context)`` gives ``{unit: {name: value}}``. A fact is None when an input is missing, so that a gap can
neither trip nor pass a rule. Arithmetic is in doubles, rounded to six places, the same as in ``core/facts``.
One file for each group of sections; ``exposure`` is the guard of the safety rules.
"""

from datetime import date
from typing import Any

from server.domain.allergens import Allergy, allergies, drug_facts, in_order, material_facts, medicine_classes
from server.domain.context import Content, Context, Unit, units_of
from server.domain.facts.day import (
    creams_of,
    day_facts,
    earlier_today,
    injections_of,
    is_on_needled,
    sites_completed,
    sites_treated,
)
from server.domain.facts.device import device_facts, needling_facts, operator_on_file, zone_facts
from server.domain.facts.dose import dose_facts
from server.domain.facts.events import event_facts
from server.domain.facts.exposure import NOT_TREATED, comfort_exposure, exposure_facts, serum_exposure
from server.domain.facts.history import history_facts
from server.domain.facts.label import off_label_facts
from server.domain.facts.numbing import NO_INJECTION, Before, Injected, Person, numbing_facts
from server.domain.facts.observations import NRS_FIELDS, asked_facts, nrs, obs_facts
from server.domain.facts.prp import prp_facts
from server.domain.facts.scores import assessment_facts, outcome_facts
from server.domain.facts.serum import has_never_site, serum_facts
from server.domain.facts.sites import injuries, place_facts, scar_place
from server.domain.facts.times import clock_facts, far_times, has_mixed_offsets
from server.domain.facts.visit import aftercare_facts, consent_facts, visit_facts, vitals_facts
from server.domain.given import begun, is_blood_drawn, is_prp_used, performed
from server.domain.pictures import photo_facts
from server.domain.times import day, is_past, today_where, years_between
from server.domain.views import la_of, sites_of, unlabelled_creams_of

HANDPIECE = ("type", "product")

__all__ = ["NOT_TREATED", "NRS_FIELDS", "Content", "Context", "Unit", "facts", "units_of"]


def facts(content: Content, context: Context) -> Content:
    if context.type == "patient":
        born = day(content.get("identity", {}).get("birth_date"))
        return {"identity": {"age_years": years_between(born, today_where(None, context.now))}}
    if context.type != "note":
        return {}
    limits, earlier = context.limits, earlier_today(content, context)
    today = day_facts(earlier, content, limits)
    visit = visit_facts(content, context, today["visits"], today["visits_here"])
    on = day(content.get("visit", {}).get("session_date"))
    devices = devices_facts(content, on, context)
    treated, completed = sites_treated(earlier), sites_completed(context, on)
    zones = {
        key: zone_facts(key, unit, devices, content, context)
        | {"again_today": key in treated, "again_lately": key in completed}
        for key, unit in sites_of(content)
    }
    known = allergies(context.patient, limits)
    history = history_facts(content, on, context, known)
    assessment = assessment_facts(content.get("assessment", {}), limits)
    person, before = Person.of(context.patient, visit), before_today(earlier, treated)
    given = Injected(la_of(content), unlabelled_creams_of(content))
    far, met = far_times(content, on, limits), material_facts(content, known, limits)
    exposure = exposure_facts(content)
    creams = cream_facts(content, person, on, context, before, given, known)
    found = {
        "visit": visit | off_label_facts(content, zones, exposure) | place_of_visit(content, devices, creams, context),
        "exposure": exposure,
        "aftercare": aftercare_facts(content, exposure),
        "day": today,
        "clock": clock_facts(content, on, context.now, limits),
        "consent": consent_facts(content, on, context.now, limits),
        "photo": {"before": context.photo_before} | photo_facts(content),
        "vitals": vitals_facts(content, limits),
        "check": history | place_facts(content, context.patient, limits) | scar_place(zones),
        "assessment": assessment,
        "outcome": outcome_facts(content.get("assessment", {}), assessment, context),
        **creams,
        "dose": dose_facts(content, given, before, person, context.now, limits),
        **devices,
        "needling": {**needling_facts(content, zones, context), **nrs(content, "needling")},
        **{key: draw_facts(key, unit, on, content, limits) for key, unit in with_first(content, "prp")},
        "events": event_facts(begun(content), on, context),
        **zones,
        **repeated_facts(content, history["allergies"], on, context),
    }
    return together(found, far, met, asked_facts(exposure))


def draw_facts(key: str, draw: Unit, on: date | None, content: Content, limits: dict[str, Any]) -> Unit:
    """``drawn``: there is blood that must not be taken for somebody else's."""
    is_drawn = is_blood_drawn(key, draw, content) or is_prp_used(draw)
    return as_used(key) | prp_facts(draw, on, limits, performed(content)) | {"drawn": is_drawn}


def before_today(earlier: list[Content], treated: set[str]) -> Before:
    return Before(creams_of(earlier), injections_of(earlier), frozenset(treated))


def place_of_visit(content: Content, devices: Content, creams: Content, context: Context) -> Unit:
    return {
        "operator_on_file": operator_on_file(content, devices, context.trained),
        "injuries": injuries(content, devices),
        "mixed_offsets": has_mixed_offsets(content),
        "numbing_drugs": in_order(drug for cream in creams.values() for drug in cream["drugs"]),
    }


def repeated_facts(content: Content, allergies: list[str], on: date | None, context: Context) -> Content:
    """Serums, injections, procedures, comfort measures and observations."""
    limits = context.limits
    return {
        **{key: {"expired": is_past(day(unit.get("expiry")), on)} for key, unit in units_of(content, "la")},
        **{key: {"never_site": has_never_site(unit.get("sites"), limits)} for key, unit in units_of(content, "proc")},
        **{
            key: {
                **serum_facts(unit, on, allergies, limits, context.approved),
                "exposure": serum_exposure(unit, content),
            }
            for key, unit in units_of(content, "serum")
        },
        **{
            key: {**nrs(content, key), **comfort_facts(unit, limits), "exposure": comfort_exposure(unit, content)}
            for key, unit in units_of(content, "comfort")
        },
        **{
            key: {**obs_facts(key, content, limits, context.now), **nrs(content, key)}
            for key, _unit in units_of(content, "obs")
        },
    }


def comfort_facts(comfort: Unit, limits: dict[str, Any]) -> Unit:
    """Of which classes the medicine is that was taken."""
    return {"classes": medicine_classes(comfort.get("drug"), limits)}


def together(*parts: Content) -> Content:
    """Facts of one unit that come from several places."""
    found: Content = {}
    for part in parts:
        for unit, values in part.items():
            found[unit] = found.get(unit, {}) | values
    return found


def cream_facts(
    content: Content,
    person: Person,
    on: date | None,
    context: Context,
    before: Before,
    given: Injected,
    known: list[Allergy],
) -> Content:
    """What was injected counts once, with the first cream."""
    found: Content = {}
    for key, unit in with_first(content, "numbing"):
        shots = given if key == "numbing" else NO_INJECTION
        cream = numbing_facts(unit, person, on, context.now, context.limits, before, shots)
        allergic = drug_facts(cream["drugs"], cream["classes"], known, context.limits)
        again = {"on_needled": is_on_needled(unit, content, before.needled)}
        found[key] = as_used(key) | cream | again | allergic | nrs(content, key)
    return found


def devices_facts(content: Content, on: date | None, context: Context) -> Content:
    shared = {key: handpiece(key, content) for key, _unit in with_first(content, "device")}
    units = with_first(content, "device")
    return {
        key: shared[key] | device_facts(shared[key] | unit, on, content, context) | told_before(key, unit)
        for key, unit in units
    }


def told_before(key: str, device: Unit) -> Unit:
    """What is not on file of the handpiece is said once, not of each of its cartridges."""
    is_shared = ":" in key and not device.get("product")
    return {"range_on_file": None, "label_on_file": None} if is_shared else {}


def as_used(key: str) -> Unit:
    """The bare unit answers whether there was any; another one is there because it was used."""
    return {"used": True} if ":" in key else {}


def handpiece(key: str, content: Content) -> Unit:
    """Another cartridge is on the handpiece of the first one, unless it names its own."""
    first = content.get("device", {}) if ":" in key else {}
    return {name: first[name] for name in HANDPIECE if name in first}


def with_first(content: Content, section: str) -> list[tuple[str, Unit]]:
    """The units of a section whose first one has facts even where nothing was entered."""
    return units_of({section: {}, **content}, section)

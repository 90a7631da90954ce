"""The last visit at a glance, for the first page of the record: large figures, the map, what was used, the skin."""

from dataclasses import replace
from typing import Any

from server.domain.catalogue.formats import NONE, depth_level
from server.domain.facts import NOT_TREATED
from server.domain.figures import number
from server.domain.given import STOPPED
from server.domain.translation import _
from server.domain.views import passes_sum, runs_of
from server.exports.document import Block, FollowUp, Line, Visit
from server.exports.formatting import date_words, listed, number_words, safe, with_measure
from server.exports.pdf.parts import item, part, printable
from server.exports.pdf.visit_pages import in_words, state, visit_day

TOLD_KINDS = ("scale", "nrs", "tri", "choice", "choices")
TOLD_ADVICE = ("given", "next_contact_on")
SKIN = ("erythema", "oedema", "bruise", "pain_now")


def tell_last(visit: Visit) -> dict[str, Any]:
    """``visit`` is signed. Nothing that was only planned, and no text that staff wrote for each other."""
    visit = replace(visit, blocks=visit.given_blocks, facts=visit.given_facts)
    zones = [zone(block) for block in sites(visit)]
    observations = visit.repeated("obs")
    return {
        "heading": _("Last visit: {date}", date=visit_day(visit)),
        **state(visit),
        "lead": lead(visit),
        "figures": figures(visit),
        "zones": zones,
        "map_alt": _("Face map of needle depth: {zones}", zones=listed(f"{z['label']} {z['depth']}" for z in zones)),
        "used": used(visit),
        "course_header": [_("When"), *_skin_labels(observations)],
        "course_rows": [skin_row(block) for block in observations if any(block.shown(name) for name in SKIN)],
        "after": [item(after_heading(one), in_words(told_lines(one))) for one in visit.follow_ups if one.reached],
    }


def lead(visit: Visit) -> str:
    operator, performed = visit.shown("visit", "operator"), visit.value("visit", "performed")
    if performed == "review":
        return _("Reviewed by {name}. No treatment was given at this visit.", name=operator or _("The clinic"))
    if performed == STOPPED:
        return _("The treatment was begun and stopped. What was given is listed here.")
    if performed in NOT_TREATED and visit.given:
        return _("The treatment was not carried out as planned.")
    if performed in NOT_TREATED:
        return _("No treatment was given at this visit.")
    reasons, minutes = indications(visit), visit.fact("needling.minutes")
    said = _("Treated by {name}.", name=operator) if operator else ""
    if reasons:
        said = _("{said} For: {reasons}.", said=said, reasons=reasons)
    if minutes:
        said = _("{said} The needling took {minutes}.", said=said, minutes=minutes.shown)
    return said.strip()


def indications(visit: Visit) -> str:
    block = visit.block("visit")
    items = next((line.items for line in block.lines if line.field == "indication"), ()) if block else ()
    return listed(one[:1].lower() + one[1:] for one in items)


def figures(visit: Visit) -> list[dict[str, str]]:
    """The few numbers of a visit that are asked about first, set large."""
    found = [depth_figure(visit), cream_figure(visit), plasma_figure(visit), pain_figure(visit)]
    return [{key: safe(text) for key, text in one.items()} for one in found if one]


def depth_figure(visit: Visit) -> dict[str, str] | None:
    depths = [mm for block in sites(visit) for mm in depths_of(block)]
    if not depths:
        return None
    low, high = number_words(min(depths)), number_words(max(depths))
    return {"big": high if low == high else f"{low}–{high}", "measure": "mm", "label": _("needle depth")}


def cream_figure(visit: Visit) -> dict[str, str] | None:
    amount, contact = visit.value("numbing", "amount_g"), visit.fact("numbing.contact_min")
    if amount is None or visit.value("numbing", "used") is not True:
        return None
    label = _("numbing cream, {time} on the skin", time=contact.shown) if contact else _("numbing cream")
    return {"big": number_words(amount), "measure": "g", "label": label}


def plasma_figure(visit: Visit) -> dict[str, str] | None:
    volume = visit.value("prp", "volume_ml")
    if volume is None or visit.value("prp", "used") is False:
        return None
    return {"big": number_words(volume), "measure": "mL", "label": _("platelet-rich plasma (PRP)")}


def pain_figure(visit: Visit) -> dict[str, str] | None:
    pain = visit.value("needling", "pain_nrs")
    if pain is None:
        return None
    return {"big": number_words(pain), "measure": _("of 10"), "label": _("pain during needling")}


def sites(visit: Visit) -> list[Block]:
    return [*visit.repeated("zone"), *visit.repeated("other_site")]


def shape_of(block: Block) -> dict[str, Any]:
    return {name: block.value(name) for name in ("depth_mm", "passes", "runs")}


def depths_of(block: Block) -> list[float]:
    return [depth for run in runs_of(shape_of(block)) if (depth := number(run["depth_mm"])) is not None]


def passes_of(block: Block) -> str:
    passes = passes_sum(shape_of(block))
    return block.shown("passes") or ("" if passes is None else number_words(passes))


def zone(block: Block) -> dict[str, Any]:
    depths = depths_of(block)
    low, high = (number_words(min(depths)), number_words(max(depths))) if depths else ("", "")
    span = low if low == high else f"{low}–{high}"
    return {
        "key": block.key,
        "label": block.shown("site_text") or block.label,
        "depth": safe(with_measure(span, "mm")),
        "short": span[:8],
        "passes": passes_of(block),
        "level": depth_level(max(depths)) if depths else 0,
    }


USED_FIELDS = {
    "numbing": ("product", "product_name", "amount_g", "area_cm2", "occlusion"),
    "device": ("product", "brand", "model", "cartridge_lot"),
    "prp": ("volume_ml", "route", "topical_ml"),
    "serum": ("category", "product", "lot", "amount_ml", "timing"),
}


def used(visit: Visit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in visit.blocks:
        wanted = USED_FIELDS.get(block.section, ())
        lines = [line for line in printable(block) if line.field in wanted]
        if lines and block.value("used") is not False:
            found.append(part(block.label, lines))
    return found


def after_heading(one: FollowUp) -> str:
    """With the day as it was where the follow-up was made."""
    day = str(one.value("about", "at"))[:10]
    return _("{point}, {date}", point=one.shown("about", "point"), date=date_words(day))


def told_lines(one: FollowUp) -> list[Line]:
    """What was found, by scales and choices only, and the advice: remarks and referrals are for colleagues."""
    seen, advice = one.block("seen"), one.block("advice")
    found = [line for line in seen.lines if line.kind in TOLD_KINDS] if seen else []
    return found + [line for line in advice.lines if line.field in TOLD_ADVICE] if advice else found


def _skin_labels(observations: tuple[Block, ...]) -> list[str]:
    return [_("Redness"), _("Swelling"), _("Bruising"), _("Pain (0 to 10)")] if observations else []


def skin_row(block: Block) -> list[str]:
    return [block.label, *(block.shown(name) or NONE for name in SKIN)]

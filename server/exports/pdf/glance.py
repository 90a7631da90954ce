"""A visit at a glance: one sentence, its sites for the map, what stands in its row of the table of visits."""

from typing import Any

from server.domain.catalogue.formats import NONE, depth_level
from server.domain.facts import NOT_TREATED
from server.domain.figures import number
from server.domain.given import STOPPED
from server.domain.translation import _
from server.domain.views import runs_of
from server.exports.document import Block, Visit
from server.exports.follow_ups import POINTS
from server.exports.formatting import date_words, listed, number_words, safe, with_measure

LOOKS = ("T0", "T30", *POINTS[:3])
SHORT_DEPTH = 8


def heading(visit: Visit) -> str:
    when = visit_day(visit)
    number, planned = visit.shown("visit", "session_no"), visit.shown("visit", "sessions_planned")
    if number and planned:
        return _("Visit {n} of {m}, {date}", n=number, m=planned, date=when)
    return _("Visit {n}, {date}", n=number, date=when) if number else _("Visit of {date}", date=when)


def visit_day(visit: Visit) -> str:
    return visit.shown("visit", "session_date") or date_words(visit.happened_at.date().isoformat())


def lead(visit: Visit) -> str:
    """Who did what, in a sentence."""
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
    return small(visit, "indication")


def small(visit: Visit, field: str) -> str:
    """The choices of a field of the visit in a row, as they stand within a sentence."""
    block = visit.block("visit")
    items = next((line.items for line in block.lines if line.field == field), ()) if block else ()
    return listed(within(one) for one in items)


def within(label: str) -> str:
    """A label as it stands within a sentence; G6PD and HIV stay as they are."""
    return label if label[1:2].isupper() or label[1:2].isdigit() else label[:1].lower() + label[1:]


def row(visit: Visit) -> list[str]:
    """Of what was given, for the table of visits; ``NONE`` for what nobody recorded."""
    cells = [
        visit_day(visit), visit.shown("visit", "session_no"), what(visit), depth_span(visit), cream(visit),
        plasma(visit), pain(visit), redness(visit), figure(visit, "outcome", "gais_clinician"),
        _("approved") if visit.state == "approved" else _("signed"),
    ]  # fmt: skip
    return [cell or NONE for cell in cells]


def what(visit: Visit) -> str:
    performed, kinds = visit.value("visit", "performed"), small(visit, "modality")
    if performed in ("treated", STOPPED) and kinds:
        return kinds if performed == "treated" else _("{kinds}, stopped", kinds=kinds)
    if performed == "review":
        return _("review")
    return visit.shown("visit", "performed")


def depth_span(visit: Visit) -> str:
    return span([mm for block in sites(visit) for mm in depths_of(block)])


def span(depths: list[float]) -> str:
    if not depths:
        return ""
    low, high = number_words(min(depths)), number_words(max(depths))
    return low if low == high else f"{low}–{high}"


def cream(visit: Visit) -> str:
    if visit.value("numbing", "used") is not True:
        return ""
    name = visit.shown("numbing", "product_name") or visit.shown("numbing", "product")
    contact = visit.fact("numbing.contact_min")
    return listed([name.partition(" (")[0], visit.shown("numbing", "amount_g"), contact.shown if contact else ""])


def plasma(visit: Visit) -> str:
    return "" if visit.value("prp", "used") is False else visit.shown("prp", "volume_ml")


def pain(visit: Visit) -> str:
    return figure(visit, "needling", "pain_nrs")


def redness(visit: Visit) -> str:
    """At each time point, of the newest follow-up or of the note."""
    calls = visit.newest_follow_ups()
    seen = [
        figure_of(calls[point].value("seen", "erythema") if point in calls else visit.value(f"obs:{point}", "erythema"))
        for point in LOOKS
    ]
    return " ".join(one or NONE for one in seen) if any(seen) else ""


def figure(visit: Visit, unit: str, field: str) -> str:
    return figure_of(visit.value(unit, field))


def figure_of(value: Any) -> str:
    return "" if value is None else safe(number_words(value))


def sites(visit: Visit) -> list[Block]:
    return [*visit.repeated("zone"), *visit.repeated("other_site")]


def shape_of(block: Block) -> dict[str, Any]:
    return {name: block.value(name) for name in ("depth_mm", "passes", "runs")}


def depths_of(block: Block) -> list[float]:
    return [depth for run in runs_of(shape_of(block)) if (depth := number(run["depth_mm"])) is not None]


def zone(block: Block) -> dict[str, Any]:
    """``level`` is the tint of the deepest pass."""
    depths = depths_of(block)
    said = span(depths)
    return {
        "key": block.key,
        "label": block.shown("site_text") or block.label,
        "depth": safe(with_measure(said, "mm")),
        "short": said[:SHORT_DEPTH],
        "level": depth_level(max(depths)) if depths else 0,
    }


def face(blocks: list[Block]) -> dict[str, Any] | None:
    """The sites of the face with their depths, and the same in words; None where there are none."""
    zones = [zone(block) for block in blocks if block.section == "zone"]
    if not zones:
        return None
    said = listed(f"{one['label']} {one['depth']}" for one in zones)
    return {
        "zones": {one["key"]: {"short": one["short"], "level": one["level"]} for one in zones},
        "alt": _("Face map of needle depth: {zones}", zones=said),
    }

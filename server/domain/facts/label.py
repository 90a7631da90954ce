"""What the label of a device covers (domain-2.md 1.3): sites, indications, skin types. Not on file is not outside."""

from typing import Any

from server.domain.allergens import fold, in_order
from server.domain.areas import group_of, stem
from server.domain.context import Content, Unit, units_of
from server.domain.facts.exposure import GIVEN, PLANNED, serum_exposure
from server.domain.limits import zone_limits
from server.domain.views import runs_of

FOR_BROKEN_SKIN = ("post_procedure", "intradermal")
Limits = dict[str, Any]


def label_facts(key: str, site: Unit, devices: Content, content: Content, patient: Content, limits: Limits) -> Unit:
    """``on_label``: False when a device was used here outside its label. ``label_types``: the skin types of the labels
    that name this site; ``type_off`` when the patient's is none of them."""
    place = stem(key.partition(":")[2]) if key.startswith("zone:") else ""
    wanted = content.get("visit", {}).get("indication")
    used = {run["device"] for run in runs_of(site)}
    labels = [devices[one].get("cleared") for one in sorted(used) if one in devices]
    covered = [covers(label, place, wanted if isinstance(wanted, list) else [], limits) for label in labels if label]
    types = [found for label in labels if label and (found := types_for(label, place, limits))]
    mine = patient.get("body", {}).get("fitzpatrick")
    return {
        "on_label": False if False in covered else True if covered and None not in covered else None,
        "label_types": sorted(set.intersection(*map(set, types))) if types else None,
        "type_off": any(mine not in found for found in types) if types and mine else None,
    }


def names_site(row: Unit, place: str, limits: Limits) -> bool:
    sites = row["sites"]
    return sites is None or place in sites or group_of(place, limits) in sites


def covers(label: list[Unit], place: str, wanted: list[str], limits: Limits) -> bool | None:
    here = [row for row in label if names_site(row, place, limits)]
    if not here:
        return False
    if not wanted or any(row["sites"] is None or row["indications"] is None for row in here):
        return None
    return set(wanted) <= {indication for row in here for indication in row["indications"]}


def types_for(label: list[Unit], place: str, limits: Limits) -> list[str]:
    return sorted({kind for row in label if names_site(row, place, limits) for kind in row["skin_types"]})


def off_label_facts(content: Content, zones: Content, exposure: Unit) -> Unit:
    """What of the visit no label covers, and which consent speaks of it. The text about PRP says so itself."""
    needled = exposure["needle"] in (GIVEN, PLANNED)
    has_prp = exposure["blood_product"] in (GIVEN, PLANNED)
    serums = [unit for _key, unit in units_of(content, "serum") if is_off_label(unit, content)]
    return {
        "off_label_site": any(zone["on_label"] is False for zone in zones.values()),
        "off_label_depth": any(is_deeper(zone) for zone in zones.values()),
        "off_label_prp": needled and has_prp and content.get("consent", {}).get("prp") is not True,
        "off_label_serum": needled and bool(serums),
        "off_label_serums": in_order(what(serum) for serum in serums),
    }


def what(serum: Unit) -> str:
    """A product by its name, else by its kind."""
    return fold(str(serum.get("product") or serum.get("category") or "")).strip()


def is_deeper(zone: Unit) -> bool:
    depth, tested = zone["past_evaluated_mm"], zone["evaluated_mm"]
    return depth is not None and tested is not None and depth > tested


def is_off_label(serum: Unit, content: Content) -> bool:
    """Into the needled skin, or of a product that is not made for it."""
    is_used = serum_exposure(serum, content) in (GIVEN, PLANNED) and serum.get("timing") not in (None, "home")
    into_skin = serum.get("timing") in ("before", "during")
    return is_used and (into_skin or serum.get("labelled_for") not in FOR_BROKEN_SKIN)


def file_facts(device: Unit, limits: Limits) -> Unit:
    """Whether range and label of the device that is named are on file: a label that does not say for which sites and
    indications it is says nothing of them."""
    product, row = device.get("product"), limits["devices"].get(device.get("product"), {})
    return {
        "cleared": row.get("cleared"),
        "range_on_file": None if not product else row.get("max_mm") is not None,
        "label_on_file": None if not product else is_whole(row.get("cleared")),
    }


def is_whole(label: list[Unit] | None) -> bool:
    return bool(label) and not any(row["sites"] is None or row["indications"] is None for row in label or ())


def site_file_facts(key: str, zone: Unit, limits: Limits) -> Unit:
    """Whether the site has limits for the depth it was treated at."""
    table = zone_limits(limits, key.partition(":")[2]) if key.startswith("zone:") else {}
    wanted = [
        table.get(limit) for depth, limit in (("reached_mm", "warn_mm"), ("rf_reached_mm", "rf_warn_mm"))
        if zone[depth] is not None
    ]  # fmt: skip
    return {"depth_on_file": None if not wanted or table.get("never") else all(one is not None for one in wanted)}

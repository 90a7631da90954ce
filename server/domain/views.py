"""One reading of every shape a note may have (domain-2.md M1 and M2): units that repeat, runs of a site, injections.

``core/views.ts`` mirrors it; ``tests/vectors/views.json`` holds both to the same results.
"""

from server.domain.figures import known_total, number, numbers, product, rows
from server.domain.units import Content, Unit, units_of

FIRST_DEVICE = "device"
RUN = (
    "depth_mm", "passes", "direction", "energy_mj", "power_w", "pulse_ms", "shots", "overlap_pct", "tip",
    "impedance_ohm", "at",
)  # fmt: skip
TECHNIQUES = {"infiltration": "infiltration", "nerve_block": "nerve_block"}


def devices_of(content: Content) -> list[tuple[str, Unit]]:
    return units_of(content, "device")


def sites_of(content: Content) -> list[tuple[str, Unit]]:
    """The sites of the list, then those in words."""
    return [*units_of(content, "zone"), *units_of(content, "other_site")]


def runs_of(zone: Unit) -> list[Unit]:
    """One row for each pass group. Of schema 1 several depths share their passes, which stand in ``passes_total``."""
    if in_runs(zone):
        return [run_of(row) for row in rows(zone, "runs")]
    depths, passes = numbers(zone.get("depth_mm")), number(zone.get("passes"))
    if len(depths) < 2:
        only = {"depth_mm": depths[0] if depths else None, "passes": passes}
        return [run_of(only)] if depths or passes is not None else []
    return [run_of({"depth_mm": depth}) | {"passes_total": passes} for depth in depths]


def in_runs(zone: Unit) -> bool:
    """Whether the site is of schema 2: its runs win over depths and passes of schema 1."""
    return bool(rows(zone, "runs"))


def run_of(row: Unit) -> Unit:
    device = row.get("device")
    return {
        "device": device if isinstance(device, str) and device else FIRST_DEVICE,
        **{name: row.get(name) for name in RUN},
        "passes_total": None,
    }


def passes_sum(zone: Unit) -> float | None:
    """All passes over the site, as far as they are known."""
    runs = runs_of(zone)
    if runs and runs[0]["passes_total"] is not None:
        return number(runs[0]["passes_total"])
    return known_total(number(run["passes"]) for run in runs)


def la_of(content: Content) -> list[Unit]:
    """What was injected: the units of ``la``, then the rows of schema 1, each with its ``key``. A dose that was not
    typed follows from strength and volume."""
    units = [{"key": key, **unit, "mg": dose_of(unit)} for key, unit in units_of(content, "la")]
    for key, cream in units_of(content, "numbing"):
        units += [injection(key, n, row) for n, row in enumerate(rows(cream, "other_la")) if is_injected(row)]
    return units


def dose_of(shot: Unit) -> float | None:
    typed = number(shot.get("mg"))
    return product(number(shot.get("strength_pct")), number(shot.get("ml")), 10) if typed is None else typed


def is_injected(row: Unit) -> bool:
    return row.get("route") != "topical"


def injection(key: str, n: int, row: Unit) -> Unit:
    kept = {name: value for name, value in row.items() if name != "route"}
    return {"key": f"{key}.other_la.{n}", **kept, "technique": TECHNIQUES.get(str(row.get("route")))}


def unlabelled_creams_of(content: Content) -> list[Unit]:
    """Rows of schema 1 that say "on the skin": creams of unknown amount and area."""
    return [
        {"key": f"{key}.other_la.{n}", "drug": row.get("drug"), "at": row.get("at")}
        for key, cream in units_of(content, "numbing")
        for n, row in enumerate(rows(cream, "other_la"))
        if not is_injected(row)
    ]

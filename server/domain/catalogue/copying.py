"""What of a note may serve another visit, field by field: "unit.field", for a repeated section without its key.

A field that is not named here is never copied, so a new one is copied only once somebody has decided so. Named is what
is planned or set the same way again: what for, with which products, how much, how deep. Never named is what somebody
did, checked, saw, measured or said on that day, who it was and when, and what a recall goes by (lots, unit codes).

The tablet goes by these lists when it copies the last visit or a protocol into a note, and when it keeps a protocol.
"""

from typing import Any

COPIED = (
    "visit.sessions_planned", "visit.interval_weeks_planned", "visit.indication", "visit.modality",
    "la.drug", "la.drug_name", "la.strength_pct", "la.technique", "la.nerve", "la.sites", "la.adrenaline",
    "la.adrenaline_ratio", "comfort.kind", "comfort.cooling",
    "numbing.used", "numbing.product", "numbing.product_name", "numbing.actives", "numbing.manufacturer",
    "numbing.amount_g", "numbing.area_cm2", "numbing.zones", "numbing.planned_min", "numbing.occlusion",
    "device.type", "device.product", "device.brand", "device.model", "device.serial", "device.speed_rpm",
    "device.needle_count", "device.gauge", "device.length_mm",
    "needling.glide_product",
    "zone.depth_mm", "zone.passes", "zone.pattern",
    "rf.energy_mj", "rf.power_w", "rf.pulse_ms", "rf.depth_levels", "rf.insulated", "rf.passes",
    "prp.used", "prp.indication", "prp.anticoagulant", "prp.kit_brand", "prp.tube_count", "prp.spins",
    "prp.activation", "prp.additive", "prp.route", "prp.timing",
    "serum.category", "serum.product", "serum.manufacturer", "serum.origin", "serum.labelled_for", "serum.amount_ml",
    "serum.timing", "serum.zones", "serum.contains",
    "aftercare.items", "aftercare.language", "aftercare.phone",
)  # fmt: skip

# Of rows, the columns; all else in a row, such as its time and what was measured, was of that day.
COLUMNS = {
    "zone.runs": (
        "depth_mm", "passes", "direction", "energy_mj", "power_w", "pulse_ms", "overlap_pct", "tip"),
}  # fmt: skip
# Another cartridge or draw was an event of that day; another cream, injection or measure may be planned again.
NOT_REPEATED = ("device", "prp")

# What a protocol leaves out besides: with which very machine, and in which language this patient is spoken to.
NOT_IN_PROTOCOLS = ("device.serial", "aftercare.language")


def forms() -> dict[str, Any]:
    return {
        "last_visit": list(COPIED),
        "protocol": [path for path in COPIED if path not in NOT_IN_PROTOCOLS],
        "columns": {path: list(names) for path, names in COLUMNS.items()},
        "not_repeated": list(NOT_REPEATED),
    }

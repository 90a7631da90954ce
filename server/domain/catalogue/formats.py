"""How values are written for people, on the tablet, on its print and in the PDF: one table, served with the forms.

Figures stand without trailing zeros (15, 1, 0.5): a 1.0 is too easily read as 10. The catalogue keeps the UCUM form of
a unit; a unit that is not named here is written as it is. ``tests/vectors/values.json`` holds both languages.
"""

from typing import Any

from server.domain.translation import N_

MEASURES = {
    "Cel": "°C", "cm2": "cm²", "mm[Hg]": "mmHg", "10*3/uL": "× 10³/µL", "[g]": "× g", "{count}": "",
    "{score}": "", "{version}": "",
    "{pass}": N_("passes"), "/min": N_("per min"), "wk": N_("weeks"), "d": N_("days"),
}  # fmt: skip
ANSWERS = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Not known")}
NONE = "–"
# A depth reaches the tint of a step from that step on.
DEPTH_STEPS_MM = (0.5, 1, 1.5, 2)


def depth_level(deepest_mm: float) -> int:
    """The tint of a treated zone, 1 to 5."""
    return 1 + sum(deepest_mm >= step for step in DEPTH_STEPS_MM)


def forms() -> dict[str, Any]:
    return {"measures": MEASURES, "answers": ANSWERS, "none": NONE, "depth_steps_mm": list(DEPTH_STEPS_MM)}

"""Red flags in what was seen after a treatment: the adverse event that each one points to (domain.md 9 and 12).

Mirrors ``core/red-flags.ts``; both answer to ``tests/vectors/follow_up_check.json``.
"""

from typing import Any

from server.domain.context import Unit
from server.domain.figures import number

LATE = ("T7d", "T28d")
READ = (
    "visual_symptom", "breathless", "spo2", "exudate", "temp_c", "new_lesions", "new_lump", "haematoma", "erythema",
    "pigment_change",
)  # fmt: skip


def red_flags(seen: Unit, point: str, limits: dict[str, Any]) -> list[str]:
    """Terms of adverse events, the most urgent first."""
    table, lesions = limits["observation"], seen.get("new_lesions") or []
    hard = "nodules" in lesions or seen.get("new_lump") == "yes"
    found = {
        "vascular": seen.get("visual_symptom") == "yes",
        "anaphylaxis": seen.get("breathless") == "yes",
        "methaemoglobinaemia": under(seen.get("spo2"), table["spo2_low"]),
        "infection": seen.get("exudate") == "pus" or under(table["fever_c"], seen.get("temp_c")),
        "hsv": "vesicles" in lesions,
        "granuloma": hard or (point in LATE and "papules" in lesions),
        "tram_track": "linear_marks" in lesions,
        "haematoma": seen.get("haematoma") == "yes",
        "prolonged_erythema": under(table["redness"].get(point), seen.get("erythema")),
        "pih": point == "T28d" and seen.get("pigment_change") == "darker",
    }
    return [term for term, fires in found.items() if fires]


def under(low: Any, high: Any) -> bool:
    left, right = number(low), number(high)
    return left is not None and right is not None and left < right

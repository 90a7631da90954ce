"""Three practices: what each uses, and what it tends to leave out."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Practice:
    """``device`` and ``creams`` as entered; ``schemes`` by indication: zone to the depths of the sessions in mm;
    ``prp`` and ``serum`` are shares of courses; ``strays`` are days by which a visit is early or late; ``step_mm`` is
    what the device can be set by."""

    name: str
    device: dict[str, Any]
    creams: tuple[tuple[int, dict[str, Any]], ...]
    schemes: dict[str, dict[str, tuple[float, ...]]]
    weeks: tuple[int, ...]
    strays: tuple[int, int]
    prp: float = 0.0
    serum: float = 0.0
    serums: tuple[dict[str, Any], ...] = ()
    rf: dict[str, Any] = field(default_factory=dict)
    step_mm: float = 0.25


EMLA = {
    "product": "emla",
    "manufacturer": "Aspen",
    "occlusion": "film",
    "minutes": (60, 75, 90),
    "g_per_cm2": (0.1, 0.15),
}
LMX4 = {
    "product": "lmx4",
    "manufacturer": "Ferndale",
    "occlusion": "none",
    "minutes": (30, 40, 45, 60),
    "g_per_cm2": (0.1, 0.15),
}
PLIAGLIS = {
    "product": "pliaglis",
    "prescriber": "Dr. Demo",
    "manufacturer": "Galderma",
    "occlusion": "none",
    "minutes": (30, 40),
    "g_per_cm2": (0.12, 0.13),
}

FACE = {
    "acne_scar": {
        "cheek_left": (1.0, 1.25, 1.5), "cheek_right": (1.0, 1.25, 1.5), "temple_left": (0.5, 0.75, 1.0),
        "temple_right": (0.5, 0.75, 1.0), "chin": (1.0, 1.25, 1.5), "forehead": (0.5, 0.5, 0.75),
    },
    "texture_pores": {
        "cheek_left": (0.5, 0.75, 1.0), "cheek_right": (0.5, 0.75, 1.0), "nose": (0.25, 0.5, 0.5),
        "forehead": (0.5, 0.5, 0.5), "chin": (0.5, 0.75, 0.75),
    },
    "fine_lines": {
        "periorbital_left": (0.25, 0.25, 0.5), "periorbital_right": (0.25, 0.25, 0.5), "upper_lip": (0.5, 0.5, 0.75),
        "forehead": (0.5, 0.5, 0.5), "cheek_left": (0.5, 0.75, 0.75), "cheek_right": (0.5, 0.75, 0.75),
    },
}  # fmt: skip
BODY = {"striae": {"abdomen_lower": (1.0, 1.5, 1.5), "flank_left": (1.0, 1.5, 1.5), "flank_right": (1.0, 1.5, 1.5)}}
TIGHTENING = {
    "fine_lines": {"cheek_left": (2.0, 2.5, 2.5), "cheek_right": (2.0, 2.5, 2.5), "chin": (2.0, 2.0, 2.5)},
    "wrinkles": {"cheek_left": (2.0, 2.5, 3.0), "cheek_right": (2.0, 2.5, 3.0), "upper_lip": (1.5, 2.0, 2.0)},
}

STERILE_HA = {
    "category": "hyaluronic_acid", "product": "HA booster 1 %", "manufacturer": "Demo", "sterile": "yes",
    "labelled_for": "post_procedure", "timing": "after_0_10min", "allergy_checked": "yes", "origin": "synthetic",
}  # fmt: skip
PEPTIDES = {
    "category": "peptide", "product": "Peptide cream", "manufacturer": "Demo", "sterile": "no",
    "labelled_for": "cosmetic_intact_skin", "timing": "home", "allergy_checked": "yes",
}  # fmt: skip

PRACTICES = (
    Practice(
        "a pen, cream, sterile glide",
        {
            "type": "pen",
            "product": "skinpen",
            "brand": "SkinPen",
            "serial": "SP-1",
            "speed_rpm": 7000,
            "needle_count": 14,
        },
        ((70, LMX4), (25, EMLA), (5, PLIAGLIS)),
        FACE,
        (4, 4, 5, 6),
        (-2, 12),
        serum=0.3,
        serums=(STERILE_HA, PEPTIDES),
    ),
    Practice(
        "a dermatologist: pen, PRP, body",
        {
            "type": "pen",
            "product": "dermapen4",
            "brand": "Dermapen",
            "serial": "DP-1",
            "speed_rpm": 6000,
            "needle_count": 16,
        },
        ((80, EMLA), (20, LMX4)),
        FACE | BODY,
        (4, 6, 6),
        (-3, 20),
        prp=0.45,
        step_mm=0.1,
    ),
    Practice(
        "radiofrequency and pen",
        {"type": "rf_needling", "product": "other", "brand": "Demo RF", "serial": "RF-1", "needle_count": 24},
        ((100, LMX4),),
        TIGHTENING,
        (6, 8),
        (-3, 20),
        rf={"energy_mj": 30, "power_w": 20, "pulse_ms": 100, "insulated": "yes", "passes": 2},
    ),
)

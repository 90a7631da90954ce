"""The twelve cases of the clinical model's second part (section 10): what is entered, and what tablet and server find.

Each is a treated visit of the same woman of 36 years and 62 kg, unless it says otherwise; all times are of one day.
``asks`` are the findings that want something of somebody, as "rule severity" or "rule unit severity".
"""

from dataclasses import dataclass, field
from typing import Any

from tests.tablet import signable

Content = dict[str, dict[str, Any]]
DAY, OPERATOR = "2026-11-20", "operator"
B = "0192f0aa-0000-7000-8000-00000000000b"
C = "0192f0aa-0000-7000-8000-00000000000c"


def at(clock: str, day: str = DAY) -> str:
    return f"{day}T{clock}:00+01:00"


@dataclass(frozen=True)
class Case:
    """``before`` are visits of the same patient that are signed first, ``elsewhere`` those of another patient.
    ``later`` are rules that other parts of the model add: they may speak here as well."""

    key: str
    content: Content
    asks: tuple[str, ...] = ()
    patient: Content = field(default_factory=dict)
    before: tuple[Content, ...] = ()
    elsewhere: tuple[Content, ...] = ()
    later: tuple[str, ...] = ()


IDENTITY = {"birth_date": "1990-03-14", "given": "Ana", "family": "Ruiz"}
BODY = {"sex_at_birth": "female", "fitzpatrick": "III", "weight_kg": 62}


def visit(*without: str, **units: dict[str, Any]) -> Content:
    """A complete visit with these units put over it; ``without`` leaves units out."""
    whole = signable(OPERATOR)
    named = {name.replace("__", ":"): values for name, values in units.items()}
    kept = {unit: values for unit, values in whole.items() if unit not in without}
    return kept | {unit: kept.get(unit, {}) | values for unit, values in named.items()}


def cream(product: str, amount_g: float, area_cm2: float, on: str, off: str, **more: Any) -> dict[str, Any]:
    given = {
        "product": product,
        "amount_g": amount_g,
        "area_cm2": area_cm2,
        "applied_at": at(on),
        "removed_at": at(off),
    }
    return given | {"used": True, "occlusion": "none", "skin_intact": "yes", "residual_removed": "yes"} | more


def runs(*depths: float, **more: Any) -> dict[str, Any]:
    return {"runs": [{"depth_mm": depth, "passes": 1, **more} for depth in depths], "endpoint": "light_erythema"}


def injected(technique: str, clock: str, **more: Any) -> dict[str, Any]:
    return {"drug": "lidocaine", "technique": technique, "adrenaline": "no", "at": at(clock), "lot": "LA-1", **more}


SCALP = [{"zone": site, "ml": 2.5, "points": 30, "needle_g": 30} for site in ("scalp_frontal", "scalp_vertex")]
CHEEK = [{"zone": "cheek_left", "ml": 5, "points": 60}]
PRP = {
    "used": True, "drawn_at": at("08:30"), "drawn_ml": 60, "attempts": 1, "anticoagulant": "acd_a", "kit_lot": "K-1",
    "kit_expiry": "2027-05-31", "tube_labelled": "yes", "volume_ml": 6.0, "route": ["intradermal", "topical_after"],
    "sites": SCALP, "topical_ml": 1.0, "discarded_ml": 0, "used_at": at("09:50"),
}  # fmt: skip
RF = {"type": "rf_needling", "product": "other", "brand": "Morpheus8", "cartridge_lot": "RF-1"}
STOPPED = {"performed": "stopped", "stopped_at": at("08:56"), "stopped_reason": "reaction"}
CANCELLED = {"performed": "cancelled", "deferral_reason": "Seizure after the cream."}
STRONG = cream("lt_23_7", 30, 300, "08:30", "08:56", toxicity=["seizure"], toxicity_at=at("08:55"))
NO_NEEDLING = ("device", "needling", "zone:cheek_left", "obs:T30", "aftercare")
ALLERGIES = {
    f"allergy:{B}": {"substance": "other", "name": "Betadine", "reaction": "anaphylaxis", "severity": "severe"},
    f"allergy:{C}": {"substance": "drug", "name": "penicillin", "reaction": "anaphylaxis", "severity": "severe"},
}
FOREHEAD = {"zone__forehead": runs(0.5)}
AFTERNOON = {"started_at": at("16:10"), "ended_at": at("16:40")}

CASES = (
    Case(
        "W1",
        visit(
            "zone:cheek_left",
            visit={"indication": ["other"], "modality": ["needling", "prp"]},
            zone__scalp_frontal=runs(0.5, 1.0, 1.5),
            zone__scalp_vertex=runs(0.5, 1.0, 1.5),
            prp=PRP,
            consent={"prp": True, "off_label": True},
            check={"sepsis_unstable": "no"},
            **{f"la__{B}": injected("ring_block", "09:00", strength_pct=1, ml=10)},
        ),
        patient={
            "identity": IDENTITY | {"birth_date": "1992-03-14"},
            "body": {"sex_at_birth": "male", "fitzpatrick": "III", "weight_kg": 80},
        },
    ),
    Case(
        "W2",
        visit(
            "zone:cheek_left",
            visit={"indication": ["striae"]},
            zone__abdomen_lower=runs(2.0),
            zone__thigh_left=runs(2.0),
            zone__thigh_right=runs(2.0),
            device={"product": "dermapen4", "unit_code": "U-31"},
            numbing=cream("lmx4", 80, 450, "08:00", "09:00"),
            consent={"off_label": True},
            **{
                f"device__{B}": {"unit_code": "U-32", "cartridge_lot": "DP-2"},
                f"numbing__{B}": cream("lmx4", 70, 400, "08:05", "09:05"),
            },
        ),
        (f"N05 device:{B} reason*", "P13 warn", "A23 warn"),
        {"identity": IDENTITY | {"birth_date": "1997-03-14"}, "body": BODY | {"fitzpatrick": "V"}},
        elsewhere=({"device": {"unit_code": "u 32"}, "visit": {"session_date": DAY}},),
    ),
    Case(
        "W3",
        visit(
            numbing=cream("emla", 35, 300, "08:00", "09:00"),
            **{f"numbing__{B}": cream("emla", 30, 280, "07:30", "09:00", zones=["abdomen_lower"])},
        ),
        ("A28 reason",),
    ),
    Case(
        "W4",
        visit(
            "zone:cheek_left",
            visit={"modality": ["rf"]},
            device=RF,
            zone__cheek_left=runs(3.0, energy_mj=30, pulse_ms=100),
            zone__cheek_right=runs(3.0, energy_mj=30, pulse_ms=100),
            zone__jawline_left=runs(3.0, energy_mj=30, pulse_ms=100),
            zone__jawline_right=runs(3.0, energy_mj=30, pulse_ms=100),
            numbing=cream("emla", 30, 200, "08:00", "09:00"),
            consent={"off_label": True},
            **{f"la__{B}": injected("nerve_block", "09:00", strength_pct=2, ml=8, nerve="Infraorbital, both")},
        ),
        (
            "A17 reason", "N10 warn", "N15 zone:jawline_left warn", "N15 zone:jawline_right warn",
            "N16 zone:jawline_left warn", "N16 zone:jawline_right warn",
        ),
        later=("P17",),
    ),
    Case(
        "W5",
        visit(*NO_NEEDLING, visit=STOPPED, numbing=STRONG),
        ("A14 reason", "A18 reason", "A22 reason", "C05 warn"),
    ),
    Case(
        "W5 called cancelled",
        visit(*NO_NEEDLING, visit=CANCELLED, numbing=STRONG),
        ("V09 block", "A14 reason", "A18 reason", "A22 reason"),
    ),
    Case(
        "W9",
        visit(needling={"skin_prep": ["povidone_iodine"]}),
        ("G01 reason*", "P18 reason", "P19 warn"),
        ALLERGIES,
    ),
    Case(
        "W10",
        visit(
            numbing=cream("other", 20, 200, "08:00", "09:00", product_name="Numb-X", occlusion="film"),
            **{f"la__{B}": injected("nerve_block", "09:00")},
        ),
        ("X01 reason", "A14 reason", "A22 reason", "A30 reason", "A31 reason"),
        {
            "body": {"sex_at_birth": "female", "fitzpatrick": "III"},
            "history:methaemoglobinaemia": {"answer": "yes"},
        },
    ),
    Case(
        "W11",
        visit(
            visit={"modality": ["needling", "prp"]},
            numbing=cream(
                "emla", 30, 200, "08:00", "09:00", applied_at=at("08:00", "2026-10-20"),
                removed_at=at("09:00", "2026-10-20"),
            ),
            prp=PRP | {"drawn_at": at("00:30"), "used_at": at("09:30"), "sites": CHEEK},
            consent={"prp": True, "off_label": True, "signed_on": "2026-11-25"},
            check={"sepsis_unstable": "no"},
        ),
        ("T02 block", "T03 block", "T03 block", "C07 reason*", "R08 reason"),
        {
            "identity": IDENTITY | {"birth_date": "1900-03-14"},
            "history:anticoagulant": {"answer": "yes", "current": "no", "on": "2019-05-01"},
        },
    ),
    Case(
        "W12",
        visit(
            "zone:cheek_left", numbing=cream("emla", 25, 250, "15:00", "16:00"), needling=AFTERNOON, **FOREHEAD,
        ),
        ("A01 reason", "A02 reason", "A16 reason", "A28 reason", "N07 reason", "N18 zone:forehead reason"),
        before=(
            visit("zone:cheek_left", numbing=cream("emla", 40, 400, "09:00", "10:00"),
                  needling={"started_at": at("10:10"), "ended_at": at("10:40")}, **FOREHEAD),
        ),
    ),
)  # fmt: skip


def operated_by(person: str, content: Content) -> Content:
    return {
        unit: {name: person if value == OPERATOR else value for name, value in values.items()}
        for unit, values in content.items()
    }

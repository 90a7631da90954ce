"""What a believable treatment holds, to the field: the content of one generated note."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from server.cli.demo.scenario import Fields
from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.visit import CHECK

ASKED_OF_WOMEN = ("pregnant", "breastfeeding")
CREAMS: dict[str, dict[str, Any]] = {
    "emla": {"product": "emla", "manufacturer": "Aspen", "lot": "EM-7741", "occlusion": "film", "minutes": 60},
    "lmx4": {"product": "lmx4", "manufacturer": "Ferndale", "lot": "LX-2208", "occlusion": "none", "minutes": 45},
}
PENS: dict[str, dict[str, Any]] = {
    "skinpen": {"brand": "SkinPen", "model": "Precision", "serial": "SP-20417", "speed_rpm": 7000, "needle_count": 14},
    "dermapen4": {"brand": "Dermapen", "model": "4", "serial": "DP-40092", "speed_rpm": 6000, "needle_count": 16},
}
ON_LABEL = ("acne_scar",)  # of the pen of the practice, on the face
# What is treated for an indication: zone to depth at the first session (mm), and what each later session adds.
SCHEMES: dict[str, dict[str, tuple[float, float]]] = {
    "acne_scar": {
        "cheek_left": (1.0, 0.25), "cheek_right": (1.0, 0.25), "temple_left": (0.5, 0.25), "temple_right": (0.5, 0.25),
        "chin": (1.0, 0.25), "forehead": (0.5, 0.0),
    },
    "texture_pores": {
        "cheek_left": (0.5, 0.25), "cheek_right": (0.5, 0.25), "nose": (0.25, 0.0), "forehead": (0.5, 0.0),
        "chin": (0.5, 0.25),
    },
    "fine_lines": {
        "periorbital_left": (0.25, 0.0), "periorbital_right": (0.25, 0.0), "upper_lip": (0.5, 0.0), "neck": (0.5, 0.0),
        "forehead": (0.5, 0.0),
    },
}  # fmt: skip
ADVICE = ("no_makeup_24h", "sun", "no_actives_7d", "no_heat_72h", "washing", "red_flags", "allowed")


@dataclass(frozen=True, slots=True)
class Course:
    """What stays the same over the sessions of one patient."""

    indication: str
    sessions: int
    weeks: int
    cream: str
    pen: str
    prp: bool
    female: bool
    operator: str
    unit: str = ""

    def plan(self, started_on: date) -> dict[str, Any]:
        """The course as it stands in the record of the patient."""
        return {
            "started_on": started_on.isoformat(),
            "indication": [self.indication],
            "modality": ["needling", "prp"] if self.prp else ["needling"],
            "sessions_planned": self.sessions,
            "interval_weeks": self.weeks,
            "target_scale": "gais",
        }


def treated(course: Course, session: int, started: datetime, rng: Random) -> Fields:
    """A complete note. ``started`` is when the needles touched the skin, in the clinic's own time."""
    ended = started + timedelta(minutes=rng.randrange(25, 45))
    on = started.date()
    intensity = min(session - 1, 2)
    return {
        "visit": visit(course, session, on, "treated", rng),
        "check": check(course, started - timedelta(minutes=85)),
        "consent": consent(course, on),
        "numbing": numbing(course, started - timedelta(minutes=8), rng),
        "photo": {"taken": "yes", "views": ["frontal", "oblique_left", "oblique_right"], "same_light": "yes"},
        **({"vitals": vitals(rng)} if course.prp else {}),
        "device": device(course, rng),
        "needling": needling(course, started, ended, rng),
        **zones(course, intensity, rng),
        "prp": prp(started, rng) if course.prp else {"used": False},
        "obs:T0": observation(ended + timedelta(minutes=3), 2 + (intensity > 0), rng, oedema=1, bleeding=1, bruise=0),
        "obs:T30": observation(ended + timedelta(minutes=28), 2, rng, oedema=0, bleeding=0)
        | {"pain_now": rng.choice((0, 1, 1, 2))},
        "aftercare": aftercare(rng),
        "text:plan": {"text": f"{course.sessions} sessions, {course.weeks} weeks apart."},
    }


def visit(course: Course, session: int, on: date, performed: str, rng: Random) -> dict[str, Any]:
    return {
        "performed": performed,
        "course": course.unit,
        "session_date": on.isoformat(),
        "session_no": session,
        "sessions_planned": course.sessions,
        "interval_weeks_planned": course.weeks,
        "operator": f"@{course.operator}",
        "room": rng.choice(("1", "2")),
        "indication": [course.indication],
        "modality": ["needling", "prp"] if course.prp else ["needling"],
    }


def check(course: Course, asked_at: datetime) -> dict[str, Any]:
    questions = [field.name for field in CHECK.fields if field.kind == "tri"]
    asked = [name for name in questions if course.female or name not in ASKED_OF_WOMEN]
    return {**dict.fromkeys(asked, "no"), "asked_at": asked_at.isoformat()}


def consent(course: Course, on: date) -> dict[str, Any]:
    ticks = {"procedure": True, "photo_clinical": True, "photo_marketing": False}
    return {
        **ticks,
        **({"prp": True} if course.prp else {}),
        **({"off_label": True} if course.prp or course.indication not in ON_LABEL else {}),
        "version": "2026-01",
        "signed_on": on.isoformat(),
    }


def numbing(course: Course, removed: datetime, rng: Random) -> dict[str, Any]:
    cream = dict(CREAMS[course.cream])
    minutes = cream.pop("minutes")
    area = {"acne_scar": 200, "texture_pores": 150, "fine_lines": 120}[course.indication]
    return {
        "used": True,
        **cream,
        "expiry": f"{removed.year + 1}-09-30",
        "amount_g": area * 3 / 20,
        "area_cm2": area,
        "zones": list(SCHEMES[course.indication]),
        "applied_at": (removed - timedelta(minutes=minutes)).isoformat(),
        "removed_at": removed.isoformat(),
        "planned_min": minutes,
        "skin_intact": "yes",
        "residual_removed": "yes",
        "removal_method": "dry_gauze",
        "re_prepped": "yes",
        "applied_by": "J. Moreau",
        "reapplied": "no",
        "effect_nrs": rng.choice((0, 1, 1, 2)),
        "toxicity": ["none"],
    }


def vitals(rng: Random) -> dict[str, Any]:
    return {"bp_systolic": rng.randrange(108, 136, 2), "bp_diastolic": rng.randrange(64, 86, 2), "hr": 68, "spo2": 99}


def device(course: Course, rng: Random) -> dict[str, Any]:
    return {
        "type": "pen",
        "product": course.pen,
        **PENS[course.pen],
        "cartridge_lot": rng.choice(
            ("SPC2604-02", "SPC2605-01") if course.pen == "skinpen" else ("DP4-8841", "DP4-8902")
        ),
        "cartridge_expiry": "2028-04-30",
        "unit_code": f"U-{rng.randrange(100000, 1000000)}",
        "sterile_intact": "yes",
        "single_use_confirmed": "yes",
    }


def needling(course: Course, started: datetime, ended: datetime, rng: Random) -> dict[str, Any]:
    glide = (
        {"glide_product": "PRP"}
        if course.prp
        else {"glide_product": "Sterile HA gel", "glide_lot": "HA-560", "glide_sterile": "yes"}
    )
    return {
        "started_at": started.isoformat(),
        "ended_at": ended.isoformat(),
        "skin_prep": ["cleanse", "alcohol70"],
        "dry_time_ok": "yes",
        "sheath_used": "yes",
        "gloves": "nitrile",
        "sharps_disposed": "yes",
        "cartridge_changed": "no",
        "interrupted": "no",
        **glide,
        "pain_nrs": rng.choice((2, 3, 3, 4, 4, 5, 6)),
    }


def zones(course: Course, intensity: int, rng: Random) -> Fields:
    passes = rng.choice((3, 4, 4, 5))
    deep = course.indication == "acne_scar" and intensity > 1
    return {
        f"zone:{zone}": {
            "depth_mm": [round(first + step * intensity, 2 if course.pen == "skinpen" else 1)],
            "passes": passes,
            "pattern": ["vertical", "horizontal", "diagonal"],
            "bleeding": 1 if deep else 0,
            "endpoint": "pinpoint_bleeding" if deep else "uniform_erythema",
        }
        for zone, (first, step) in SCHEMES[course.indication].items()
    }


def prp(started: datetime, rng: Random) -> dict[str, Any]:
    baseline = rng.randrange(190, 320, 10)
    return {
        "used": True,
        "indication": "Atrophic acne scars",
        "off_label_ack": True,
        "time_out_done": True,
        "time_out_identifiers": ["name", "birth_date"],
        "drawn_at": (started - timedelta(minutes=50)).isoformat(),
        "draw_site": "Left antecubital vein",
        "drawn_by": "J. Moreau",
        "attempts": 1,
        "drawn_ml": 20,
        "anticoagulant": "acd_a",
        "anticoagulant_ml": 2,
        "kit_brand": "Demo PRP kit",
        "kit_lot": rng.choice(("PK-3320", "PK-3341")),
        "kit_expiry": "2028-06-30",
        "tube_count": 2,
        "tube_labelled": "yes",
        "spins": [{"rpm": 1340, "minutes": 8, "radius_cm": 10}, {"rpm": 2115, "minutes": 12, "radius_cm": 10}],
        "volume_ml": 3,
        "platelets_baseline": baseline,
        "platelets_prp": round(baseline * rng.choice((3.8, 4.2, 4.6, 4.9))),
        "wbc": "leukocyte_poor",
        "rbc": "clear",
        "activation": "none",
        "additive": "none",
        "route": ["topical_during", "intradermal"],
        "timing": "during",
        "sites": [
            {"zone": f"cheek_{side}", "ml": 0.8, "points": 10, "needle_g": 30, "depth_mm": 4}
            for side in ("left", "right")
        ],
        "topical_ml": 1.4,
        "discarded_ml": 0,
        "used_at": (started + timedelta(minutes=5)).isoformat(),
        "reaction": ["none"],
    }


def observation(at: datetime, erythema: int, rng: Random, **more: int) -> dict[str, Any]:
    return {"at": at.isoformat(), "how": "in_person", "erythema": max(0, erythema - rng.choice((0, 0, 1))), **more}


def aftercare(rng: Random) -> dict[str, Any]:
    return {
        "given": True,
        "items": list(ADVICE),
        "sheet_version": "2026-01",
        "given_by": rng.choice(("N. Vidal", "J. Moreau")),
        "language": "English",
        "phone": "+00 555 0100",
    }


def history(rng: Random) -> Fields:
    """Every question asked and answered; now and then one with a yes."""
    keys = [
        question.key
        for section in RECORD_TYPES["patient"].sections
        if section.unit == "history"
        for question in section.keys
    ]
    answers: Fields = {f"history:{key}": {"answer": "no"} for key in keys}
    if rng.random() < 0.25:
        answers["history:smoker"] = {"answer": "yes", "detail": "Fewer than 5 a day"}
    if rng.random() < 0.2:
        answers["history:vasovagal"] = {"answer": "yes", "detail": "Lie flat for the blood draw"}
    return answers

"""One ordinary visit, filled in as people do: complete where the note asks for it, now and then with a slip."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from random import Random
from typing import Any

from server.domain.catalogue.visit import CHECK, MAY_BE_PREGNANT
from tests.ordinary.habits import Habits
from tests.ordinary.people import Fields
from tests.ordinary.practices import Practice

HERE = timezone(timedelta(hours=2))
WOMEN = ("pregnant", "breastfeeding")
# How many of 1000 visits say yes to a question of the day.
TODAY = {
    "active_acne": 46, "filler_toxin_14d": 20, "retinoid_acid_24h": 20, "peel_laser": 8, "surgery": 6, "nsaid_48h": 15,
    "steroid_local_1m": 10, "steroid_systemic_2w": 4, "recent_fever": 4, "hsv_active": 1, "infection": 1,
    "open_wound": 1, "sunburn": 3,
}  # fmt: skip
AGO = {"filler_toxin_14d": (5, 10, 13), "retinoid_acid_24h": (0, 1), "peel_laser": (20, 25, 40), "surgery": (60, 120),
       "nsaid_48h": (1, 2), "steroid_local_1m": (10, 25), "steroid_systemic_2w": (7, 12)}  # fmt: skip
DATED = {"filler_toxin_14d": "filler_toxin_on", "retinoid_acid_24h": "retinoid_acid_on", "peel_laser": "peel_laser_on",
         "surgery": "surgery_on", "nsaid_48h": "nsaid_on", "steroid_local_1m": "steroid_local_on",
         "steroid_systemic_2w": "steroid_systemic_on"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    unit: str
    practice: Practice
    indication: str
    sessions: int
    weeks: int
    is_prp: bool
    has_serum: bool


@dataclass(frozen=True, slots=True)
class Moment:
    course: Course
    session: int
    on: date
    patient: Fields
    rng: Random
    habits: Habits

    def often(self, name: str, per_mille: int) -> bool:
        return self.habits.often(name, per_mille)

    def at(self, minutes: int) -> str:
        """Minutes from the first needle, in the clinic's own time."""
        start = datetime(self.on.year, self.on.month, self.on.day, 11, tzinfo=HERE)
        return (start + timedelta(minutes=minutes)).isoformat()


def visit(moment: Moment) -> Fields:
    lasted = moment.rng.randrange(20, 50)
    return {
        "visit": head(moment),
        "check": check(moment),
        "consent": consent(moment),
        "photo": photo(moment),
        "numbing": numbing(moment),
        "device": device(moment),
        "needling": needling(moment, lasted),
        **zones(moment),
        **({"rf": moment.course.practice.rf} if moment.course.practice.rf else {}),
        "prp": prp(moment) if moment.course.is_prp else {"used": False},
        **serums(moment),
        "obs:T0": {
            "at": moment.at(lasted + 5),
            "how": "in_person",
            "erythema": moment.rng.choice((1, 2, 2, 3)),
            "oedema": 1,
        },
        "aftercare": {"given": True, "items": ["sun", "red_flags"]} if moment.often("advice", 985) else {},
    }


def head(moment: Moment) -> dict[str, Any]:
    course = moment.course
    modality = "rf" if course.practice.rf else "needling"
    return {
        "performed": "treated", "course": course.unit, "session_date": moment.on.isoformat(),
        "session_no": moment.session, "sessions_planned": course.sessions, "interval_weeks_planned": course.weeks,
        "operator": "u-1", "indication": [course.indication],
        "modality": [modality, "prp"] if course.is_prp else [modality],
    }  # fmt: skip


def check(moment: Moment) -> dict[str, Any]:
    """Asked before the cream, sometimes entered after it; never of the future."""
    is_asked = moment.patient["body"]["sex_at_birth"] in MAY_BE_PREGNANT[2]
    names = [field.name for field in CHECK.fields if field.kind == "tri" and (is_asked or field.name not in WOMEN)]
    said = {name: "yes" if moment.often(name, TODAY.get(name, 0)) else "no" for name in names}
    if is_asked and moment.often("nursing", 5):
        said["breastfeeding"] = "yes"
    for name, field in DATED.items():
        if said.get(name) == "yes" and moment.often(field, 950):
            said[field] = (moment.on - timedelta(days=moment.rng.choice(AGO[name]))).isoformat()
    if moment.patient["history:hsv"]["answer"] == "yes" and moment.often("hsv_prophylaxis", 930):
        said["hsv_prophylaxis"] = "not_indicated"
    return {**said, "asked_at": moment.at(-85)}


def consent(moment: Moment) -> dict[str, Any]:
    """Signed at the first visit of the course, now and then again."""
    is_new = moment.session == 1 or moment.often("consent again", 300)
    ago = 0 if is_new else moment.course.weeks * 7 * (moment.session - 1)
    signed = {"procedure": True, "photo_clinical": True, "version": "2026-01", "off_label": True}
    more = {"prp": True} if moment.course.is_prp else {}
    return {**signed, **more, "signed_on": (moment.on - timedelta(days=ago)).isoformat()}


def photo(moment: Moment) -> dict[str, Any]:
    name, per_mille = ("first photo", 980) if moment.session == 1 else ("photo", 600)
    return {"taken": "yes" if moment.often(name, per_mille) else "no"}


def numbing(moment: Moment) -> dict[str, Any]:
    creams = moment.course.practice.creams
    weights = [share for share, _cream in creams]
    if moment.often("no cream", 60):
        return {"used": False}
    cream = dict(moment.rng.choices([cream for _share, cream in creams], weights)[0])
    minutes, g_per_cm2 = moment.rng.choice(cream.pop("minutes")), moment.rng.choice(cream.pop("g_per_cm2"))
    area = 400 if moment.course.indication == "striae" else moment.rng.choice((120, 150, 200, 200))
    off = -moment.rng.choice((5, 8, 10, 15))
    return {
        "used": True, **cream, "lot": "L-77", "expiry": expiry(moment), "amount_g": round(area * g_per_cm2),
        "area_cm2": area, "applied_at": moment.at(off - minutes), "removed_at": moment.at(off), "planned_min": minutes,
        "skin_intact": "yes", "removal_method": moment.rng.choice(("dry_gauze", "saline")), "reapplied": "no",
        "effect_nrs": moment.rng.choice((0, 1, 2, 3)), "toxicity": ["none"], "re_prepped": "yes",
        **({"residual_removed": "yes"} if moment.often("removal", 979) else {}),
    }  # fmt: skip


def expiry(moment: Moment) -> str:
    return (moment.on + timedelta(days=moment.rng.randrange(20, 700))).isoformat()


def device(moment: Moment) -> dict[str, Any]:
    lot = {"cartridge_lot": "C-1", "cartridge_expiry": expiry(moment)} if moment.often("cartridge", 990) else {}
    unit = {"unit_code": f"U-{moment.rng.randrange(10**6)}", "sterile_intact": "yes", "single_use_confirmed": "yes"}
    return {**moment.course.practice.device, **lot, **unit}


def needling(moment: Moment, lasted: int) -> dict[str, Any]:
    glide = (
        {"glide_product": "PRP"} if moment.course.is_prp else {"glide_product": "Sterile HA gel", "glide_lot": "H-1"}
    )
    if not moment.course.is_prp and moment.often("glide_sterile", 700):
        glide["glide_sterile"] = "yes"
    return {
        "started_at": moment.at(0), "ended_at": moment.at(lasted), "gloves": "nitrile", "sharps_disposed": "yes",
        "skin_prep": moment.rng.choice((["cleanse", "alcohol70"], ["cleanse", "chlorhexidine"], ["hypochlorous"])),
        "dry_time_ok": "yes", "interrupted": "no",
        "pain_nrs": moment.rng.choices((1, 2, 3, 4, 5, 6, 7, 8), (8, 18, 25, 20, 14, 9, 4, 1.5))[0], **glide,
    }  # fmt: skip


def zones(moment: Moment) -> Fields:
    """Now and then a step deeper than the scheme of the practice. Between two marks of the device, the lower one."""
    scheme = moment.course.practice.schemes[moment.course.indication]
    place = min(moment.session - 1, 2)
    passes, more = moment.rng.choice((3, 4, 4, 5, 6)), 0.25 if moment.often("deeper", 30) else 0.0
    step = moment.course.practice.step_mm
    set_to = {zone: round(int((depths[place] + more) / step + 1e-9) * step, 2) for zone, depths in scheme.items()}
    return {f"zone:{zone}": zone_of(moment, depth, passes) for zone, depth in set_to.items()}


def zone_of(moment: Moment, depth: float, passes: int) -> dict[str, Any]:
    seen = {"bleeding": moment.rng.choice((0, 1, 1)), "endpoint": "uniform_erythema"}
    if moment.course.practice.rf:
        return {"runs": [{"depth_mm": depth, "passes": 2, "energy_mj": 30}], **seen}
    return {"depth_mm": [depth], "passes": passes, **seen}


def prp(moment: Moment) -> dict[str, Any]:
    drawn = moment.rng.choice((9, 10, 16, 20))
    volume = round(drawn * moment.rng.choice((0.2, 0.25, 0.3)), 1)
    left = 0.0 if moment.often("all used", 900) else 0.5
    return {
        "used": True, "drawn_at": moment.at(-50), "used_at": moment.at(5), "drawn_ml": drawn, "volume_ml": volume,
        "anticoagulant": "acd_a", "anticoagulant_ml": 1, "kit_brand": "Kit", "kit_lot": "K-1",
        "kit_expiry": expiry(moment),
        "tube_labelled": "yes", "attempts": moment.rng.choices((1, 2, 3), (85, 12, 3))[0], "activation": "none",
        "additive": "none", "route": ["topical_during"], "topical_ml": round(volume - left, 1), "reaction": ["none"],
        **({"discarded_ml": left} if moment.often("discarded", 800) else {}), "off_label_ack": True,
        "time_out_done": True,
    }  # fmt: skip


def serums(moment: Moment) -> Fields:
    if not moment.course.has_serum:
        return {}
    chosen = moment.course.practice.serums[0 if moment.often("sterile serum", 700) else 1]
    unit = f"serum:0192f0aa-0000-7000-8000-{moment.rng.randrange(10**12):012d}"
    return {unit: {**chosen, "lot": "S-1", "expiry": expiry(moment), "amount_ml": 2}}

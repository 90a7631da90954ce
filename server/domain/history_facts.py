"""What the patient's history implies on the day of a visit: allergies that count, days since, questions unanswered."""

from datetime import date
from typing import Any

from server.domain.context import Content, Context, Unit, units_of
from server.domain.times import day, days_between

ALWAYS = (
    "isotretinoin", "keloid_hypertrophic", "anticoagulant", "bleeding_disorder", "platelet_disorder", "hsv",
    "skin_cancer_area", "radiotherapy_area", "autoimmune", "diabetes", "immunosuppression", "wound_healing",
    "chemotherapy", "atopic_dermatitis_area", "hiv_hepatitis",
)  # fmt: skip
FOR_NUMBING = ("liver", "cardiac", "renal", "arrhythmia_drug", "pseudocholinesterase_deficiency")
FOR_METHB = ("g6pd_deficiency", "methaemoglobinaemia")
RAISES_METHB = ("emla", "blt", "other")
FOR_PRP = ("smoker", "cancer", "vasovagal")
DETAILS = {"isotretinoin": "on", "diabetes": "controlled", "platelet_disorder": "platelets"}
CHECKED = (
    "breastfeeding", "hsv_active", "active_acne", "infection", "open_wound", "sunburn", "filler_toxin_14d",
    "peel_laser", "surgery", "retinoid_acid_24h", "nsaid_48h", "steroid_local_1m", "steroid_systemic_2w",
    "recent_fever", "sepsis_unstable",
)  # fmt: skip
USED = {"numbing": ("skin_intact", "reapplied"), "device": ("sterile_intact", "single_use_confirmed")}
DATES = ("filler_toxin", "retinoid_acid", "nsaid", "steroid_local", "steroid_systemic")


def history_facts(content: Content, on: date | None, context: Context) -> Unit:
    check, patient = content.get("check", {}), context.patient
    open_questions = unanswered(content, patient)
    return {
        "allergies": allergies(patient),
        "unanswered": open_questions,
        "unanswered_count": len(open_questions),
        "isotretinoin_days": days_between(day(patient.get("history:isotretinoin", {}).get("on")), on),
        **{f"{name}_days": days_between(day(check.get(f"{name}_on")), on) for name in DATES},
    }


def allergies(patient: Content) -> list[str]:
    """Substances of the allergies that are not said to be over."""
    active = [unit for _key, unit in units_of(patient, "allergy") if unit.get("status") != "inactive"]
    return sorted({unit["substance"] for unit in active if isinstance(unit.get("substance"), str)})


def unanswered(content: Content, patient: Content) -> list[str]:
    """Paths of the safety questions whose answer is not known. A check of the day that was left out is a gap of the
    note already, so there only an explicit "unknown" counts."""
    check = content.get("check", {})
    found = [f"patient.history:{key}.{name}" for key in asked(content) if (name := open_part(key, patient))]
    if not allergies(patient) and patient.get("allergy_status", {}).get("none_known") != "yes":
        found.append("patient.allergy_status.none_known")
    if is_open(patient.get("body", {}).get("sex_at_birth")):
        found.append("patient.body.sex_at_birth")
    found += [f"check.{name}" for name in CHECKED if check.get(name) == "unknown"]
    if content.get("prp", {}).get("used") is True and check.get("sepsis_unstable") is None:
        found.append("check.sepsis_unstable")
    return found + about_products(content, bool(allergies(patient)))


def about_products(content: Content, is_allergic: bool) -> list[str]:
    """What nobody knows of the cream, the cartridge and, where there are allergies, of a serum."""
    named = [(unit, name) for unit, names in USED.items() for name in names]
    open_ones = [f"{unit}.{name}" for unit, name in named if content.get(unit, {}).get(name) == "unknown"]
    serums = units_of(content, "serum") if is_allergic else []
    return open_ones + [f"{key}.allergy_checked" for key, unit in serums if is_open(unit.get("allergy_checked"))]


def asked(content: Content) -> list[str]:
    """The questions that matter for what is used at this visit."""
    numbing, keys = content.get("numbing", {}), list(ALWAYS)
    if numbing.get("used") is True:
        keys += FOR_NUMBING
        keys += FOR_METHB if numbing.get("product") in RAISES_METHB else ()
    return keys + list(FOR_PRP if content.get("prp", {}).get("used") is True else ())


def open_part(key: str, patient: Content) -> str:
    """The field that is still open: the answer, or the detail on which a yes turns."""
    unit: dict[str, Any] = patient.get(f"history:{key}", {})
    if is_open(unit.get("answer")):
        return "answer"
    detail = DETAILS.get(key)
    known_otherwise = key == "isotretinoin" and unit.get("current") == "yes"
    is_wanting = detail is not None and unit["answer"] == "yes" and is_open(unit.get(detail)) and not known_otherwise
    return detail if detail and is_wanting else ""


def is_open(answer: Any) -> bool:
    return answer in (None, "", "unknown")

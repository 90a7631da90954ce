"""Who comes: age, skin, history and allergies, in the shares a practice for skin sees."""

from datetime import date, timedelta
from random import Random
from typing import Any

from server.domain.catalogue import RECORD_TYPES
from tests.ordinary.habits import Habits

Fields = dict[str, dict[str, Any]]

HISTORY = [
    question.key
    for section in RECORD_TYPES["patient"].sections
    if section.unit == "history"
    for question in section.keys
]
# How many of 1000 say yes; who is treated at all has been selected, so what forbids needling is rare.
YES = {
    "hsv": 180, "smoker": 200, "vasovagal": 60, "atopic_dermatitis_area": 15, "autoimmune": 25, "diabetes": 30,
    "anticoagulant": 15, "isotretinoin": 60, "keloid_hypertrophic": 12, "cancer": 15, "cardiac": 10, "liver": 8,
    "renal": 5, "arrhythmia_drug": 8, "immunosuppression": 6, "wound_healing": 4, "hiv_hepatitis": 4,
    "g6pd_deficiency": 2, "radiotherapy_area": 2, "platelet_disorder": 1, "bleeding_disorder": 1,
}  # fmt: skip
SKIN = {"I": 5, "II": 30, "III": 35, "IV": 18, "V": 8, "VI": 4}
ALLERGIES: tuple[tuple[int, dict[str, str]], ...] = (
    (60, {"substance": "drug", "name": "Penicillin", "severity": "moderate"}),
    (25, {"substance": "drug", "name": "Ibuprofen", "severity": "mild"}),
    (50, {"substance": "nickel", "severity": "mild"}),
    (70, {"substance": "other", "name": "Birch pollen", "severity": "mild"}),
    (20, {"substance": "other", "name": "House dust mite"}),
    (15, {"substance": "adhesive", "severity": "mild"}),
    (10, {"substance": "cosmetic_ingredient", "name": "Fragrance", "severity": "mild"}),
    (8, {"substance": "latex", "severity": "moderate"}),
    (8, {"substance": "other", "name": "Wasp venom", "severity": "severe"}),
    (6, {"substance": "drug", "name": "Penicillin", "severity": "severe"}),
    (3, {"substance": "chlorhexidine", "severity": "mild"}),
)


def patient(rng: Random, number: int, first_visit: date, habits: Habits, practice: str) -> Fields:
    sex = "female" if rng.random() < 0.8 else "male"
    age_days = int(365.25 * rng.choices((20, 27, 35, 45, 55, 66), (4, 22, 30, 25, 14, 5))[0]) + rng.randrange(1400)
    body: dict[str, Any] = {"sex_at_birth": sex}
    if habits.often("skin type", 940):
        body["fitzpatrick"] = habits.choice(f"skin type {practice}", SKIN)
    if rng.random() < 0.75:
        body["weight_kg"] = rng.randrange(50, 100)
    born = (first_visit - timedelta(days=age_days)).isoformat()
    return {
        "identity": {"mrn": f"O-{number}", "given": "Patient", "family": f"Number {number}", "birth_date": born},
        "body": body,
        **allergies(rng, habits),
        **{f"history:{key}": answer(rng, key, first_visit, habits) for key in HISTORY},
    }


def allergies(rng: Random, habits: Habits) -> Fields:
    found = [row for place, (often, row) in enumerate(ALLERGIES) if habits.often(f"allergy {place}", often)]
    if not found:
        return {"allergy_status": {"none_known": "yes" if rng.random() < 0.99 else "unknown"}}
    ids = (f"allergy:0192f0aa-0000-7000-8000-{place:012d}" for place in range(len(found)))
    listed = {key: {**row, "status": "active"} for key, row in zip(ids, found, strict=True)}
    return {"allergy_status": {"none_known": "no"}, **listed}


def asked_again(rng: Random, who: Fields) -> Fields:
    """What nobody knew at one session is mostly known at the next."""

    def known(unit: str, values: dict[str, Any]) -> dict[str, Any]:
        if "unknown" not in values.values() or rng.random() > 0.7:
            return values
        return {"none_known": "yes"} if unit == "allergy_status" else {"answer": "no"}

    return {unit: known(unit, values) for unit, values in who.items()}


def answer(rng: Random, key: str, on: date, habits: Habits) -> dict[str, Any]:
    if habits.often("unknown", 0.5):
        return {"answer": "unknown"}
    if not habits.often(key, YES.get(key, 0)):
        return {"answer": "no"}
    details: dict[str, dict[str, Any]] = {
        "isotretinoin": {
            "current": "no",
            "on": (on - timedelta(days=rng.choice((150, 300, 700, 2000, 4000)))).isoformat(),
        },
        "anticoagulant": {"current": "yes", "detail": "Aspirin 100 mg"},
        "arrhythmia_drug": {"current": "yes"},
        "diabetes": {"controlled": "yes" if rng.random() < 0.9 else "no"},
        "platelet_disorder": {"platelets": "low"},
        "chemotherapy": {"current": "no"},
    }
    return {"answer": "yes", **details.get(key, {})}

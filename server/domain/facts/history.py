"""What the patient's history implies on the day of a visit: allergies that count, days since, questions unanswered."""

from datetime import date
from typing import Any

from server.domain.allergens import Allergy, allergy_facts
from server.domain.context import Content, Context, Unit, units_of
from server.domain.facts.exposure import has_radiofrequency
from server.domain.figures import rows
from server.domain.given import CREAM, DRAW, exposures, first_pierced, first_time
from server.domain.times import day, days_between, instant, today_where
from server.domain.views import la_of, unlabelled_creams_of

METHAEMOGLOBIN = ("prilocaine", "benzocaine")
Asked = dict[str, Any]  # limits.json: which questions matter for what, and what makes each of them answered


def history_facts(content: Content, on: date | None, context: Context, known: list[Allergy]) -> Unit:
    check, patient, asked = content.get("check", {}), context.patient, context.limits["asked"]
    open_questions = unanswered(content, patient, asked, bool(known))
    return {
        **allergy_facts(known, context.limits),
        "unanswered": open_questions,
        "unanswered_count": len(open_questions),
        "anticoagulant_taken": takes_anticoagulant(patient.get("history:anticoagulant", {}), on, context.limits),
        **asked_late(content),
        "future_dates": dates_ahead(patient, today_where(None, context.now)),
        "isotretinoin_days": days_between(day(patient.get("history:isotretinoin", {}).get("on")), on),
        **{f"{name}_days": days_between(day(check.get(f"{name}_on")), on) for name in asked["check_days"]},
    }


def dates_ahead(patient: Content, today: date) -> list[str]:
    """The dates of the history, the laboratory and the end of an event that lie in the future."""
    history = [(f"{key}.on", unit.get("on")) for key, unit in units_of(patient, "history")]
    taken = [(f"labs.{name}", patient.get("labs", {}).get(name)) for name in ("platelets_on", "hb_on")]
    ended = [(f"{key}.resolved_at", unit.get("resolved_at")) for key, unit in units_of(patient, "ae")]
    return sorted(f"patient.{path}" for path, text in history + taken + ended if (on := day(text)) and on > today)


def takes_anticoagulant(unit: Unit, on: date | None, limits: dict[str, Any]) -> bool | None:
    """Stopped long ago is not taken; when nobody knows when it was stopped, it may be."""
    if unit.get("answer") != "yes":
        return None
    since = days_between(day(unit.get("on")), on)
    is_over = since is not None and since >= limits["recent_days"]["anticoagulant_stopped"]
    return not (unit.get("current") == "no" and is_over)


def asked_late(content: Content) -> Unit:
    """Asked only after needle, injection or PRP; or before them, but after the cream or the draw."""
    asked = instant(content.get("check", {}).get("asked_at"))
    pierced, touched = first_pierced(content), first_time(content, *CREAM, *DRAW)
    late = None if asked is None or pierced is None else asked > pierced
    after_cream = None if asked is None or touched is None else asked > touched and not late
    return {"asked_late": late, "asked_after_cream": after_cream}


def unanswered(content: Content, patient: Content, asked: Asked, is_allergic: bool) -> list[str]:
    """Paths of the safety questions whose answer is not known. A check of the day that was left out is a gap of the
    note already, so there only an explicit "unknown" counts."""
    check = content.get("check", {})
    parts = [(key, open_part(key, patient, asked)) for key in questions(content, asked)]
    found = [f"patient.history:{key}.{name}" for key, name in parts if name]
    if not is_allergic and patient.get("allergy_status", {}).get("none_known") != "yes":
        found.append("patient.allergy_status.none_known")
    if is_open(patient.get("body", {}).get("sex_at_birth")):
        found.append("patient.body.sex_at_birth")
    found += [f"check.{name}" for name in asked["check"] if check.get(name) == "unknown"]
    if "prp" in used_for(content) and check.get("sepsis_unstable") is None:
        found.append("check.sepsis_unstable")
    named = [path.split(".") for path in asked["products"]]
    return found + [f"{unit}.{name}" for unit, name in named if content.get(unit, {}).get(name) == "unknown"]


def questions(content: Content, asked: Asked) -> list[str]:
    """Those that matter for what is used at this visit."""
    keys, used = list(asked["always"]), used_for(content)
    if "numbing" in used:
        keys += asked["numbing"]
        keys += asked["methaemoglobin"] if may_raise_methaemoglobin(content, asked) else ()
    keys += asked["rf"] if has_radiofrequency(content) else ()
    return keys + (asked["prp"] if "prp" in used else [])


def may_raise_methaemoglobin(content: Content, asked: Asked) -> bool:
    """By the product of a cream, by what is in it, or by what was injected."""
    creams = [cream for _key, cream in units_of(content, "numbing")]
    drugs = [row.get("drug") for cream in creams for row in rows(cream, "actives")]
    drugs += [shot.get("drug") for shot in la_of(content) + unlabelled_creams_of(content)]
    named = [*asked["raises_methaemoglobin"], *METHAEMOGLOBIN]
    return any(one in named for one in [*(cream.get("product") for cream in creams), *drugs])


def used_for(content: Content) -> list[str]:
    """Said to be used, or given whatever was said."""
    given = exposures(content)
    kinds = {"numbing": ("cream", "la"), "prp": ("blood", "prp")}
    return [
        unit
        for unit, exposed in kinds.items()
        if content.get(unit, {}).get("used") is True or any(given[kind] for kind in exposed)
    ]


def open_part(key: str, patient: Content, asked: Asked) -> str:
    """The field that is still open: the answer, or the detail on which a yes turns."""
    unit: dict[str, Any] = patient.get(f"history:{key}", {})
    if is_open(unit.get("answer")):
        return "answer"
    detail = asked["details"].get(key)
    known_otherwise = key == "isotretinoin" and unit.get("current") == "yes"
    is_wanting = detail is not None and unit["answer"] == "yes" and is_open(unit.get(detail)) and not known_otherwise
    return detail if detail and is_wanting else ""


def is_open(answer: Any) -> bool:
    return answer in (None, "", "unknown")

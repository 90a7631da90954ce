"""What the patient's page says, as facts without words: the one place that decides it, for paper and for the tablet.

Only signed visits count. What was planned, deferred or called off, what is only copied, and what staff wrote for each
other is not in it; a day that has passed is never one to come. All times stand at one offset from UTC, ``zone``: that
of the visit. ``static/src/core/patient-page/`` mirrors it; ``tests/node/test_patient_page.py`` holds both to it.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from server.domain.catalogue.formats import depth_level
from server.domain.figures import number
from server.domain.given import REVIEW, STOPPED, begun, copied, exposures, has_any, modality_of, performed
from server.domain.patient_page.care import care_of
from server.domain.patient_page.course import course_of
from server.domain.patient_page.put import lots_of, put_of
from server.domain.patient_page.words import PAGE
from server.domain.times import day, instant, minutes_between, years_between
from server.domain.treatment_end import treatment_end
from server.domain.units import Content, Unit
from server.domain.views import in_runs, runs_of, sites_of
from server.domain.workflow import SIGNED

TOUCHED = ("needle", "prp", "serum", "proc", "la", "rf", "blood")
ASKED = ("hsv_active", "infection", "open_wound", "sunburn", "recent_fever")
Note = dict[str, Any]
"""``{id, state, content, signatures, author_id}``; of a signature ``meaning``, ``at`` and ``name`` are read."""


def patient_page(
    patient: Content, notes: list[Note], calls: list[Note], now: datetime, limits: dict[str, Any]
) -> dict[str, Any] | None:
    """The facts of the page about the last signed visit; None where there is none. ``calls`` are signed follow-ups."""
    signed = sorted((note for note in notes if note["state"] in SIGNED), key=by_day)
    if not signed:
        return None
    note = signed[-1]
    content, on = note["content"], day_of(note)
    kind = kind_of(content)
    zone = zone_of(note)
    cared = kind in ("treated", "stopped")
    treated = note if cared else last_treated(signed)
    shown = treated if kind != "deferred" else None
    course = course_of(patient, notes, signed, note, now.astimezone(zone).date(), limits)
    return {
        "note_id": note["id"],
        "kind": kind,
        "on": on.isoformat(),
        "zone": offset_of(zone),
        "minor": is_minor(patient, on, limits),
        "operator": content.get("visit", {}).get("operator") or note.get("author_id"),
        **lead_of(content),
        "map_on": day_of(shown).isoformat() if shown else None,
        "depths": depths_of(shown["content"]) if shown else [],
        "put": put_of(content) if cared else [],
        "left": left_of(content) if cared else None,
        "lots": lots_of(content) if cared else [],
        **course,
        "deferred": deferral(patient, content) if kind == "deferred" else None,
        "care": care_of(content, on, calls_of(note, calls), now, zone, limits) if cared else None,
        "phone": phone_of(signed),
        "signed": signed_at(note, zone),
    }


def by_day(note: Note) -> tuple[str, str, str]:
    return day_of(note).isoformat(), signed_when(note), note["id"]


def day_of(note: Note) -> date:
    """As entered; else that of the signature."""
    entered = day(note["content"].get("visit", {}).get("session_date"))
    return entered or day(signed_when(note)[:10]) or date.min


def own_signatures(note: Note) -> list[Unit]:
    return [one for one in note.get("signatures") or [] if one.get("meaning") in ("author", "amendment")]


def signed_when(note: Note) -> str:
    mine = own_signatures(note)
    return str(mine[-1]["at"]) if mine else ""


def signed_at(note: Note, zone: timezone) -> dict[str, str] | None:
    mine, at = own_signatures(note), signed_when(note)
    by = str(mine[-1].get("name") or "") if mine else ""
    return {"at": local(datetime.fromisoformat(at), zone), "by": by} if at else None


def local(at: datetime, zone: timezone) -> str:
    """To the minute, as a clock at that offset shows it: "2026-09-08T14:45"."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"


def zone_of(note: Note) -> timezone:
    """The offset at which the times of the visit were written; UTC where it has none."""
    content = note["content"]
    first = begun(content)
    known = [treatment_end(content), first[1] if first else None, content.get("check", {}).get("asked_at")]
    at = next((found for text in known if (found := instant(text))), None)
    shift = at.utcoffset() if at else None
    return timezone(shift) if shift is not None else UTC


def offset_of(zone: timezone) -> str:
    """``+02:00``, ``+00:00``."""
    minutes = int((zone.utcoffset(None) or timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def kind_of(content: Content) -> str:
    """``treated``, ``stopped``, ``review`` or ``deferred``: by what was given as much as by how the visit is called."""
    given, said = exposures(content), performed(content)
    touched = any(given[kind] for kind in TOUCHED)
    if said == "treated":
        return "treated"
    if said == STOPPED or touched:
        return "stopped"
    return "review" if said == REVIEW else "deferred"


def last_treated(signed: list[Note]) -> Note | None:
    return next((note for note in reversed(signed) if exposures(note["content"])["needle"]), None)


def is_minor(patient: Content, on: date, limits: dict[str, Any]) -> bool:
    age = years_between(day(patient.get("identity", {}).get("birth_date")), on)
    return age is not None and age < limits["ages"]["adult"]


def lead_of(content: Content) -> dict[str, Any]:
    given, needling, why = exposures(content), content.get("needling", {}), content.get("visit", {}).get("indication")
    took = minutes_between(needling.get("started_at"), needling.get("ended_at"))
    return {
        "why": [one for one in why if isinstance(one, str)] if isinstance(why, list) else [],
        "needled": given["needle"],
        "rf": given["rf"] or (given["needle"] and "rf" in modality_of(content)),
        "prp": given["prp"],
        "minutes": took if took is not None and took > 0 and given["needle"] else None,
    }


def depths_of(content: Content) -> list[dict[str, Any]]:
    """The sites by their depth, the deepest first; sites of which nobody entered a depth come last."""
    if not exposures(content)["needle"]:
        return []
    found: dict[tuple[float, float] | None, list[dict[str, str]]] = {}
    for key, site in needled_sites(content):
        depths = [mm for run in runs_of(site) if (mm := number(run["depth_mm"])) is not None]
        name = str(site.get("site_text") or "") if key.startswith("other_site") else ""
        place = {"key": key.partition(":")[2], "text": name, "side": str(site.get("site_side") or "") if name else ""}
        found.setdefault((min(depths), max(depths)) if depths else None, []).append(place)
    known = sorted((span for span in found if span), key=lambda span: (-span[1], -span[0]))
    rows = [{"low": low, "high": high, "level": depth_level(high), "sites": found[low, high]} for low, high in known]
    return rows + ([{"low": None, "high": None, "level": 0, "sites": found[None]}] if None in found else [])


def needled_sites(content: Content) -> list[tuple[str, Unit]]:
    waiting = copied(content)
    return [
        (key, site)
        for key, site in sites_of(content)
        if has_any(site, "depth_mm", "runs", "passes", "endpoint", "bleeding")
        and f"{key}.{'runs' if in_runs(site) else 'depth_mm'}" not in waiting
    ]


def left_of(content: Content) -> dict[str, Any]:
    """How the skin was when the patient left: the last look at it on the day."""
    first, last = content.get("obs:T0", {}), content.get("obs:T30", {})
    names = {"redness": "erythema", "swelling": "oedema", "pain": "pain_now"}
    return {name: last.get(field) if last.get(field) is not None else first.get(field) for name, field in names.items()}


def deferral(patient: Content, content: Content) -> dict[str, Any]:
    """Why nothing was done, from the answers alone. ``private``: what is named on paper only after a question."""
    check, given = content.get("check", {}), exposures(content)
    reasons = [name for name in ASKED if check.get(name) == "yes"]
    planned = any(key == "numbing" or key.startswith("numbing:") for key in content)
    if planned and patient.get("history:g6pd_deficiency", {}).get("answer") == "yes":
        reasons.append("g6pd")
    private = [name for name in ("pregnant",) if check.get(name) == "yes"]
    return {"cream": given["cream"], "reasons": reasons, "private": private}


def calls_of(note: Note, calls: list[Note]) -> list[Content]:
    return [call["content"] for call in calls if call["content"].get("about", {}).get("note_id") == note["id"]]


def phone_of(signed: list[Note]) -> str:
    """The number that the newest note with one gives; it has to look like one."""
    written = (note["content"].get("aftercare", {}).get("phone") for note in reversed(signed))
    return next((text for text in (str(one or "").strip() for one in written) if is_phone(text)), "")


def is_phone(text: str) -> bool:
    kept = set("0123456789 +-()./\u00a0")
    return sum(char.isdigit() and char.isascii() for char in text) >= 3 and len(text) <= 30 and set(text) <= kept


__all__ = ["PAGE", "patient_page"]

"""The patient's page as finished words: the facts of ``domain/patient_page`` in the patient's language.

One document for the PDF (``pdf/patient.py``) and, mirrored in ``static/src/core/patient-page/``, for the print of the
tablet; ``tests/node/test_patient_page.py`` holds both to it. The words are those a clinician approved
(``domain/patient_page/words.json``), so nothing here passes through the translations of the app.
"""

from dataclasses import dataclass
from typing import Any

from server.exports.patient_page.aftercare import aftercare
from server.exports.patient_page.language import Language
from server.exports.patient_page.sections import (
    call_box,
    course,
    deferred,
    depths,
    face_map,
    left,
    lots,
    next_visit,
    put,
)

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """Who and where, as they stand on the page. ``phone`` and ``emergency`` are the clinic's; an empty ``phone`` leaves
    that of the note, an empty ``emergency`` names no number. ``private`` names on paper what is asked about first."""

    patient: str
    birth_date: str
    mrn: str
    operator: str
    clinic: str
    demo: bool = False
    phone: str = ""
    emergency: str = ""
    private: bool = False


def page_of(facts: Facts, names: Names, words: dict[str, Any], code: str) -> dict[str, Any]:
    """Every string of the page, in the order of the page. ``pages`` is how many it may fill."""
    tongue = Language(code, words)
    cared = facts["care"] is not None
    return {
        "lang": code,
        "dir": words["dir"],
        "sep": words["sep"],
        "clinic": names.clinic,
        "demo": words["demo"] if names.demo else "",
        "kind": facts["kind"],
        "pages": 2 if cared else 1,
        "page": words["page"],
        "title": title(facts, tongue),
        "name": names.patient,
        "ids": identifiers(names, tongue),
        "minor": tongue.fill("minor", name=names.patient) if facts["minor"] else "",
        "lead": lead(facts, names, tongue),
        "date": [int(part) for part in facts["on"].split("-")],
        "map": face_map(facts["depths"], tongue),
        "depths_title": words["depths"],
        "depths": depths(facts["depths"], tongue),
        "scale": words["scale"],
        "put_title": words["put"],
        "put": put(facts["put"], tongue),
        "left_title": words["left"],
        "left": left(facts["left"], tongue),
        "lots": lots(facts["lots"], tongue),
        "progress": course(facts["progress"], facts["score"], tongue),
        "next": next_visit(facts["next"], tongue),
        "deferred": deferred(facts["deferred"], names.private, tongue),
        "care": aftercare(facts["care"], facts["on"], tongue),
        "call": call_box(facts, names.phone or facts["phone"], names.emergency, tongue),
        "foot": foot(facts, names, tongue),
    }


def title(facts: Facts, tongue: Language) -> str:
    name = {"deferred": "title_deferred", "review": "title_review"}.get(facts["kind"], "title")
    return tongue.fill(name, date=tongue.long_date(facts["on"]))


def identifiers(names: Names, tongue: Language) -> list[str]:
    born = tongue.long_date(names.birth_date) if names.birth_date else ""
    parts = (("born", born), ("number", tongue.apart(names.mrn)))
    return [f"{tongue.words[label]} {value}" for label, value in parts if value]


def lead(facts: Facts, names: Names, tongue: Language) -> str:
    kind = facts["kind"]
    who = tongue.apart(names.operator) if names.operator else tongue.words["clinic_did"]
    if kind == "review":
        seen = [tongue.fill("lead_review", who=who)]
        seen += [tongue.fill("lead_map", date=tongue.long_date(facts["map_on"]))] if facts["depths"] else []
        return " ".join(seen)
    if kind != "treated":
        return str(tongue.words[f"lead_{kind}"])
    said = [tongue.fill(lead_key(facts), who=who, why=tongue.why(facts["why"]))]
    said += [tongue.fill("took", min=facts["minutes"])] if facts["minutes"] else []
    return " ".join(said)


def lead_key(facts: Facts) -> str:
    if not facts["needled"]:
        return "lead_prp_alone" if facts["prp"] else "lead_other"
    return "lead_prp" if facts["prp"] else "lead_rf" if facts["rf"] else "lead"


def foot(facts: Facts, names: Names, tongue: Language) -> list[str]:
    """Who treated, who signed when, as of when the page is, and where its times count."""
    who = tongue.apart(names.operator) if names.operator else tongue.words["clinic_did"]
    by = "by" if facts["kind"] in ("treated", "stopped") else "by_seen"
    found = [tongue.fill(by, who=who, clinic=tongue.apart(names.clinic))]
    if signed := facts["signed"]:
        when = tongue.moment(signed["at"])
        found.append(tongue.fill("signed", when=when, who=tongue.apart(signed["by"])))
        found.append(tongue.fill("updated", when=when))
    return [*found, tongue.fill("zone", z=facts["zone"])]

"""The objects of the route table: one of each kind, in both clinics, and where to find it in an address."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from server.db import begin_write, db, utc_now
from server.domain.consent_texts import PARTS
from server.domain.patient_page.words import PAGE
from server.models import PatientLink
from tests.cast import PASSWORD, PEOPLE, Person, fixed_id
from tests.contracts.access_fixtures import (
    AT,
    CASE,
    CAST,
    DISABLED,
    KEPT_PHOTO,
    MALFORMED,
    MISSING,
    NEW_PHOTO,
    SPARE,
    AccessFixtures,
    NoteMaker,
    hash_of,
    push_by,
)
from tests.keys import new_public_key
from tests.passkeys import keep_passkey
from tests.photos import sha256

OTHERS = {"own": "practitioner", "elsewhere": "outsider"}
CONSENT_TEXT = {
    "language": "en", "base": 0, "text": dict.fromkeys(PARTS, "Read this before you sign."), "reason": "Plainer words.",
}  # fmt: skip
TABLE = {
    "mapping": ["patient.identity.mrn", "patient.identity.family"],
    "order": "dmy",
    "decimal": ".",
    "treated": True,
}
NEW_PASSWORD = "needles under the moon"
NEW_PERSON = {"name": "New Person", "role": "practitioner", "treats": False}
FIRST_PERSON = {"name": "First Person", "email": "first@example.org", "password": NEW_PASSWORD}
# Bodies that are the same whoever sends them.
SIMPLE: dict[str, dict[str, Any]] = {
    "POST /api/v1/logout": {},
    "PATCH /api/v1/devices/<uuid:device_id>": {"status": "active"},
    "PATCH /api/v1/users/<uuid:user_id>": {"role": "practitioner"},
    "POST /api/v1/users/<uuid:user_id>/invite": {},
    "POST /api/v1/users/<uuid:user_id>/reset": {},
    "POST /api/v1/users/<uuid:user_id>/reset/confirm": {},
    "POST /api/v1/users/<uuid:user_id>/confirm": {"role": "practitioner"},
    "POST /api/v1/sync/sealed": {"ops": [{"op_id": MISSING, "sealed": "AAAA"}]},
    "POST /api/v1/me/password": {"current": "nobody's password", "password": NEW_PASSWORD},
    "POST /api/v1/me/proof": {"password": "nobody's password"},
    "POST /api/v1/me/second-factor": {},
    "POST /api/v1/me/second-factor/confirm": {"code": "no code"},
    "POST /api/v1/me/second-factor/codes": {},
    "DELETE /api/v1/me/second-factor": {"current": "nobody's password"},
    "POST /api/v1/me/passkeys/new": {},
    "POST /api/v1/me/passkeys": {"name": "A key", "made": {"id": "AA", "client_data": "AA", "attestation": "AA"}},
    "POST /api/v1/me/passkeys/challenge": {},
    "DELETE /api/v1/me/passkeys/<uuid:passkey_id>": {"current": PASSWORD},
    "DELETE /api/v1/me/sessions/<string:session_id>": {},
    "DELETE /api/v1/me/sessions": {},
    "POST /api/v1/me/keys/recover": {},
    "PATCH /api/v1/clinic": {"scope_months": 36},
    "POST /api/v1/limits": {"base": 0, "changes": {"zones.chin.warn_mm": 1.25}, "reason": "Thinner skin here."},
    "PATCH /api/v1/patient-page": {"phone": "+44 20 7946 0000", "emergency": "112"},
    "POST /api/v1/patient-page/approve": {"language": "en", "version": PAGE["version"]},
    "POST /api/v1/consent-texts": CONSENT_TEXT,
    "POST /api/v1/quarantine/<uuid:op_id>": {"action": "discard", "reason": "Entered twice."},
    "POST /api/v1/patients/<uuid:patient_id>/twins": {"other_id": MISSING, "reason": "Seen side by side."},
    "POST /api/v1/sync/drain": {"proto": 1, "ops": ["torn"]},
    "DELETE /api/v1/imports/<uuid:import_id>": {},
    "POST /api/v1/exports": {"forms": ["json"]},
    "POST /api/v1/exports/<uuid:export_id>/file": {},
    "DELETE /api/v1/exports/<uuid:export_id>": {},
    "POST /api/v1/patients/<uuid:patient_id>/links": {"days": 30, "agreed": True},
    "DELETE /api/v1/links/<uuid:link_id>": {},
    "POST /api/v1/audit/seen": {"items": [{"record": MISSING, "kind": "seen", "day": "2026-11-20", "at": AT}]},
}
SEND_PHOTO = "PUT /api/v1/notes/<uuid:note_id>/pictures/<string:sha256>"
STATES = ("returned", "signed", "approved", "void")


@dataclass(frozen=True)
class RouteObjects:
    """``ids`` maps the name of an address's variable to the objects it may stand for."""

    ids: dict[str, dict[str, str]]
    ours: frozenset[str]
    theirs: frozenset[str]


def build(stage: AccessFixtures) -> RouteObjects:
    patient, voided, foreign = (stage.new_patient(who) for who in ("practitioner", "practitioner", "outsider"))
    maker = NoteMaker(stage)
    notes = {state: maker.note("practitioner", patient, state) for state in STATES}
    notes["own draft"] = maker.note("practitioner", patient, "draft")
    notes["colleague's draft"] = maker.note("colleague", patient, "draft")
    foreign_notes = [maker.note("outsider", foreign, state) for state in ("draft", "signed")]
    maker.perform()
    for who, note_id in (("practitioner", notes["signed"]), ("outsider", foreign_notes[1])):
        send_photo(stage, who, note_id)
    seen = hash_of(voided, None, "patient", CASE.fields)
    stage.applied("lead", [stage.op("lead", "void", "patient", voided, content_hash=seen, reason="Entered twice.")])
    nowhere = {"missing": MISSING, "malformed": MALFORMED}
    foreign_device, device = (PEOPLE[who].device["id"] for who in ("outsider", "colleague"))
    joining = invite(stage)
    users = {"active": SPARE.id, "joining": joining, "disabled": DISABLED.id, "elsewhere": PEOPLE["outsider"].id}
    refused = {who: stage.refused(who) for who in ("practitioner", "outsider")}
    patients = {"own": patient, "void": voided, "elsewhere": foreign, "a note": notes["signed"]}
    exports = {thing: stage.clients[who].post("/api/v1/exports", json={"forms": ["json"]}).json["id"]
               for thing, who in (("own", "admin"), ("second", "admin"), ("elsewhere", "outsider"))}  # fmt: skip
    imports = {thing: import_one(stage, who, "I-1") for thing, who in (("own", "admin"), ("elsewhere", "outsider"))}
    links = {
        "own": keep_link(stage.app, CAST["practitioner"], patient, notes["signed"]),
        "elsewhere": keep_link(stage.app, CAST["outsider"], foreign, foreign_notes[1]),
    }
    ids = {
        "token": {"missing": "AAAA-BBBB"},
        "link_id": {**links, **nowhere},
        "import_id": {**imports, **nowhere},
        "export_id": {**exports, **nowhere},
        "note_id": {**notes, "elsewhere": foreign_notes[0], "a patient": patient, **nowhere},
        "patient_id": {**patients, **nowhere},
        "op_id": {"own": refused["practitioner"], "elsewhere": refused["outsider"], **nowhere},
        "user_id": {**users, **nowhere},
        "session_id": {thing: more_logins(stage, who) for thing, who in OTHERS.items()}
        | {"missing": MISSING.replace("-", ""), "malformed": MALFORMED},
        "passkey_id": {
            "own": fixed_id("passkey of practitioner"),
            "another's": keep_passkey(stage.app, SPARE),
            **nowhere,
        },
        "device_id": {"ours": device, "elsewhere": foreign_device, **nowhere},
        "sha256": {"kept": sha256(KEPT_PHOTO), "named": sha256(NEW_PHOTO), "missing": "0" * 64},
        "name": {"a file": "manifest.webmanifest", "missing": "css/none.css", "a step up": "../wsgi.py"},
    }
    ours = {patient, voided, *notes.values(), device, refused["practitioner"], *users.values()} - {
        PEOPLE["outsider"].id
    }
    theirs = {foreign, *foreign_notes, foreign_device, refused["outsider"], PEOPLE["outsider"].id}
    return RouteObjects(ids, frozenset(ours), frozenset(theirs))


def send_photo(stage: AccessFixtures, who: str, note_id: str) -> None:
    path = f"/api/v1/notes/{note_id}/pictures/{sha256(KEPT_PHOTO)}"
    assert stage.clients[who].put(path, json=KEPT_PHOTO).status_code == 200


def invite(stage: AccessFixtures) -> str:
    new = {"email": "joining@example.org", "name": "Joining Person", "role": "practitioner"}
    joining: str = stage.clients["admin"].post("/api/v1/users", json=new).json["id"]
    return joining


def keep_link(app: Flask, person: Person, patient: str, note: str) -> str:
    """The id of a link for the patient that this person made."""
    link_id, now = fixed_id(f"link of {person.key}"), utc_now()
    with app.app_context():
        begin_write()
        db.session.add(
            PatientLink(
                clinic_id=fixed_id(person.clinic), id=link_id, patient_id=patient, note_id=note,
                token_hash=f"of {person.key}", made_by=person.id, agreed_at=now, expires_at=now + timedelta(days=7),
            )
        )  # fmt: skip
        db.session.commit()
    return link_id


def more_logins(stage: AccessFixtures, who: str) -> str:
    """The id of a login of theirs in another browser."""
    browser = stage.app.test_client()
    assert browser.login(CAST[who]).status_code == 200  # type: ignore[attr-defined]
    items = browser.get("/api/v1/me/sessions").json["items"]
    return next(str(item["id"]) for item in items if item["current"])


def table(number: str) -> dict[str, Any]:
    data = base64.b64encode(f"Record number,Family name\n{number},Ruiz\n".encode()).decode()
    return {"name": "patients.csv", "data": data, **TABLE}


def import_one(stage: AccessFixtures, who: str, number: str) -> str:
    """The id of an import of one patient."""
    seen = stage.clients[who].post("/api/v1/imports/preview", json=table(number)).json["seen"]
    return str(stage.clients[who].post("/api/v1/imports", json={**table(number), "seen": seen}).json["id"])


def body_for(route: str, who: str, number: int) -> Any:
    """A body that the route takes and that does no harm: it changes nothing the other cells look at."""
    person = CAST.get(who, PEOPLE["practitioner"])
    bodies = {**SIMPLE, **of_sign_in(person), **of_clinic(who), **of_records(person)}
    bodies["POST /api/v1/users"] = {**NEW_PERSON, "name": f"New Person {number}", "email": f"new-{number}@example.org"}
    bodies["POST /api/v1/me/keys"] = {"signing": new_public_key()}
    return NEW_PHOTO if route == SEND_PHOTO else bodies.get(route)


def of_sign_in(person: Person) -> dict[str, dict[str, Any]]:
    """With a good password, and with tokens that are nobody's."""
    device = {"device": person.device}
    token = {"token": "not-the-token-of-anybody-at-all", **device}
    return {
        "POST /api/v1/login": {"email": person.email, "password": PASSWORD, **device},
        "POST /api/v1/setup": {**token, "clinic": {"name": "North"}, "user": FIRST_PERSON},
        "POST /api/v1/invites": {**token, "password": NEW_PASSWORD},
    }


def of_clinic(who: str) -> dict[str, dict[str, Any]]:
    """What is decided on top of a first version; at the outsider's there is none."""
    base = 0 if who == "outsider" else 1
    return {
        "POST /api/v1/limits/approve": {"base": base},
        "POST /api/v1/consent-texts/approve": {"language": "en", "base": base},
    }


def of_records(person: Person) -> dict[str, dict[str, Any]]:
    """Ops that change nothing, and a table that was not looked at."""
    return {
        "POST /api/v1/quarantine/import": unsent(person.device["id"]),
        "POST /api/v1/sync/push": push_by(person.key, [{"kind": "nothing"}]),
        "POST /api/v1/imports/preview": table("I-2"),
        "POST /api/v1/imports": {**table("I-2"), "seen": "0" * 64},
    }


def unsent(device_id: str) -> dict[str, Any]:
    return {"version": 1, "clinic_id": PEOPLE["practitioner"].actor.clinic_id, "device_id": device_id, "ops": ["torn"]}

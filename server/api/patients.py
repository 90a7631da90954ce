"""Patients: found by name, and one with the heads of their notes."""

from typing import Any

from flask import Response

from server.api.answers import json_answer
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.base import Nothing
from server.schemas.patients import PatientOut, PatientsIn, PatientsOut, TwinsIn
from server.services import patients
from server.services.twins import settle_twins

blueprint = Blueprint("patients", __name__, description="Patients")


@blueprint.route("/patients")
@requires(Action.LIST_PATIENTS)
@blueprint.arguments(PatientsIn, location="query")
@blueprint.response(200, PatientsOut)
def list_patients(query: dict[str, Any]) -> dict[str, Any]:
    """Patients by name; ``q`` searches name, record number and birth date."""
    begin_write()
    items, following = patients.list_patients(current_actor(), **query)
    db.session.commit()
    return {"items": items, "next": following}


@blueprint.route("/patients/<uuid:patient_id>")
@requires(Action.READ_PATIENT)
@blueprint.response(200, PatientOut)
def read_patient(patient_id: str) -> Response:
    """One patient, with the heads of their notes."""
    begin_write()
    text = patients.read_patient(current_actor(), patient_id)
    db.session.commit()
    return json_answer(text)


@blueprint.route("/patients/<uuid:patient_id>/twins", methods=["POST"])
@requires(Action.PATCH_PATIENT)
@blueprint.arguments(TwinsIn)
@blueprint.response(200, Nothing)
def settle(body: dict[str, Any], patient_id: str) -> dict[str, Any]:
    """Say that two patients who are alike are two people."""
    begin_write()
    settle_twins(current_actor(), patient_id, body["other_id"], body["reason"], utc_now())
    db.session.commit()
    return {}

"""Patients and past visits from a table: looked at first, then written, and taken back as a whole."""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.auth.request_validation import body_limit
from server.db import begin_snapshot, begin_write, db, utc_now
from server.domain.errors import Invalid
from server.domain.imports.targets import TARGETS, guess
from server.domain.imports.values import Options
from server.domain.permissions import Action
from server.domain.translation import N_, _
from server.schemas.base import Nothing
from server.schemas.imports import LONGEST_FILE, ImportIn, ImportListOut, ImportOut, PreviewIn, PreviewOut
from server.services.feed import lock_clinic
from server.services.imports import plan as plans
from server.services.imports import write
from server.services.imports.plan import Plan
from server.services.imports.reading import Sheet, read_sheet

MOST = LONGEST_FILE + 100_000
blueprint = Blueprint("imports", __name__, description="Patients and past visits from a table")


@blueprint.route("/imports")
@requires(Action.IMPORT_RECORDS)
@blueprint.response(200, ImportListOut)
def list_imports() -> dict[str, Any]:
    """What was imported in the clinic, the newest first."""
    return {"items": [shown(one) for one in write.list_imports(current_actor())]}


@blueprint.route("/imports/preview", methods=["POST"])
@requires(Action.IMPORT_RECORDS)
@body_limit(MOST)
@blueprint.arguments(PreviewIn)
@blueprint.response(200, PreviewOut)
def preview(body: dict[str, Any]) -> dict[str, Any]:
    """What would become of each row; no record is written. It shows what is here of known patients: audited."""
    sheet = read_sheet(bytes_of(body))
    mapping = body["mapping"] or guess(sheet.columns)
    begin_snapshot()
    plan, problem = plan_or_problem(sheet, mapping, body)
    begin_write()
    write.note_preview(current_actor(), plan)
    db.session.commit()
    rows = [{name: getattr(row, name) for name in ROW} for row in plan.rows]
    return {"problem": problem, "rows": rows, "seen": plan.seen or None, **columns(sheet, mapping)}


def plan_or_problem(sheet: Sheet, mapping: list[str | None], body: dict[str, Any]) -> tuple[Plan, str | None]:
    """An empty plan, and the sentence that says what is still to be said about the columns."""
    try:
        return plans.make_plan(current_actor().clinic_id, sheet, mapping, options(body), utc_now()), None
    except Invalid as refusal:
        return Plan((), ""), _(refusal.detail)


@blueprint.route("/imports", methods=["POST"])
@requires(Action.IMPORT_RECORDS, fresh=True)
@body_limit(MOST)
@blueprint.arguments(ImportIn)
@blueprint.response(201, ImportOut)
def import_table(body: dict[str, Any]) -> dict[str, Any]:
    """Write what the preview ``seen`` has shown; rows with errors are left out."""
    data, actor, now = bytes_of(body), current_actor(), utc_now()
    sheet = read_sheet(data)
    begin_write()
    lock_clinic(actor.clinic_id)  # what the plan sees is here stays so until it is written
    plan = plans.make_plan(actor.clinic_id, sheet, body["mapping"], options(body), now)
    source = write.Source(body["name"], hashlib.sha256(data).hexdigest(), body["treated"])
    made = write.write_import(actor, str(actor.device_id), plan, body["seen"], source, now)
    db.session.commit()
    return shown(made)


@blueprint.route("/imports/<uuid:import_id>", methods=["DELETE"])
@requires(Action.IMPORT_RECORDS, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, ImportOut)
def undo_import(_body: dict[str, Any], import_id: str) -> dict[str, Any]:
    """Declare void what it made, as far as nobody has worked with it since."""
    begin_write()
    actor = current_actor()
    found = write.undo_import(actor, str(actor.device_id), str(import_id), utc_now())
    db.session.commit()
    return shown(found)


ROW = ("line", "name", "on", "patient", "visit", "errors", "differs")


def bytes_of(body: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(body["data"], validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(N_("This is not a file in base64.")) from None


def options(body: dict[str, Any]) -> Options:
    return Options(body["order"], body["decimal"], body["treated"])


def columns(sheet: Sheet, mapping: list[str | None]) -> dict[str, Any]:
    """What may be chosen; of each column the first cell that is not empty, so that a person sees what it holds."""
    chosen = [*mapping, *[None] * len(sheet.columns)]
    samples = [next((cells[n] for _line, cells in sheet.rows if cells[n]), "")[:60] for n in range(len(sheet.columns))]
    return {
        "columns": [
            {"name": name, "sample": sample, "target": target}
            for name, sample, target in zip(sheet.columns, samples, chosen, strict=False)
        ],
        "targets": [
            {"name": one.name, "section": _(one.section), "label": _(one.field.label)} for one in TARGETS.values()
        ],
    }


def shown(one: write.Import) -> dict[str, Any]:
    patients = set(one.patients)
    return {name: getattr(one, name) for name in ("id", "name", "file", "left_out")} | {
        "at": datetime.fromisoformat(one.at),
        "patients": len(one.patients),
        "visits": len(one.visits),
        "undone_at": datetime.fromisoformat(one.undone_at) if one.undone_at else None,
        "kept": None if one.kept is None else len(one.kept),
        "kept_records": [{"type": "patient" if kept in patients else "note", "id": kept} for kept in one.kept or []],
    }

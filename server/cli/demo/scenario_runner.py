"""Performs the steps of a scenario through the services, in time order: each as an op of the person who did it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from server.cli.demo.scenario import Fields, Note, Patient, Step, with_person
from server.db import db
from server.domain.permissions import Actor
from server.models import AppliedOp, Record
from server.services.records.ops import Op
from server.services.records.push import push

SEEN_BEFORE = 1  # the revision a person saw who wrote without having seen the next one


class StoryBroken(Exception):
    """The server's answer to a step differs from the answer that the scenario expects."""


@dataclass(frozen=True, slots=True)
class Act:
    type: str
    id: str
    step: Step
    place: int
    patient_id: str | None = None


def run_scenarios(patients: list[Patient], actors: dict[str, Actor], others: Sequence[Act] = ()) -> int:
    """Perform everything that is not done yet and commit act by act, as tablets do. Returns the number of acts."""
    people = {key: actor.id for key, actor in actors.items()}
    here = AppliedOp.clinic_id.in_({actor.clinic_id for actor in actors.values()})
    done = set(db.session.scalars(select(AppliedOp.op_id).where(here)))
    every = [*others, *(act for patient in patients for act in acts_of(patient))]
    acts = [act for act in every if op_id(act) not in done]
    made: dict[str, Record] = {}
    for act in sorted(acts, key=lambda act: act.step.at):
        perform(act, actors[act.step.by], people, made)
    return len(acts)


def acts_of(patient: Patient) -> list[Act]:
    birth = Act("patient", patient.id, Step("create", patient.by, patient.at, patient.fields), 0)
    later = [Act("patient", patient.id, step, place) for place, step in enumerate(patient.then, 1)]
    return [birth, *later, *(act for note in patient.notes for act in acts_of_note(patient.id, note))]


def acts_of_note(patient_id: str, note: Note) -> list[Act]:
    return [Act("note", note.id, step, place, patient_id) for place, step in enumerate(note.steps)]


def perform(act: Act, actor: Actor, people: dict[str, str], made: dict[str, Record]) -> None:
    ops = [
        as_op(act, actor, part, body)
        for part, body in enumerate(
            bodies(act, made.get(act.id) or db.session.get(Record, (actor.clinic_id, act.id)), people)
        )
    ]
    for result, record in push(actor, str(actor.device_id), ops, act.step.at):
        if result.status != act.step.meets:
            raise StoryBroken(f"{act.type} {act.id}, step {act.place} ({act.step.op}): {result.status} {result.error}")
        if record is not None:
            made[act.id] = record
    db.session.commit()


def bodies(act: Act, record: Record | None, people: dict[str, str]) -> list[dict[str, Any]]:
    """What each op of the act says beside its head. Only a patch of several units takes several ops."""
    step, content = act.step, record.content if record else {}
    fields: Fields = with_person(step.fields, people)
    seen = {"content_hash": record.content_hash if record else ""}
    changes = {unit: {"base": content.get(unit, {}), "patch": patch} for unit, patch in fields.items()}
    match step.op:
        case "create":
            return [{"patient_id": act.patient_id, "fields": fields}]
        case "patch":
            return [patch_body(unit, change, step, record) for unit, change in changes.items()]
        case "sign" | "refused":
            return [{**seen, "acknowledged": list(step.acknowledged)}]
        case "amend":
            return [{**seen, "reason": step.text, "changes": changes, "acknowledged": list(step.acknowledged)}]
        case "return":
            return [{**seen, "comment": step.text, "unit": step.unit}]
        case "acknowledge":
            return [seen]
        case "approve":
            return [{**seen, "comment": step.text}]
        case _:
            return [{**seen, "reason": step.text}]


def patch_body(unit: str, change: dict[str, Any], step: Step, record: Record | None) -> dict[str, Any]:
    if step.base is None:
        return {"unit": unit, "base_rev": record.rev if record else 0, **change}
    return {"unit": unit, "base_rev": SEEN_BEFORE, "base": step.base[unit], "patch": change["patch"]}


def op_id(act: Act, part: int = 0) -> str:
    return str(uuid5(UUID(act.id), f"{act.place}/{part}"))


def as_op(act: Act, actor: Actor, part: int, body: dict[str, Any]) -> Op:
    kind = "sign" if act.step.op == "refused" else act.step.op
    head = {"op_id": op_id(act, part), "user_id": actor.id, "kind": kind, "type": act.type, "id": act.id}
    raw = {**head, "client_time": act.step.at.isoformat(), **body}
    return Op(client_time=act.step.at, body=body, raw=raw, **head)

"""Ops as a tablet would send them, for tests that need records that were really written."""

from typing import Any
from uuid import uuid4

from tests.cast import Person
from tests.exports.samples import PATIENT, full, patient
from tests.ops import make_op, push_body
from tests.tablet import ANSWERED_ONCE

AT = "2026-09-08T15:10:00+02:00"
TRI = (
    "infection",
    "filler_toxin_14d",
    "retinoid_acid_24h",
    "steroid_local_1m",
    "steroid_systemic_2w",
    "recent_fever",
    "sepsis_unstable",
)


def complete(person: Person, day: str = "2026-09-08", number: int = 2, **units: Any) -> dict[str, Any]:
    """The content of a note that may be signed."""
    content = full(number, day)
    content["visit"]["operator"] = person.id
    content["check"] |= dict.fromkeys(TRI, "no")
    content["consent"] |= {"prp": True}
    content["numbing"] |= {"residual_removed": "yes"}
    content["prp"] |= {"tube_labelled": "yes"}
    return content | units


class Tablet:
    """One person's client that pushes ops and fails loudly when one is not applied."""

    def __init__(self, client: Any, person: Person) -> None:
        self.client, self.person = client, person

    def push(self, *ops: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.client.post("/api/v1/sync/push", json=push_body(self.person.device["id"], list(ops)))
        assert answer.status_code == 200, answer.get_json()
        return answer.get_json()["results"]

    def done(self, kind: str, record_type: str, record_id: str, **rest: Any) -> dict[str, Any]:
        result = self.push(make_op(self.person.id, kind, record_type, record_id, **{"client_time": AT} | rest))[0]
        assert result["status"] == "applied", result
        return result["record"]

    def patient(self, patient_id: str = PATIENT, **units: Any) -> dict[str, Any]:
        return self.done("create", "patient", patient_id, fields={**ANSWERED_ONCE, **patient(**units).content})

    def note(self, patient_id: str = PATIENT, **rest: Any) -> dict[str, Any]:
        fields = complete(self.person, **rest)
        return self.done("create", "note", str(uuid4()), patient_id=patient_id, fields=fields)

    def act(self, kind: str, record: dict[str, Any], **rest: Any) -> dict[str, Any]:
        return self.done(kind, record["type"], record["id"], content_hash=record["content_hash"], **rest)

    def sign(self, record: dict[str, Any]) -> dict[str, Any]:
        rules = [finding["rule"] for finding in record.get("findings") or []]
        return self.act("sign", record, acknowledged=rules)

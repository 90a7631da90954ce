"""A tablet as sync.md 2.8 wants it: ``base`` is the server's, ``outbox`` the person's, and the screen is both."""

from typing import Any
from uuid import uuid4

from server.domain.canonical import content_hash
from server.domain.merge import apply_patch, with_unit
from tests.tablet import Tablet

SETTLED = ("applied", "conflict")


class Device:
    def __init__(self, tablet: Tablet, cursor: str) -> None:
        self.tablet, self.cursor = tablet, cursor
        self.base: dict[str, dict[str, Any]] = {}
        self.outbox: list[dict[str, Any]] = []
        self.frozen: set[str] = set()
        self.sent: dict[str, str] = {}
        self.attention: dict[str, dict[str, Any]] = {}
        self.late: list[Any] = []
        self.guards_rev = True
        self.epoch: str | None = None
        self.confirmed: list[dict[str, Any]] = []
        self.receipts: dict[str, dict[str, Any]] = {}
        self.claims: dict[str, dict[str, Any]] = {}

    @property
    def user_id(self) -> str:
        return self.tablet.person.id

    # the screen

    def content(self, note_id: str) -> dict[str, Any]:
        """The note as this person sees it: what the server said, under what they typed since."""
        content = self.base.get(note_id, {}).get("fields", {})
        for op in self.outbox:
            if op["id"] == note_id and op["kind"] == "create":
                content = op["fields"]
            elif op["id"] == note_id and op["kind"] == "patch":
                content = with_unit(content, op["unit"], apply_patch(op["base"], op["patch"]))
        return content

    def shown_hash(self, note_id: str, patient_id: str) -> str:
        return content_hash(note_id, patient_id, "note", self.content(note_id))

    def open_conflicts(self) -> list[dict[str, Any]]:
        return [record for record in self.base.values() if record["type"] == "conflict" and record["state"] == "open"]

    def theirs(self, conflict: dict[str, Any]) -> dict[str, Any]:
        """What stands for the unit now, as this person sees it; a void record is here without what it held."""
        about = conflict["fields"]["about"]
        record = self.base.get(about["record_id"], {})
        if record.get("state", "void") == "void":
            return conflict["fields"]["theirs"]["value"]
        if about["unit"] is None:
            return {"content_hash": self.shown_hash(record["id"], record["patient_id"])}
        return self.content(record["id"]).get(about["unit"], {})

    # typing

    def put(self, kind: str, type_: str, record_id: str, **rest: Any) -> dict[str, Any]:
        op = self.tablet.op(kind, type_, record_id, **rest)
        self.outbox.append(op)
        return op

    def create(self, patient_id: str, fields: dict[str, Any]) -> dict[str, Any]:
        return self.put("create", "note", str(uuid4()), patient_id=patient_id, fields=fields)

    def edit(self, note_id: str, unit: str, patch: dict[str, Any]) -> dict[str, Any]:
        """Coalesced into the op of the same unit that has not been on the wire yet."""
        last = self.outbox[-1] if self.outbox else None
        place = ("patch", note_id, unit)
        if last and last["op_id"] not in self.frozen and (last["kind"], last["id"], last.get("unit")) == place:
            last["patch"] = last["patch"] | patch
            return last
        base = self.content(note_id).get(unit, {})
        rev = self.base.get(note_id, {}).get("rev", 0)
        return self.put("patch", "note", note_id, unit=unit, base_rev=rev, base=base, patch=patch)

    # sync

    def push(self, fault: str, size: int) -> None:
        batch = [dict(op) for op in self.outbox[:size]]
        self.frozen |= {op["op_id"] for op in batch}
        if not batch or fault == "request lost":
            return
        results = self.send(batch)
        if fault == "duplicated":
            results = self.send(batch)
        if fault == "response delayed":
            self.late.append(results)
        elif fault != "response lost":
            self.acknowledge(results)

    def send(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        claims = [self.claims[op["op_id"]] for op in batch if op["op_id"] in self.claims]
        answer = self.tablet.send(*batch, resent=claims)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json["results"]
        return results

    def acknowledge(self, results: list[dict[str, Any]]) -> None:
        for result in results:
            op = next((op for op in self.outbox if op["op_id"] == result["op_id"]), None)
            if "record" in result:
                self.take(result["record"])
            if op is None or result["status"] in ("retry", "blocked"):
                continue
            self.outbox.remove(op)
            if result["status"] in SETTLED:
                self.sent[op["op_id"]] = result["status"]
                self.confirmed.append(op)
                self.receipts[op["op_id"]] = {name: result[name] for name in ("op_id", "received_at", "receipt")}
            else:
                self.attention[op["op_id"]] = result["error"]

    def pull(self, limit: int) -> bool:
        page = self.tablet.get("/sync/pull", cursor=self.cursor, limit=limit).json
        for record in page["changes"]:
            self.take(record)
        self.cursor = page["cursor"]
        return page["more"]

    def start_epoch(self, epoch: str) -> None:
        """The server has another history: it is read anew, and what it had confirmed is sent again, as it was."""
        self.epoch, self.cursor, self.base = epoch, "", {}
        self.outbox = sorted([*self.confirmed, *self.outbox], key=lambda op: op["n"])
        self.claims |= {op["op_id"]: self.receipts[op["op_id"]] for op in self.confirmed}
        self.confirmed, self.sent = [], {}

    def take(self, record: dict[str, Any]) -> None:
        known = self.base.get(record["id"])
        if known is None or not self.guards_rev or record["rev"] > known["rev"]:
            self.base[record["id"]] = record

    def sync(self) -> None:
        """Without faults, until nothing waits."""
        while self.late:
            self.acknowledge(self.late.pop(0))
        for _ in range(100):
            if not self.outbox:
                break
            self.push("none", 50)
        assert not self.outbox, self.outbox
        while self.pull(3):
            pass

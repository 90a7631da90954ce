"""What must hold: after each step on the tablets, and everywhere once faults have stopped and everybody has synced.

Numbers I1 to I14 are those of sync.md 2.12. There are no photos yet, and whoever may read one patient may read all: I12
and I15 have nothing to judge.
"""

from typing import Any

from sqlalchemy import select

from server.db import begin_write, db, utc_now
from server.domain.canonical import same
from server.domain.merge import apply_patch
from server.models import AppliedOp, Record, Revision, ServerMeta
from server.services.epoch import WAIT
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE
from tests.machine.rules import Rules

ROUNDS = 6
RECORDS = (Record.id, Record.type, Record.state, Record.rev, Record.seq, Record.content, Record.content_hash)
HISTORY = (Revision.record_id, Revision.op_id, Revision.kind, Revision.content_hash)
PLACES = ("waiting", "received", "refused")


def entered(op: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """The record, unit and value of each thing an op's author entered."""
    if op["kind"] == "create":
        return [(op["id"], unit, value) for unit, value in op["fields"].items()]
    if op["kind"] == "patch":
        return [(op["id"], op["unit"], apply_patch(op["base"], op["patch"]))]
    if op["kind"] == "amend":
        changes = op["changes"].items()
        return [(op["id"], unit, apply_patch(change["base"], change["patch"])) for unit, change in changes]
    return []


def last_written(waiting: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The last edit of each unit; a note that was signed here may be amended before any of it was sent."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for op in sorted(waiting, key=lambda op: op["n"]):
        if op["kind"] == "patch":
            found[op["id"], op["unit"]] = op["patch"]
        for unit, change in op.get("changes", {}).items():
            if (op["id"], unit) in found:
                found[op["id"], unit] = change["patch"]
    return found


def let_time_pass() -> None:
    """As if this epoch had begun four weeks ago. The caller has begun to write, and commits."""
    epoch = db.session.get_one(ServerMeta, "epoch")
    epoch.value = {**epoch.value, "began_at": (utc_now() - 2 * WAIT).isoformat()}


class Machine(Rules):
    def check(self) -> None:
        self.check_every_op_is_in_one_place()
        self.check_revs_never_go_back()
        self.check_people_see_what_they_wrote()
        self.check_nothing_vanishes()
        self.check_what_is_signed_is_what_was_shown()

    def check_every_op_is_in_one_place(self) -> None:
        for device, found in enumerate(self.now):
            places = [op["op_id"] for place in PLACES for op in found.get(place, [])]
            assert len(set(places)) == len(places), f"I2: an op of tablet {device} is in two places"
            mine = {op_id for op_id, op in self.ops.items() if found and op["user_id"] == found["user"]}
            assert mine <= set(places), f"I2: tablet {device} has lost {mine - set(places)}"

    def check_revs_never_go_back(self) -> None:
        for device, found in enumerate(self.now):
            for type_, id_, rev in [row for row in found.get("base", []) if row[2]]:
                key = (device, found["epoch"], type_, id_)
                assert rev >= self.revs.get(key, 0), f"I6: {type_} {id_} of tablet {device}"
                self.revs[key] = rev

    def check_people_see_what_they_wrote(self) -> None:
        for device, found in enumerate(self.now):
            notes = {note["id"]: note for note in found.get("notes", [])}
            for (id_, unit), patch in last_written(found.get("waiting", [])).items():
                if device in self.ended and id_ not in notes:
                    continue  # sent again after a restore, before its record has been read again
                note = notes[id_]
                shown = note["fields"].get(unit, {})
                seen = all(shown.get(name) == value for name, value in patch.items())
                assert seen or note.get("unplaced") or note["state"] == "void", f"I7: {patch} of {unit} in {note}"

    def check_nothing_vanishes(self) -> None:
        """The notes of the beginning are on the server for ever, and on each tablet that reads while their patient is
        in scope."""
        first = {note["id"] for found in self.begun[2] for note in found["notes"]}
        reading = [] if self.has_left else sorted({0, 1, 2} - self.ended)
        for device, found in [(device, self.now[device]) for device in reading]:
            assert first <= {note["id"] for note in found["notes"]}, f"I5: tablet {device} shows too little"

    def check_what_is_signed_is_what_was_shown(self) -> None:
        for found in self.now:
            for note in found.get("notes", []):
                if note["state"] in ("signed", "approved") and not note["pending"] and not note["attention"]:
                    bound = [one for one in note["signatures"] if one["version"] == note["version"]]
                    assert {one["content_hash"] for one in bound} == {note["content_hash"]}, f"I9: {note['id']}"

    def teardown(self) -> None:
        self.quiet()
        self.read_server()
        self.check_written()
        self.check_effects()
        self.check_same_everywhere()
        self.check_seen()
        self.check_conflicts_end()
        self.played.add(self)

    def quiet(self) -> None:
        for device in sorted(self.disabled):
            self.disable_or_enable(device)
        if self.has_left:
            self.see_again()
        for number in range(ROUNDS):
            for device in range(3):
                self.sync(device, 0)
                if (number or device == 2) and self.is_quiet():
                    return  # all have synced, and the last one has just read what the server has
            if number == 2:
                self.let_time_pass()
        stuck = [(op["kind"], op["type"]) for found in self.now for op in found["waiting"]]
        status = [self.tablets.call(device, 0, "status.currentStatus") for device in range(3)]
        raise AssertionError(f"I5, I14: never quiet: {stuck} {status} {self.uneven()}")

    def uneven(self) -> list[list[tuple[str, str, int]]]:
        """Of each tablet, the records that are not on all of them in that revision."""
        bases = [{(type_, id_, rev) for type_, id_, rev in found["base"]} for found in self.now]
        return [sorted(base - set.intersection(*bases), key=str) for base in bases]

    def see_again(self) -> None:
        """The patient comes back into scope, so that all tablets hold everything at the end."""
        tablet = self.visit("supervisor")
        patient = next(record for record in tablet.pull() if record["id"] == self.patient)
        assert tablet.patch(patient, "identity", {"phone": "555"})["status"] == "applied"

    def is_quiet(self) -> bool:
        bases = [sorted(found["base"]) for found in self.now]
        return bases[0] == bases[1] == bases[2] and not any(found["waiting"] for found in self.now)

    def let_time_pass(self) -> None:
        """Ops of before a restore wait no longer for what other tablets might bring."""
        with self.backend.app.app_context():
            begin_write()
            let_time_pass()
            db.session.commit()

    def read_server(self) -> None:
        with self.backend.app.app_context():
            clinic = PEOPLE["practitioner"].actor.clinic_id
            records = select(*RECORDS).where(Record.clinic_id == clinic)
            self.records, self.history = db.session.execute(records).all(), db.session.execute(select(*HISTORY)).all()
            receipts = db.session.execute(select(AppliedOp.op_id, AppliedOp.result))
            self.receipts = {op_id: result["status"] for op_id, result in receipts}
            found = first_break(clinic)
            assert found is None, f"I9, I10: {found}"
            db.session.remove()

    def check_written(self) -> None:
        """I1: what was received stands, is in a conflict, or was before whoever wrote over it. I11: nobody else's."""
        held = [(one.id, unit, value) for one in self.records for unit, value in one.content.items()] + self.seen
        for one in self.records:
            if one.type == "conflict":
                about = one.content["about"]
                sides = [one.content.get(side, {}).get("value") for side in ("base", "mine", "theirs", "resolution")]
                sides += [entry["mine"]["value"] for entry in one.content.get("more", {}).get("entries", [])]
                held += [(about["record_id"], about["unit"], value) for value in sides if value is not None]
        received = {op["op_id"] for found in self.now for op in found["received"]}
        for op_id, op in self.ops.items():
            for id_, unit, value in entered(op) if op_id in received else []:
                found = any((at, of) == (id_, unit) and same(kept, value) for at, of, kept in held)
                assert found, f"I1: {value} of {unit} is nowhere"
        known = [each for op in self.ops.values() for each in entered(op)]
        chosen = [op["patch"] for op in self.ops.values() if op["kind"] == "resolve"]
        for one in self.records:
            for unit, value in one.content.items() if one.type == "note" and one.state != "void" else []:
                found = any((at, of) == (one.id, unit) and same(kept, value) for at, of, kept in known)
                assert found or any(same(value, each) for each in chosen), f"I11: nobody entered {value}"

    def check_effects(self) -> None:
        effects = [(revision.record_id, revision.op_id) for revision in self.history]
        assert len(set(effects)) == len(effects), "I3"
        changed = [op_id for _, op_id in effects]
        for op_id in [op_id for op_id, op in self.ops.items() if op["kind"] == "patch"]:
            assert changed.count(op_id) <= 1, f"I3: {op_id} has two effects"
        for found in self.now:
            for op in found["received"]:
                assert self.receipts.get(op["op_id"]) in ("applied", "conflict"), f"I13: {op['op_id']} is not there"
            refused = {op["op_id"] for op in found["refused"]}
            assert refused.isdisjoint(changed), "I3: refused, and yet it had an effect"
        received = {op["op_id"] for found in self.now for op in found["received"]}
        created = {op["id"] for op_id, op in self.ops.items() if op["kind"] == "create" and op_id in received}
        assert created | {self.patient} == {one.id for one in self.records if one.type != "conflict"}, "I4"

    def check_same_everywhere(self) -> None:
        fresh = {(record["type"], record["id"], record["rev"]) for record in self.visit("colleague").pull()}
        assert fresh == {(one.type, one.id, one.rev) for one in self.records}, "I8"
        seqs = [one.seq for one in self.records]
        assert len(set(seqs)) == len(seqs), "I8"
        hashes = {one.id: one.content_hash for one in self.records if one.type == "note"}
        for device, found in enumerate(self.now):
            assert {tuple(row) for row in found["base"]} == fresh, f"I5: tablet {device}"
            shown = {note["id"]: note["content_hash"] for note in found["notes"] if note["id"] in hashes}
            assert shown == hashes, f"I5: tablet {device} shows other content"

    def check_seen(self) -> None:
        for revision in self.history:
            op = self.ops.get(revision.op_id, {})
            if revision.kind in ("sign", "approve", "return", "void") and op.get("kind") == revision.kind:
                assert revision.content_hash == op["content_hash"], f"I9, I10: {revision.kind} of something else"

    def check_conflicts_end(self) -> None:
        """Each choice ends a conflict or asks about the next text that waits in it."""
        for _ in range(ROUNDS + sum(map(texts, self.open_conflicts()))):
            left = self.open_conflicts()
            subjects = [(one["fields"]["about"]["record_id"], one["fields"]["about"]["unit"]) for one in left]
            assert len(set(subjects)) == len(subjects), "two open conflicts about one unit"
            if not left:
                return
            for conflict in left:
                self.settle(0, 0, conflict, "theirs")
            self.sync(0, 0)
        raise AssertionError(f"a conflict that cannot be closed: {self.open_conflicts()}")

    def open_conflicts(self) -> list[dict[str, Any]]:
        return [one for one in self.now[0]["conflicts"] if one["state"] == "open"]


def texts(conflict: dict[str, Any]) -> int:
    return 1 + len(conflict["fields"].get("more", {}).get("entries", []))

"""A model test of sync: three tablets with lost, late and doubled messages (sync.md 2.12).

Numbers I1 to I11 are those of the page. NEEDLEPOINT_SOAK=1 runs longer and also plants faults that the test must find.
"""

import os
from itertools import count
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from server.db import db
from server.domain.canonical import same
from server.domain.merge import apply_patch
from server.models import Record, Revision
from server.services.records import patch, push, void
from server.services.verify.clinic import first_break
from tests.services.sync_device import Device
from tests.tablet import Tablet, signable

SOAK = bool(os.environ.get("NEEDLEPOINT_SOAK"))
GAMES = settings(
    max_examples=200 if SOAK else 6,
    stateful_step_count=60 if SOAK else 40,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
HUNT = settings(
    GAMES, max_examples=500, phases=[Phase.generate], report_multiple_bugs=False
)  # a planted fault need not be made small
UNITS = {"text:plan": "text", "text:remarks": "text", "visit": "room"}
FAULTS = ("none", "none", "request lost", "response lost", "response delayed", "response delayed", "duplicated")
TEXTS = count(1)

who = st.sampled_from([0, 1, 2])
which = st.integers(0, 3)
units = st.sampled_from(sorted(UNITS))


class SyncGame(RuleBasedStateMachine):
    """``app`` and ``cast`` are set by the test; the run begins at the present end of the feed."""

    def __init__(self):
        super().__init__()
        first = Tablet(self.cast, "practitioner")
        self.patient = first.new_patient()["id"]
        self.start = first.get("/sync/pull").json
        while self.start["more"]:
            self.start = first.get("/sync/pull", cursor=self.start["cursor"]).json
        keys = ("practitioner", "colleague", "supervisor")
        self.devices = [Device(Tablet(self.cast, key), self.start["cursor"]) for key in keys]
        for device in self.devices:
            device.guards_rev = self.guards_rev
        self.notes, self.made, self.typed, self.seen, self.revs = [], [], [], [], {}

    guards_rev = True

    # what people do

    @initialize()
    def begin(self):
        """Two notes that everybody has on the screen."""
        for author in (0, 1):
            self.create(author)
            self.devices[author].push("none", 5)
        for device in self.devices:
            device.sync()

    @precondition(lambda self: len(self.notes) < 4)
    @rule(author=st.sampled_from([0, 1]))
    def create(self, author):
        device = self.devices[author]
        fields = signable(device.user_id) | {"text:plan": {"text": f"t{next(TEXTS)}"}}
        op = device.create(self.patient, fields)
        self.notes.append((op["id"], author))
        self.made.append((device, op))
        self.typed += [(op, op["id"], unit, value) for unit, value in fields.items()]

    @rule(editor=st.sampled_from([0, 1]), note=which, unit=units)
    def edit(self, editor, note, unit):
        device, note_id = self.devices[editor], self.known(editor, note)
        if note_id is None:
            return
        patch = {UNITS[unit]: f"t{next(TEXTS)}"}
        op = device.edit(note_id, unit, patch)
        self.made.append((device, op))
        self.seen.append((note_id, unit, op["base"]))
        value = apply_patch(op["base"], op["patch"])
        self.typed = [entry for entry in self.typed if entry[0] is not op] + [(op, note_id, unit, value)]

    @rule(signer=who, note=which)
    def sign(self, signer, note):
        device, note_id = self.devices[signer], self.known(signer, note)
        if note_id is None:
            return
        shown = device.shown_hash(note_id, self.patient)
        self.made.append((device, device.put("sign", "note", note_id, content_hash=shown)))

    @rule(note=which, approve=st.booleans())
    def review(self, note, approve):
        device, note_id = self.devices[2], self.known(2, note)
        if note_id is None:
            return
        named = {"content_hash": device.shown_hash(note_id, self.patient), "comment": "Seen."}
        self.made.append((device, device.put("approve" if approve else "return", "note", note_id, **named)))

    @rule(editor=st.sampled_from([0, 1]), note=which, unit=units)
    def amend(self, editor, note, unit):
        device, note_id = self.devices[editor], self.known(editor, note)
        if note_id is None:
            return
        base = device.content(note_id).get(unit, {})
        change = {"base": base, "patch": {UNITS[unit]: f"t{next(TEXTS)}"}}
        shown = device.shown_hash(note_id, self.patient)
        reason = {"reason": "It was another one.", "changes": {unit: change}}
        op = device.put("amend", "note", note_id, content_hash=shown, **reason)
        self.made.append((device, op))
        self.seen.append((note_id, unit, base))
        self.typed.append((op, note_id, unit, apply_patch(base, change["patch"])))

    @rule(voider=who, note=which)
    def void(self, voider, note):
        device, note_id = self.devices[voider], self.known(voider, note)
        if note_id is None:
            return
        shown = device.shown_hash(note_id, self.patient)
        self.made.append((device, device.put("void", "note", note_id, content_hash=shown, reason="Wrong patient.")))

    @rule(person=who, pick=which, choice=st.sampled_from(["mine", "theirs", "new"]))
    def resolve(self, person, pick, choice):
        device = self.devices[person]
        conflicts = device.open_conflicts()
        if not conflicts:
            return
        conflict = conflicts[pick % len(conflicts)]
        fields, about = conflict["fields"], conflict["fields"]["about"]
        mine, base = fields["mine"]["value"], device.theirs(conflict)
        if about["kind"] == "void_vs_edit":
            chosen = {"void": choice == "mine"}
        else:
            new = apply_patch(base, {UNITS[about["unit"]]: f"t{next(TEXTS)}"})
            chosen = {"mine": mine, "theirs": base, "new": new}[choice]
        op = device.put("resolve", "conflict", conflict["id"], base=base, mine=mine, patch=chosen)
        self.made.append((device, op))
        if about["kind"] != "void_vs_edit":
            self.seen += [(about["record_id"], about["unit"], value) for value in (base, mine)]
            if choice == "new":
                self.typed.append((op, about["record_id"], about["unit"], chosen))

    # what the network does

    @rule(sender=who, fault=st.sampled_from(FAULTS), size=st.integers(1, 5))
    def push(self, sender, fault, size):
        self.devices[sender].push(fault, size)

    @rule(receiver=who, limit=st.integers(1, 4))
    def pull(self, receiver, limit):
        self.devices[receiver].pull(limit)

    @rule(receiver=who)
    def deliver_late(self, receiver):
        if self.devices[receiver].late:
            self.devices[receiver].acknowledge(self.devices[receiver].late.pop(0))

    def known(self, person, pick):
        """A note this person has on the screen, if any."""
        device = self.devices[person]
        mine = [
            note_id
            for note_id, author in self.notes
            if device.base.get(note_id, {}).get("state", "void") != "void"
            or any(op["id"] == note_id and op["kind"] == "create" for op in device.outbox)
        ]
        return mine[pick % len(mine)] if mine else None

    # what must hold at any time

    @invariant()
    def i2_every_op_is_somewhere(self):
        for device, op in self.made:
            waiting = [waiting["op_id"] for waiting in device.outbox]
            places = (waiting, list(device.sent), list(device.attention))
            assert sum(place.count(op["op_id"]) for place in places) == 1

    @invariant()
    def i6_revs_never_go_back(self):
        for number, device in enumerate(self.devices):
            for record_id, record in device.base.items():
                assert record["rev"] >= self.revs.get((number, record_id), 0), "I6"
                self.revs[number, record_id] = record["rev"]

    @invariant()
    def i7_people_see_what_they_typed(self):
        for device in self.devices:
            last = {(op["id"], op["unit"]): op for op in device.outbox if op["kind"] == "patch"}
            for (note_id, unit), op in last.items():
                assert same(device.content(note_id).get(unit, {}), apply_patch(op["base"], op["patch"])), "I7"

    @invariant()
    def i9_what_is_signed_is_what_was_shown(self):
        for device in self.devices:
            for record in device.base.values():
                if record["state"] in ("signed", "approved"):
                    bound = [entry for entry in record["signatures"] if entry["version"] == record["version"]]
                    assert {entry["content_hash"] for entry in bound} == {record["content_hash"]}, "I9"

    # what must hold in the end

    def teardown(self):
        for _ in range(2):
            for device in self.devices:
                device.sync()
        with self.app.app_context():
            ours = (Record.clinic_id == self.cast["practitioner"].actor.clinic_id) & (Record.patient_id == self.patient)
            self.truth = list(db.session.scalars(select(Record).where(ours)))
            query = select(Revision).join(Revision.record).where(ours)
            self.history = list(db.session.scalars(query))
            assert first_break(self.cast["practitioner"].actor.clinic_id) is None, "W6"
        self.check_i1()
        self.check_i3_i4()
        self.check_i5_i8()
        self.check_i9_i10()
        self.check_i11()
        self.check_conflicts_end()

    def check_i1(self):
        """Every acknowledged text is current, in a conflict, or was seen by whoever wrote over it."""
        held = [(record.id, unit, value) for record in self.truth for unit, value in record.content.items()]
        for record in self.truth:
            if record.type == "conflict":
                about = record.content["about"]
                sides = [record.content.get(side, {}).get("value") for side in ("base", "mine", "theirs", "resolution")]
                sides += [entry["mine"]["value"] for entry in record.content.get("more", {}).get("entries", [])]
                held += [(about["record_id"], about["unit"], value) for value in sides if value is not None]
        held += self.seen
        acked = {op_id for device in self.devices for op_id in device.sent}
        for op, note_id, unit, value in self.typed:
            if op["op_id"] in acked:
                found = any((at, of) == (note_id, unit) and same(kept, value) for at, of, kept in held)
                assert found, f"I1: {value} of {unit} is nowhere"

    def check_i3_i4(self):
        effects = [(revision.record_id, revision.op_id) for revision in self.history]
        assert len(set(effects)) == len(effects), "I3"
        typed_once = {op["op_id"] for _device, op in self.made if op["kind"] == "patch"}
        for op_id in typed_once:
            assert sum(revision.op_id == op_id for revision in self.history) <= 1, f"I3: {op_id} has two effects"
        refused = {op_id for device in self.devices for op_id in device.attention}
        assert refused.isdisjoint(revision.op_id for revision in self.history), "I3: refused, and yet it had an effect"
        assert {record.id for record in self.truth if record.type == "note"} <= {
            note_id for note_id, _ in self.notes
        }, "I4"
        created = {op["id"] for device, op in self.made if op["kind"] == "create" and op["op_id"] in device.sent}
        assert created == {record.id for record in self.truth if record.type == "note"}, "I4"

    def check_i5_i8(self):
        fresh = Device(self.devices[0].tablet, self.start["cursor"])
        while fresh.pull(2):
            pass
        assert {(record.id, record.rev) for record in self.truth} == {(r["id"], r["rev"]) for r in fresh.base.values()}
        manifest = {id_: rev for _type, id_, rev in fresh.tablet.get("/sync/manifest").json["records"]}
        for device in self.devices:
            assert device.base == fresh.base, "I5"
            assert all(manifest[id_] == record["rev"] for id_, record in device.base.items()), "I5"
        seqs = [record["seq"] for record in fresh.base.values()]
        assert len(set(seqs)) == len(seqs), "I8"

    def check_i9_i10(self):
        ops = {op["op_id"]: op for _device, op in self.made}
        for revision in self.history:
            op = ops.get(revision.op_id, {})
            if revision.kind in ("sign", "approve", "return", "void") and op.get("kind") == revision.kind:
                assert revision.content_hash == op["content_hash"], f"I9, I10: {revision.kind} of something else"

    def check_i11(self):
        entered = [(note_id, unit, value) for _op, note_id, unit, value in self.typed]
        for record in self.truth:
            if record.type == "note":
                for unit, value in record.content.items():
                    known = any((at, of) == (record.id, unit) and same(kept, value) for at, of, kept in entered)
                    assert known, f"I11: nobody entered {value}"

    def check_conflicts_end(self):
        """One open conflict for a unit, and whoever decides by what stands now comes to an end."""
        person = self.devices[0]
        for _ in range(10):
            left = person.open_conflicts()
            subjects = [(c["fields"]["about"]["record_id"], c["fields"]["about"]["unit"]) for c in left]
            assert len(set(subjects)) == len(subjects), "two open conflicts about one unit"
            for conflict in left:
                mine, theirs = conflict["fields"]["mine"]["value"], person.theirs(conflict)
                is_void = conflict["fields"]["about"]["kind"] == "void_vs_edit"
                chosen = {"void": False} if is_void else theirs
                person.put("resolve", "conflict", conflict["id"], base=theirs, mine=mine, patch=chosen)
            person.sync()
        assert not person.open_conflicts(), "a conflict that cannot be closed"


def play(app, cast, how=GAMES, **planted):
    game = type("Game", (SyncGame,), {"app": app, "cast": cast, **planted})
    run_state_machine_as_test(game, settings=how)


@pytest.mark.grows
def test_nothing_typed_is_lost(app, cast):
    play(app, cast)


def last_write_wins(monkeypatch):
    def overwrite(policy, base, patch, current, unchanged_since_base=False):
        return patch.Merged("applied", apply_patch(base, patch))

    monkeypatch.setattr(patch, "merge", overwrite)


def no_receipts(monkeypatch):
    monkeypatch.setattr(push, "load_receipts", lambda batch, op_ids: None)
    keep = push.keep_receipt
    monkeypatch.setattr(push, "keep_receipt", lambda batch, _id, *rest: keep(batch, str(uuid4()), *rest))


def blind_void(monkeypatch):
    def void_whatever(batch, op):
        op.body["content_hash"] = batch.find(op.type, op.id).content_hash
        return void.void_record(batch, op)

    monkeypatch.setitem(push.VERBS, "void", void_whatever)


def blind_signature(monkeypatch):
    monkeypatch.setattr("server.services.records.sign.require_seen", lambda note, op: None)


@pytest.mark.soak
@pytest.mark.parametrize("plant", [last_write_wins, no_receipts, blind_void, blind_signature])
def test_a_planted_fault_is_found(app, cast, monkeypatch, plant):
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        play(app, cast, HUNT)


@pytest.mark.soak
def test_a_tablet_that_forgets_the_rev_guard_is_found(app, cast):
    with pytest.raises(AssertionError):
        play(app, cast, HUNT, guards_rev=False)

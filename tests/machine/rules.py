"""What people, tablets, the network and the server do; what must hold is in ``checks.py``."""

from datetime import timedelta
from itertools import count
from typing import Any

from server.db import begin_write, db, utc_now
from server.models import PatientScope
from server.services.accounts.sessions import end_all_sessions
from server.services.accounts.users import change_user
from server.services.audit import SERVER
from server.services.history import renew_epoch
from tests.cast import PASSWORD, PEOPLE, key_of
from tests.machine.histories import precondition, rule
from tests.machine.tablets import Refused, Tablets
from tests.tablet import Tablet, signable

WHO = ("practitioner", "colleague", "supervisor")
LOCKS = [True, False, True]  # the second tablet's browser is too old for them
UNITS = {"text:plan": "text", "text:remarks": "text", "visit": "room"}
FAULTS = ("none", "none", "none", "request lost", "response lost", "response cut", "batch cut", "duplicated")
PATHS = ("/sync/push", "/sync/push", "/sync/pull")
HOUR = 3_600_000
TEXTS = count(1)

devices = range(3)
authors = range(2)
tabs = range(2)
picks = range(4)
units = sorted(UNITS)
either = (False, True)


class Rules:
    """``backend``, ``tablets``, ``make_cast`` and ``played`` are set by the test. ``visitors`` are signed in."""

    backend: Any
    tablets: Tablets
    make_cast: Any
    played: Any
    begun: Any = None
    visitors: dict[str, Tablet]
    patient: str
    ops: dict[str, dict[str, Any]]
    now: list[dict[str, Any]]
    seen: list[tuple[str, str, Any]]

    def __init__(self) -> None:
        self.cursors: dict[tuple[int, int], dict[str, Any]] = {}
        self.revs: dict[tuple[Any, ...], int] = {}
        self.kept: Any = None
        self.disabled: set[int] = set()
        self.ended: set[int] = set()
        self.has_left = False

    def begin(self, seed: int) -> None:
        """All histories begin alike: played once, and put back from then on."""
        if not self.begun:
            self.play_beginning()
            self.tablets.host("keep")
            type(self).begun = self.patient, self.ops, self.now, self.visitors, self.backend.keep("begun")
        self.patient, ops, now, visitors, database = self.begun
        self.ops, self.now, self.visitors, self.seen = dict(ops), list(now), dict(visitors), []
        self.backend.put_back(database)
        self.tablets.host("again", seed=seed)

    def play_beginning(self) -> None:
        """Two notes that everybody has before them, each tablet with two tabs."""
        self.backend.reset(True)
        self.visitors = {}
        self.patient = self.visit("practitioner").new_patient()["id"]
        self.visit("colleague")
        self.visit("supervisor")
        self.ops, self.now = {}, [{}, {}, {}]
        self.tablets.host("begin", seed=0, locks=LOCKS, shareForms=True)
        for device in range(3):
            self.sign_in(device)
        for author in (0, 1):
            self.create(author, 0)
            self.sync(author, 0)
        for device in range(3):
            self.sync(device, 0)

    def visit(self, key: str) -> Tablet:
        """A person at a computer of their own, signed in for all histories; anew in one that has ended their login."""
        known = self.visitors.get(key)
        if known is None or known.get("/sync/ping").status_code != 200:
            self.visitors[key] = Tablet(self.make_cast(), key)
        return self.visitors[key]

    def act(self, device: int, tab: int, name: str, *given: Any, left: int | None = None) -> dict[str, Any] | None:
        """The op a person's action made, if it made one."""
        if left is None:
            made, found = self.tablets.act(device, tab, name, *given)
            self.note(device, found)
        else:
            made = self.close_in(device, tab, name, *given, left=left)
        op_id = made["op"] if isinstance(made, dict) else made
        assert op_id is None or name.startswith("edits.create") or op_id in self.ops, "I2: not on the tablet"
        return self.ops.get(op_id)

    def close_in(self, device: int, tab: int, name: str, *given: Any, left: int) -> Any:
        try:
            made = self.tablets.call(device, tab, name, *given, left=left)
        except Refused:
            made = None
        self.reopen(device, tab)
        self.look(device)
        return made

    def look(self, device: int) -> None:
        self.note(device, self.tablets.look(device))

    def note(self, device: int, found: dict[str, Any]) -> None:
        """Where reading has ended, with the lease or for somebody disabled, it begins anew once it is allowed."""
        self.now[device] = found
        if not found["reads"]:
            self.ended.add(device)
        elif found.get("cursor"):
            self.ended.discard(device)
        self.ops |= {op["op_id"]: op for place in ("waiting", "received", "refused") for op in found[place]}

    def reopen(self, device: int, tab: int) -> None:
        self.cursors.pop((device, tab), None)
        self.tablets.host("open", device=device, tab=tab)

    def notes(self, device: int) -> list[dict[str, Any]]:
        return [note for note in self.now[device]["notes"] if note["state"] != "void"]

    def pick(self, device: int, number: int) -> dict[str, Any] | None:
        found = sorted(self.notes(device), key=lambda note: note["id"])
        return found[number % len(found)] if found else None

    # people

    @precondition(lambda self: len({op["id"] for op in self.ops.values() if op["type"] == "note"}) < 4)
    @rule(device=authors, tab=tabs)
    def create(self, device: int, tab: int) -> None:
        fields = signable(PEOPLE[WHO[device]].id) | {"text:plan": {"text": f"t{next(TEXTS)}"}}
        self.act(device, tab, "edits.createNote", self.patient, fields)

    @rule(device=authors, tab=tabs, number=picks, unit=units)
    def focus(self, device: int, tab: int, number: int, unit: str) -> None:
        """The cursor stands in a field from now on; what its person was shown is all they know."""
        note = self.pick(device, number)
        found = note and self.tablets.call(device, tab, "begin", "note", note["id"], unit)
        if note and found:
            shown = found["shown"]
            self.cursors[device, tab] = {"id": note["id"], "unit": unit, "shown": shown, "knows": shown["units"][unit]}

    @rule(device=authors, tab=tabs)
    def write(self, device: int, tab: int, left: int | None = None) -> None:
        at = self.cursors.get((device, tab))
        if not at:
            return
        unit, before = at["unit"], at["knows"]
        patch = {UNITS[unit]: f"t{next(TEXTS)}"}
        op = self.act(device, tab, "edits.setFields", "note", at["id"], unit, patch, at["shown"], left=left)
        if op:
            self.seen.append((at["id"], unit, before))
            at["knows"] = {**before, **patch}

    @rule(device=authors, tab=tabs, number=picks, unit=units)
    def edit(self, device: int, tab: int, number: int, unit: str) -> None:
        self.focus(device, tab, number, unit)
        self.write(device, tab)

    @rule(device=authors, number=picks, unit=units, goes_on=either)
    def write_after_a_pull(self, device: int, number: int, unit: str, goes_on: bool) -> None:
        """The cursor stands in a field, and another person's change of it arrives before its own author writes.

        ``goes_on``: the other person changes it again while the conflict is open.
        """
        self.focus(device, 0, number, unit)
        self.edit(1 - device, 0, number, unit)
        self.sync(1 - device, 0)
        self.sync(device, 0)
        self.write(device, 0)
        if goes_on:
            self.sync(device, 0)
            self.edit(1 - device, 0, number, unit)
            self.sync(1 - device, 0)

    @rule(device=devices, tab=tabs, number=picks)
    def sign(self, device: int, tab: int, number: int) -> None:
        if note := self.pick(device, number):
            op = self.act(device, tab, "edits.sign", note["id"])
            assert op is None or op["content_hash"] == note["content_hash"], "I9: signed what was not shown"

    @rule(device=devices, tab=tabs, number=picks)
    def void(self, device: int, tab: int, number: int) -> None:
        if note := self.pick(device, number):
            self.act(device, tab, "edits.voidRecord", "note", note["id"], "Wrong patient.", note)

    @rule(tab=tabs, number=picks, kind=("approve", "return"))
    def review(self, tab: int, number: int, kind: str) -> None:
        note = self.pick(2, number)
        if note and kind == "approve":
            self.act(2, tab, "edits.approve", note["id"], "", note)
        elif note:
            self.act(2, tab, "edits.returnNote", note["id"], "Seen.", None, note)

    @rule(device=authors, tab=tabs, number=picks, unit=units)
    def amend(self, device: int, tab: int, number: int, unit: str) -> None:
        note = self.pick(device, number)
        if not note:
            return
        base = note["fields"].get(unit, {})
        change = {"base": base, "patch": {UNITS[unit]: f"t{next(TEXTS)}"}}
        if self.act(device, tab, "edits.amend", note["id"], "It was another.", {unit: change}):
            self.seen.append((note["id"], unit, base))

    @rule(device=devices, tab=tabs, number=picks, choice=("mine", "theirs", "new"))
    def resolve(self, device: int, tab: int, number: int, choice: str) -> None:
        found = [one for one in self.now[device]["conflicts"] if one["state"] == "open"]
        if found:
            self.settle(device, tab, found[number % len(found)], choice)

    def settle(self, device: int, tab: int, conflict: dict[str, Any], choice: str) -> None:
        """Chosen from the two sides that the screen shows."""
        about, shown = conflict["fields"]["about"], conflict["shown"]
        if about["kind"] == "void_vs_edit":
            chosen: dict[str, Any] = {"void": choice == "mine"}
        else:
            new = {**shown["theirs"], UNITS[about["unit"]]: f"t{next(TEXTS)}"}
            chosen = {**shown, "new": new}[choice]
        op = self.act(device, tab, "edits.resolve", conflict["id"], chosen, shown)
        if op and about["unit"]:
            self.seen += [(about["record_id"], about["unit"], value) for value in shown.values()]

    @rule(device=devices, tab=tabs)
    def poison(self, device: int, tab: int) -> None:
        """An op that no server takes must stop nothing else."""
        deep: list[Any] = []
        for _ in range(40):
            deep = [deep]
        self.act(device, tab, "edits.createLot", {"name": deep})

    # tablets and the network

    @rule(device=devices, tab=tabs, fault=FAULTS, meets=PATHS)
    def sync(self, device: int, tab: int, fault: str = "none", meets: str = PATHS[0]) -> None:
        """The fault meets the next push or pull, if there is one."""
        connection, found = self.tablets.sync(device, tab, fault, meets)
        if connection == "signin" and device not in self.disabled:
            self.sign_in(device, tab)
            _, found = self.tablets.sync(device, tab, "none", meets)
        self.note(device, found)

    def sign_in(self, device: int, tab: int = 0) -> None:
        self.tablets.call(device, tab, "session.signIn", PEOPLE[WHO[device]].email, PASSWORD)

    @rule(device=devices, tab=tabs, meets=PATHS)
    def sync_slowly(self, device: int, tab: int, meets: str = PATHS[0]) -> None:
        """The answer is on its way until the tablet syncs again."""
        self.tablets.host("arrive", device=device)
        self.tablets.host("set", device=device, fault="response delayed", meets=meets)
        self.tablets.host("start", device=device, tab=tab, name="engine.syncNow")
        self.look(device)

    @rule(number=picks, unit=units)
    def sync_beside(self, number: int, unit: str) -> None:
        """Where tabs have no locks, one syncs while the other waits for an answer, which is old when it arrives."""
        self.edit(1, 0, number, unit)
        self.sync_slowly(1, 0)
        self.edit(0, 0, number, unit)
        self.sync(0, 0)
        self.sync_second_tab()

    def sync_second_tab(self) -> None:
        self.tablets.host("set", device=1, fault="none")
        self.tablets.call(1, 1, "engine.syncNow")
        if self.tablets.call(1, 1, "status.currentStatus")["connection"] == "signin" and 1 not in self.disabled:
            self.sign_in(1, 1)
            self.tablets.call(1, 1, "engine.syncNow")
        self.tablets.host("arrive", device=1)
        self.look(1)

    @rule(device=devices, tab=tabs, left=range(10))
    def crash_in_sync(self, device: int, tab: int, left: int) -> None:
        self.tablets.host("arrive", device=device)
        self.tablets.host("set", device=device, fault="none")
        self.close_in(device, tab, "engine.syncNow", left=left)

    @rule(device=authors, tab=tabs, left=range(3))
    def crash_in_edit(self, device: int, tab: int, left: int) -> None:
        self.write(device, tab, left)

    @rule(device=devices)
    def upgrade(self, device: int) -> None:
        """A new version finds what the one before has left, with everything that waits there."""
        self.tablets.host("arrive", device=device)
        self.tablets.host("upgrade", device=device)
        for tab in (0, 1):
            self.cursors.pop((device, tab), None)
        self.look(device)

    @rule(device=devices, hours=(-49, -2, 0, 1, 26, 200))
    def set_clock(self, device: int, hours: int) -> None:
        self.tablets.host("set", device=device, ahead=hours * HOUR)

    # the server

    @rule(device=devices)
    def disable_or_enable(self, device: int) -> None:
        self.disabled ^= {device}
        self.make_active(device)

    def make_active(self, device: int) -> None:
        with self.backend.app.app_context():
            begin_write()
            change_user(PEOPLE["admin"].actor, PEOPLE[WHO[device]].id, {"active": device not in self.disabled})
            db.session.commit()

    @rule()
    def leave_scope(self) -> None:
        """As if the patient had not been seen for years, and somebody had looked."""
        self.has_left = True
        with self.backend.app.app_context():
            begin_write()
            row = db.session.get_one(PatientScope, key_of(self.patient))
            row.last_at, row.kept = utc_now() - timedelta(days=1500), False
            db.session.commit()

    @rule()
    def restart_server(self) -> None:
        with self.backend.app.app_context():
            db.engine.dispose()

    @precondition(lambda self: self.kept is None)
    @rule()
    def back_up(self) -> None:
        self.kept = self.backend.keep()

    @precondition(lambda self: self.kept is not None)
    @rule(is_told=either)
    def restore(self, is_told: bool) -> None:
        """As ``flask restore`` does, or behind the server's back: then it has to find out from a tablet."""
        self.backend.put_back(self.kept)
        self.kept = None
        with self.backend.app.app_context():
            if is_told:
                begin_write()
                end_all_sessions()
                renew_epoch(SERVER, "server.restore", utc_now())
                db.session.commit()
        for device in range(3):
            self.make_active(device)

    @precondition(lambda self: self.kept is not None)
    @rule(is_told=either, number=picks, unit=units, meets=PATHS)
    def restore_beside(self, is_told: bool, number: int, unit: str, meets: str) -> None:
        """An answer of before arrives in one tab once the other has met the restored server."""
        self.edit(1, 0, number, unit)
        self.sync_slowly(1, 0, meets)
        self.restore(is_told)
        self.sync_second_tab()

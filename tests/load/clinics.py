"""``python -m tests.load --clinics 50``: many clinics on two servers and one PostgreSQL, beside one of them alone.

The same work each time, by as many tablets of one clinic, of as many clinics, and of all: how far one clinic, whose
changes are written one after the other, holds itself up, and how far clinics hold up each other.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, text

from tests.api_client import ApiClient
from tests.load import exports, work
from tests.load.mood import Mood, processor_times
from tests.server_process import ROOT, ServerProcess
from tests.tablet import ANSWERED_ONCE

PASSWORD, TABLETS, PATIENTS = "seven calm needles in a row", 8, 8
ROW = "{:<42} {:>8} {:>16} {:>16} {:>22} {:>8}"
STORED = text("SELECT count(*) FROM revision WHERE clinic_id = :clinic AND op_id = ANY(:ops)")
FEED = text("SELECT count(*), count(DISTINCT seq), max(seq) FROM record WHERE clinic_id = :clinic")


@dataclass
class Clinic:
    """With one tablet, until it is given more; ``acked`` is what its server has said to be there."""

    id: str
    email: str
    tablets: list[ApiClient]
    patients: list[str]
    acked: list[str] = field(default_factory=list)


class Servers:
    """Two of one database, on loopback."""

    def __init__(self, room: Path) -> None:
        self.room, self.both, own = room, [], exports.postgres(room)
        for name in ("one", "two"):
            (room / name).mkdir()
            self.both.append(ServerProcess(room / name, **own))
            self.both[-1].forked = False
        self.database: Engine = create_engine(own["DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:"))
        self.both[0].flask("db", "upgrade")

    def start(self) -> None:
        for server in self.both:
            server.start()

    def stop(self) -> None:
        for server in self.both:
            server.stop()
        self.database.dispose()

    def open_clinic(self, number: int) -> Clinic:
        """As an operator does it: at the console, then by the link that it prints."""
        email = f"bench{number}@example.org"
        said = self.both[0].flask("clinics", "add", f"Clinic {number}", email, "--name", "Bench", "--treats")
        client = ApiClient(self.both[number % 2].port)
        device = {"id": client.device_id, "name": "Bench"}
        token = re.findall(r"[\w-]{43}", said)[-1]
        status, answer = client.request("POST", "/invites", {"token": token, "password": PASSWORD, "device": device})
        assert status == 200, answer
        client.user_id = answer["user"]["id"]
        ops = [client.new_patient(n) for n in range(PATIENTS)]
        for op in ops:
            op["fields"] |= ANSWERED_ONCE | {"body": {"sex_at_birth": "male", "weight_kg": 72}}
        status, answer = client.push(ops)
        assert status == 200, answer
        clinic_id = client.request("GET", "/clinic")[1]["id"]
        client.close()
        return Clinic(clinic_id, email, [client], [op["id"] for op in ops], [op["op_id"] for op in ops])

    def add_tablets(self, clinic: Clinic, count: int) -> None:
        """Half of them at each server."""
        while len(clinic.tablets) < count:
            client = ApiClient(self.both[len(clinic.tablets) % 2].port)
            client.login(clinic.email, PASSWORD)
            client.close()
            clinic.tablets.append(client)


def work_of(servers: Servers, clinic: Clinic, tablet: ApiClient, notes: int, batch: int) -> dict[str, Any]:
    path = servers.room / f"bodies-{uuid4()}"
    requests = work.note_requests(notes, batch, tablet.user_id, tablet.device_id, clinic.patients)
    path.write_bytes(b"\n".join(requests))
    return {"port": tablet.port, "cookie": tablet.cookie, "bodies": str(path)}


def measure(servers: Servers, name: str, clinics: Sequence[Clinic], notes: int, batch: int) -> dict[str, Any]:
    """So many notes, shared among all tablets of these clinics."""
    owners = [(clinic, tablet) for clinic in clinics for tablet in clinic.tablets]
    each = max(batch, notes // len(owners) // batch * batch)
    jobs = [work_of(servers, clinic, tablet, each, batch) for clinic, tablet in owners]
    command, before = [sys.executable, "-m", "tests.load.fire"], processor_times()
    job = json.dumps({"kind": "mixed", "tablets": jobs})
    done = subprocess.run(command, input=job, capture_output=True, text=True, cwd=ROOT, check=True)
    used, whole = (now - then for now, then in zip(processor_times(), before, strict=True))
    found = json.loads(done.stdout)
    times: defaultdict[str, list[float]] = defaultdict(list)
    errors = [error for one in found["tablets"] for error in one["errors"]]
    for (clinic, _tablet), one in zip(owners, found["tablets"], strict=True):
        clinic.acked += one["acked"]
        times[clinic.id] += one["push"]
    rate = sum(len(one["acked"]) for one in found["tablets"]) / found["wall"]
    print(
        ROW.format(
            name, f"{rate:.0f}", spread([ms for one in found["tablets"] for ms in one["push"]]),
            spread([ms for one in found["tablets"] for ms in one["pull"]]), of_each(list(times.values())),
            f"{used / whole:.0%}",
        ),
        *errors[:1],
        flush=True,
    )  # fmt: skip
    return {"rate": rate, "errors": errors}


def rank(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def spread(times: list[float]) -> str:
    return f"{rank(times, 0.5):.0f} / {rank(times, 0.99):.0f}"


def of_each(clinics: list[list[float]]) -> str:
    """The p50 of the median clinic and of the slowest."""
    middles = [rank(times, 0.5) for times in clinics]
    return f"{median(middles):.0f}, slowest {max(middles):.0f}"


def find_lost(servers: Servers, clinics: Sequence[Clinic]) -> list[str]:
    """Acknowledged ops that are not in their clinic, and feeds with a gap; each record was written once."""
    faults = []
    with servers.database.connect() as connection:
        for clinic in clinics:
            stored = connection.execute(STORED, {"clinic": clinic.id, "ops": clinic.acked}).scalar_one()
            records, numbers, last = connection.execute(FEED, {"clinic": clinic.id}).one()
            if stored != len(clinic.acked):
                faults.append(f"{clinic.email}: {len(clinic.acked) - stored} of {len(clinic.acked)} are lost")
            if not records == numbers == last:
                faults.append(f"{clinic.email}: the feed of {records} records ends at {last}")
    return faults


def run(room: Path, count: int, *, full: bool) -> list[str]:
    servers, mood = Servers(room), Mood(room)
    servers.start()
    try:
        clinics = [servers.open_clinic(number) for number in range(count + 1)]
        servers.add_tablets(clinics[0], TABLETS)
        groups = {
            f"1 clinic, {TABLETS} tablets": clinics[:1],
            f"{TABLETS} clinics, 1 tablet each": clinics[1:][:TABLETS],
        }
        groups[f"{count} clinics, 1 tablet each"] = clinics[1:]
        print(f"{count + 1} clinics, two servers of one process with 8 threads, one PostgreSQL")
        print(ROW.format("", "notes/s", "push p50 / p99", "pull p50 / p99", "p50 of clinics, ms", "CPU"))
        rates: defaultdict[str, list[float]] = defaultdict(list)
        missed, rounds = [], 3 if full else 2
        for batch, notes in ((1, count * 16), (50, count * 100)):
            for _round in range(rounds):
                mood.look()
                for name, group in groups.items():
                    label = f"{name}, {'single' if batch == 1 else 'batch 50'}"
                    found = measure(servers, label, group, notes, batch)
                    rates[label].append(found["rate"])
                    missed += found["errors"][:1]
        compare(rates, list(groups))
        missed += find_lost(servers, clinics)
        acked = sum(len(clinic.acked) for clinic in clinics)
        print(f"{acked} ops acknowledged, {missed or '0 lost'}; {mood.describe()}")
    finally:
        servers.stop()
    whole = servers.both[0].flask("verify").count("\twhole")
    print(f"flask verify: {whole} clinics are whole")
    return missed


def compare(rates: dict[str, list[float]], names: list[str]) -> None:
    for kind in ("single", "batch 50"):
        alone, *others = (median(rates[f"{name}, {kind}"]) for name in names)
        said = ", ".join(f"{name} {rate / alone:.2f}" for name, rate in zip(names[1:], others, strict=True))
        print(f"{kind}, against {names[0]} (median of the rounds): {said}")

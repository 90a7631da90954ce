"""Tablets with version 0.1.0: what they send is taken, they deliver, and a new version finds all they held.

NEEDLEPOINT_SOAK=1 brings 50 of them up to date; UPGRADES and UPGRADE_SEED choose others.
"""

import json
import os
from itertools import groupby
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import PASSWORD, PEOPLE
from tests.conftest import LONG_ON_SQLITE, Cast
from tests.machine.tablets import FIRST, Refused, Tablets
from tests.tablet import Tablet

pytestmark = pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)

UPGRADES = int(os.environ.get("UPGRADES", "50" if os.environ.get("NEEDLEPOINT_SOAK") else "2"))
SEED = int(os.environ.get("UPGRADE_SEED", "9"))
OLD = 1
MOST = 50
DECISIONS = ("sign", "return", "amend", "approve")
JUDGED = ("incomplete", "wrong_state", "stale")
HELD = ("waiting", "received", "refused")
PATIENT = {"identity": {"given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}


def test_no_op_of_the_first_release_is_refused_for_its_shape(cast: Cast) -> None:
    """What was entered is taken as it was then; a decision may meet a rule that is younger."""
    people = {person.id: key for key, person in PEOPLE.items()}
    sent = json.loads((FIRST / "ops.json").read_text(encoding="utf-8"))
    for author, each in groupby(sent, lambda one: one["op"]["user_id"]):
        some = list(each)
        for batch in (some[:MOST], some[MOST:]):
            results = Tablet(cast, people[author]).push(*(one["op"] for one in batch)) if batch else []
            for one, result in zip(batch, results, strict=True):
                if one["op"]["kind"] in DECISIONS and result["status"] == "rejected":
                    assert result["error"]["code"] in JUDGED, (one["op"], result)
                else:
                    assert result["status"] == one["status"], (one["op"], result)


def open_old(tablets: Tablets, seed: int) -> tuple[str, str]:
    """A tablet of the first release with a patient and a note that the server has."""
    tablets.host("begin", seed=seed, locks=[True])
    tablets.host("open", device=0, tab=0, version=OLD)
    tablets.call(0, 0, "session.signIn", PEOPLE["practitioner"].email, PASSWORD)
    patient = tablets.call(0, 0, "edits.createPatient", PATIENT)
    note = tablets.call(0, 0, "edits.createNote", patient, {})
    tablets.call(0, 0, "engine.syncNow")
    return patient, note


def test_a_client_of_the_first_release_delivers(tablets: Tablets, cast: Cast) -> None:
    _, note = open_old(tablets, 1)
    tablets.call(0, 0, "edits.setFields", "note", note, "text:plan", {"text": "Again in six weeks."})
    tablets.host("set", device=0, fault="response lost", meets="/sync/push")
    tablets.call(0, 0, "engine.syncNow")
    tablets.call(0, 0, "edits.setFields", "note", note, "text:remarks", {"text": "Came alone."})
    tablets.call(0, 0, "engine.syncNow")
    held = tablets.call(0, 0, "everything")
    assert [len(held[place]) for place in HELD] == [0, 4, 0]
    (found,) = [record for record in Tablet(cast, "colleague").pull() if record["type"] == "note"]
    assert (found["id"], found["rev"]) == (note, 3)
    assert {unit: value["text"] for unit, value in found["fields"].items()} == {
        "text:plan": "Again in six weeks.", "text:remarks": "Came alone.",
    }  # fmt: skip


def test_a_client_of_the_first_release_goes_on_beside_records_it_does_not_know(tablets: Tablets, cast: Cast) -> None:
    """A follow-up in its feed is kept as it came, and is there for the version of today."""
    patient, note = open_old(tablets, 2)
    colleague = Tablet(cast, "colleague")
    fields = {"about": {"note_id": note, "point": "T7d", "reached": "yes"}}
    op = colleague.op("create", "follow_up", str(uuid4()), patient_id=patient, fields=fields)
    assert colleague.push_one(op)["status"] == "applied"
    tablets.call(0, 0, "engine.syncNow")
    tablets.call(0, 0, "edits.setFields", "note", note, "text:plan", {"text": "Again in six weeks."})
    tablets.call(0, 0, "engine.syncNow")
    held = tablets.call(0, 0, "everything")
    assert (len(held["waiting"]), len(held["refused"])) == (0, 0)
    (found,) = [record for record in colleague.pull() if record["type"] == "note"]
    assert found["fields"] == {"text:plan": {"text": "Again in six weeks."}}
    tablets.host("open", device=0, tab=0)
    tablets.call(0, 0, "session.signIn", PEOPLE["practitioner"].email, PASSWORD)
    assert tablets.call(0, 0, "records.get", "follow_up", op["id"])["fields"] == fields


def begin_work(tablets: Tablets, random: Random, patient: str, note: str) -> None:
    """Edits that wait, one that is refused or not, and what is begun and not finished."""
    if random.random() < 0.5:
        tablets.call(0, 0, "edits.createLot", {"name": {"not": "a text"}})
        tablets.call(0, 0, "engine.syncNow")
    for _ in range(random.randint(1, 6)):
        unit = random.choice(["text:plan", "text:remarks", "text:observations"])
        tablets.call(0, 0, "edits.setFields", "note", note, unit, {"text": f"{random.random()}"})
        if random.random() < 0.3:
            tablets.call(0, 0, "edits.createNote", patient, {"text:plan": {"text": "Next."}})
    for number in range(random.randint(1, 4)):
        tablets.call(0, 0, "drafts.saveDraft", f"amend:{number}", {"reason": f"{random.random()}"})


def everything(tablets: Tablets) -> dict[str, Any]:
    found = tablets.call(0, 0, "everything")
    drafts = {key: tablets.call(0, 0, "drafts.getDraft", key) for key in map("amend:{}".format, range(4))}
    return {place: found[place] for place in HELD} | {"drafts": drafts}


def start_new(tablets: Tablets, random: Random) -> None:
    """Today's version starts, often more than once: it is closed between any two transactions of its first start. Then
    its person signs in and chooses a device secret."""
    while True:
        left = random.choice([0, 1, 2, 3, None])
        try:
            tablets.host("open", device=0, tab=0, left=left)
        except Refused:
            continue
        break
    tablets.call(0, 0, "session.signIn", PEOPLE["practitioner"].email, PASSWORD)


@pytest.mark.grows
def test_a_forced_upgrade_loses_nothing_that_was_begun(tablets: Tablets, cast: Cast) -> None:
    random = Random(SEED)
    drafts = ops = 0
    for number in range(UPGRADES):
        patient, note = open_old(tablets, number)
        begin_work(tablets, random, patient, note)
        before = everything(tablets)
        start_new(tablets, random)
        assert everything(tablets) == before, f"upgrade {number + 1}, seed {SEED}"
        tablets.call(0, 0, "engine.syncNow")
        after = everything(tablets)
        assert (after["waiting"], after["drafts"]) == ([], before["drafts"])
        sent = {op["op_id"] for op in before["waiting"]}
        assert sent <= {op["op_id"] for op in after["received"]}
        drafts, ops = drafts + sum(map(bool, before["drafts"].values())), ops + len(sent)
    print(f"{UPGRADES} upgrades with {drafts} drafts open and {ops} ops waiting: none lost")

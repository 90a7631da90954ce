"""Several people work on one tablet: whose work is sent, with whose login, and into whose database an answer goes."""

from typing import Any

import pytest

from server.db import begin_write, db
from server.models import DataKeyCopy
from tests.cast import PASSWORD, PEOPLE
from tests.conftest import LONG_ON_SQLITE
from tests.machine.tablets import Tablets
from tests.tablet import Tablet

pytestmark = pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)

PATIENT = {"identity": {"given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
ANA, BEN = "practitioner", "colleague"


class Shared:
    """One tab of one tablet."""

    def __init__(self, tablets: Tablets, cast: Any) -> None:
        self.tablets, self.cast = tablets, cast
        tablets.host("begin", seed=1, locks=[True])

    def call(self, name: str, *given: Any) -> Any:
        return self.tablets.call(0, 0, name, *given)

    def sign_in(self, key: str) -> None:
        self.call("session.signIn", PEOPLE[key].email, PASSWORD)

    def hand_to(self, key: str) -> None:
        """Without a network: the login in the browser stays that of the person before."""
        (person,) = [each for each in self.call("persons.people") if each["id"] == PEOPLE[key].id]
        assert self.call("session.switchTo", person)

    def write(self) -> str:
        """A patient that waits; the op's record."""
        return self.call("edits.createPatient", PATIENT)

    def sync(self) -> str:
        self.call("engine.syncNow")
        return self.call("status.currentStatus")["connection"]

    def waiting(self) -> int:
        return len(self.call("everything")["waiting"])

    def disable(self, key: str) -> None:
        assert self.cast.admin.patch(f"/api/v1/users/{PEOPLE[key].id}", json={"active": False}).status_code == 200

    def block(self) -> None:
        tablet = self.call("device.device")["id"]
        assert self.cast.admin.patch(f"/api/v1/devices/{tablet}", json={"status": "revoked"}).status_code == 200

    def kept(self) -> set[tuple[str, str]]:
        """Author and record of each entry that waits for a supervisor."""
        items = self.cast.supervisor.get("/api/v1/quarantine").json["items"]
        assert {item["source"] for item in items} <= {"drained"}
        return {(item["author_id"], item["record_id"]) for item in items}


@pytest.fixture
def shared(tablets: Tablets, cast: Any) -> Shared:
    return Shared(tablets, cast)


@pytest.mark.parametrize("open_one", [BEN, None])
def test_l9_the_work_of_somebody_disabled_arrives_whoever_is_open(shared: Shared, open_one: str | None) -> None:
    shared.sign_in(ANA)
    patient = shared.write()
    shared.sign_in(BEN)
    shared.disable(ANA)
    if open_one is None:
        shared.call("session.signOut")
        shared.call("engine.syncNow")
    else:
        assert shared.sync() == "online"
    assert shared.kept() == {(PEOPLE[ANA].id, patient)}


def test_l9_of_a_blocked_tablet_the_work_of_everybody_arrives(shared: Shared) -> None:
    shared.sign_in(ANA)
    first = shared.write()
    shared.sign_in(BEN)
    second = shared.write()
    shared.block()
    assert shared.sync() == "unknown", "nobody has it any more"
    assert shared.kept() == {(PEOPLE[ANA].id, first), (PEOPLE[BEN].id, second)}


def test_k4_a_colleagues_login_carries_what_its_author_signed(shared: Shared) -> None:
    """It is the author's by its signature, and stays until they are back to see what became of it."""
    shared.sign_in(ANA)
    patient = shared.write()
    shared.sign_in(BEN)
    assert shared.sync() == "online"
    assert shared.kept() == set()
    (found,) = Tablet(shared.cast, "supervisor").pull()
    assert (found["id"], found["author_id"]) == (patient, PEOPLE[ANA].id)
    shared.hand_to(ANA)
    assert shared.waiting() == 1
    shared.sign_in(ANA)
    assert (shared.sync(), shared.waiting()) == ("online", 0)
    (found,) = Tablet(shared.cast, "supervisor").pull()
    assert (found["id"], found["rev"]) == (patient, 1)


def test_k3_lost_keys_come_back_with_the_password_and_nothing_is_lost(shared: Shared) -> None:
    """The browser kept the database and lost the keys: the data key is the one of before, from the clinic."""
    shared.sign_in(ANA)
    patient = shared.write()
    note = shared.call("edits.createNote", patient, {"text:plan": {"text": "Rest."}})
    shared.call("session.lock")
    shared.call("loseKeys")
    shared.tablets.host("open", device=0, tab=0)
    shared.sign_in(ANA)
    (found,) = shared.call("everything")["notes"]
    assert (found["id"], found["fields"]["text:plan"]) == (note, {"text": "Rest."})
    assert (shared.sync(), shared.waiting()) == ("online", 0)
    assert {one["id"] for one in Tablet(shared.cast, "supervisor").pull()} == {patient, note}


def test_k3_what_lost_keys_close_for_ever_is_still_delivered(shared: Shared, inside: Any) -> None:
    """The server has no copy of the data key either: what was signed goes sealed, and the person goes on."""
    shared.sign_in(ANA)
    patient = shared.write()
    shared.call("session.lock")
    shared.call("loseKeys")
    begin_write()
    db.session.execute(db.delete(DataKeyCopy))
    db.session.commit()
    shared.tablets.host("open", device=0, tab=0)
    shared.sign_in(BEN)
    shared.call("engine.syncNow")
    assert {one["id"] for one in Tablet(shared.cast, "supervisor").pull()} == {patient}
    shared.sign_in(ANA)
    later = shared.write()
    shared.sync()
    assert {one["id"] for one in Tablet(shared.cast, "supervisor").pull()} == {patient, later}


def test_after_a_hand_over_each_sends_with_their_own_login(shared: Shared) -> None:
    shared.sign_in(BEN)
    shared.sign_in(ANA)
    patient = shared.write()
    shared.hand_to(BEN)
    shared.write()
    assert (shared.sync(), shared.waiting()) == ("signin", 1)
    (found,) = Tablet(shared.cast, "supervisor").pull()
    assert (found["id"], found["author_id"]) == (patient, PEOPLE[ANA].id)
    assert shared.kept() == set()


@pytest.mark.parametrize("meets", ["/sync/push", "/sync/pull"])
def test_an_answer_goes_to_the_one_who_asked_and_not_to_who_has_taken_over(shared: Shared, meets: str) -> None:
    shared.sign_in(BEN)
    shared.sign_in(ANA)
    shared.write()
    shared.tablets.host("set", device=0, fault="response delayed", meets=meets)
    shared.tablets.host("start", device=0, tab=0, name="engine.syncNow")
    shared.hand_to(BEN)
    mine = shared.write()
    shared.tablets.host("arrive", device=0)
    found = shared.call("everything")
    assert (found["user"], found.get("cursor"), found["base"]) == (PEOPLE[BEN].id, None, [])
    assert [op["id"] for op in found["waiting"]] == [mine]
    assert shared.kept() == set()


def test_work_that_is_under_way_when_somebody_else_signs_in_waits_for_its_author(shared: Shared) -> None:
    """More than one request is needed; the login changes in another tab before the second."""
    shared.sign_in(ANA)
    for _ in range(51):
        shared.write()
    shared.tablets.host("set", device=0, fault="response delayed", meets="/sync/push")
    shared.tablets.host("start", device=0, tab=0, name="engine.syncNow")
    shared.tablets.call(0, 1, "session.signIn", PEOPLE[BEN].email, PASSWORD)
    shared.tablets.host("arrive", device=0)
    found = shared.call("everything")
    assert (len(found["received"]), len(found["waiting"]), found["refused"], found["base"][50:]) == (50, 1, [], [])
    assert shared.call("status.currentStatus")["connection"] == "signin"
    shared.sign_in(ANA)
    assert (shared.sync(), shared.waiting()) == ("online", 0)
    assert len(Tablet(shared.cast, "supervisor").pull()) == 51

"""A tablet of before encryption becomes one whose database is encrypted, whenever it is closed meanwhile: nothing is
lost and nothing doubled. NEEDLEPOINT_SOAK=1 closes it at each transaction, else at some.
"""

import os
from typing import Any

import pytest

from tests.cast import PASSWORD, PEOPLE
from tests.conftest import LONG_ON_SQLITE, Cast
from tests.machine.tablets import Refused, Tablets
from tests.tablet import Tablet

pytestmark = pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)

OLD = 1
EMAIL = PEOPLE["practitioner"].email
UNSENT = 12
MOST = 400
STEP = 1 if os.environ.get("NEEDLEPOINT_SOAK") else 19
PATIENT = {"identity": {"given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}


def held(tablets: Tablets) -> dict[str, Any]:
    found = tablets.call(0, 0, "everything")
    return {place: found[place] for place in ("waiting", "received", "refused")}


def old_tablet(tablets: Tablets) -> None:
    """One of the first release with sent and unsent ops, some of them frozen, one refused, and a draft."""
    tablets.host("begin", seed=3, locks=[True])
    tablets.host("open", device=0, tab=0, version=OLD)
    tablets.call(0, 0, "session.signIn", EMAIL, PASSWORD)
    patient = tablets.call(0, 0, "edits.createPatient", PATIENT)
    note = tablets.call(0, 0, "edits.createNote", patient, {})
    tablets.call(0, 0, "edits.sign", note)
    tablets.call(0, 0, "engine.syncNow")
    tablets.host("set", device=0, fault="response lost", meets="/sync/push")
    tablets.call(0, 0, "edits.setFields", "note", note, "text:plan", {"text": "Again in six weeks."})
    tablets.call(0, 0, "engine.syncNow")
    for number in range(UNSENT):
        name = PATIENT["identity"] | {"mrn": f"M-{number}"}
        tablets.call(0, 0, "edits.createPatient", {"identity": name})
    tablets.call(0, 0, "drafts.saveDraft", f"amend:{note}", {"reason": "Wrong lot"})


def sign_in(tablets: Tablets, left: int | None = None) -> bool:
    """Whether it came to its end before the tab was closed."""
    try:
        tablets.call(0, 0, "session.signIn", EMAIL, PASSWORD, left=left)
    except Refused:
        return False
    return True


def test_it_is_moved_whole_whenever_it_is_closed(tablets: Tablets, cast: Cast) -> None:
    old_tablet(tablets)
    before = held(tablets)
    assert len(before["waiting"]) == UNSENT + 1
    tablets.host("keep")
    for left in range(5, MOST, STEP):
        tablets.host("again", seed=left)
        is_over = sign_in(tablets, left)
        tablets.host("open", device=0, tab=0)
        assert sign_in(tablets)
        after = held(tablets)
        assert after["waiting"] == before["waiting"], left
        assert after == before, left
        names = tablets.host("files", device=0)
        assert [name.rpartition(":")[2] for name in names] == ["device", "sealed"], left
        if is_over:
            break
    assert left > 40
    tablets.call(0, 0, "engine.syncNow")
    assert held(tablets)["waiting"] == []
    found = [record for record in Tablet(cast, "colleague").pull() if record["type"] == "patient"]
    assert sorted(each["fields"]["identity"].get("mrn", "") for each in found) == sorted(
        ["", *(f"M-{number}" for number in range(UNSENT))]
    )


def ids(tablets: Tablets) -> list[str]:
    return [op["id"] for op in tablets.call(0, 1, "everything")["waiting"]]


def test_what_a_tab_of_before_writes_afterwards_comes_over(tablets: Tablets) -> None:
    """It is still open, and makes the database it knows anew."""
    old_tablet(tablets)
    tablets.host("open", device=0, tab=1)
    tablets.call(0, 1, "session.signIn", EMAIL, PASSWORD)
    before = ids(tablets)
    late = tablets.call(0, 0, "edits.createPatient", {"identity": PATIENT["identity"] | {"mrn": "late"}})
    key = tablets.call(0, 1, "session.lastName")
    tablets.call(0, 1, "session.lock")
    tablets.call(0, 1, "session.switchTo", {"key": key})
    assert ids(tablets) == [*before, late]
    tablets.call(0, 1, "session.lock")
    tablets.call(0, 1, "session.switchTo", {"key": key})
    assert ids(tablets) == [*before, late]


def test_photos_that_wait_in_the_old_one_come_over(tablets: Tablets) -> None:
    """A full tablet, where somebody had to go on working in it; and a window that is still there."""
    old_tablet(tablets)
    tablets.host("open", device=0, tab=0)
    key = tablets.call(0, 0, "session.lastName")
    tablets.call(0, 0, "photos.inOld", key, "n-1", "a" * 64)
    assert sign_in(tablets)
    assert tablets.call(0, 0, "photos.files") == [["a" * 64, "full"]]
    tablets.call(0, 0, "photos.inOld", key, "n-1", "b" * 64)
    tablets.call(0, 0, "session.lock")
    tablets.call(0, 0, "session.switchTo", {"key": key})
    assert tablets.call(0, 0, "photos.files") == [["a" * 64, "full"], ["b" * 64, "full"]]
    assert [row["sha256"][0] for row in tablets.call(0, 0, "photos.rows")] == ["a", "b"]

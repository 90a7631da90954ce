"""Two tabs of one tablet whose browser has no locks: an answer arrives in one after the other has read on."""

from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.services.audit import SERVER
from server.services.history import renew_epoch
from tests.cast import PASSWORD, PEOPLE
from tests.machine.tablets import Tablets
from tests.tablet import Tablet

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # the server does nothing of its own here


@pytest.fixture
def tablets(tablets: Tablets) -> Tablets:
    tablets.host("begin", seed=1, locks=[False])
    sign_in(tablets)
    return tablets


def sign_in(tablets: Tablets) -> None:
    tablets.call(0, 0, "session.signIn", PEOPLE["practitioner"].email, PASSWORD)
    tablets.call(0, 0, "engine.syncNow")


def ask(tablets: Tablets, name: str, meets: str) -> None:
    """In the first tab; the answer is on its way from then on."""
    tablets.host("set", device=0, fault="response delayed", meets=meets)
    tablets.host("start", device=0, tab=0, name=name)


def shown(tablets: Tablets) -> dict[str, str]:
    notes = tablets.call(0, 0, "everything")["notes"]
    return {note["id"]: note["fields"].get("text:plan", {}).get("text") for note in notes}


def test_what_was_read_after_the_server_made_its_list_stays(tablets: Tablets, ben: Tablet) -> None:
    ask(tablets, "engine.checkEverything", "/sync/manifest")
    new = ben.new_note(fields={"text:plan": {"text": "New."}})["id"]
    tablets.call(0, 1, "engine.syncNow")
    tablets.host("arrive", device=0)
    assert shown(tablets) == {new: "New."}


def test_a_refusal_of_a_lost_history_brings_nothing_of_it(
    app: Flask, backend: Any, tablets: Tablets, ana: Tablet, ben: Tablet
) -> None:
    """The op waits, and is judged by the server that there is now."""
    note = ana.new_note(fields={"text:plan": {"text": "Rest."}})
    tablets.call(0, 0, "engine.syncNow")
    kept = backend.keep()
    assert ben.patch(note, "text:plan", {"text": "Lost."})["status"] == "applied"
    tablets.call(0, 0, "edits.sign", note["id"])
    ask(tablets, "engine.syncNow", "/sync/push")
    backend.put_back(kept)
    with app.app_context():
        begin_write()
        renew_epoch(SERVER, "server.restore", utc_now())
        db.session.commit()
    for _ in range(2):
        tablets.call(0, 1, "engine.syncNow")
    tablets.host("arrive", device=0)
    assert shown(tablets) == {note["id"]: "Rest."}

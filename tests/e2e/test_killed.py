"""Browsers killed while somebody types, and at other moments: at most the last second of one field is lost, and nothing
that was called saved. NEEDLEPOINT_SOAK=1 kills 200; KILLS and KILL_SEED choose others.

The clock of the pages stands still unless the test moves it, and a kill comes when what was begun is written.
"""

import os
from random import Random

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import open_again, open_app, sign_in, store
from tests.e2e.test_components import new_note
from tests.e2e.test_people import kill_browser
from tests.e2e.test_typing import BEHIND, SAVED, TEXT, WORDS, remarks, type_on

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

KILLS = int(os.environ.get("KILLS", "200" if os.environ.get("NEEDLEPOINT_SOAK") else "2"))
SEED = int(os.environ.get("KILL_SEED", "9"))
EMPTY = 'await edits.setFields("note", given, "text:remarks", {text: null});'
PAUSE = 200
MOMENTS = ("typing", "paused", "left", "typing", "at once", "typing")


def type_until(tablet: Page, note: str, random: Random, moment: str) -> tuple[str, int, bool]:
    """What was typed, the milliseconds from key to key, and whether it was called saved before the kill."""
    store(tablet, EMPTY, note)
    remarks(tablet, note)
    ms = random.choice((30, 50, 80, 120))
    text = f"{random.random()} {WORDS * 3}"[: random.randint(1, 224)].rstrip()
    type_on(tablet, text, ms)
    if moment == "paused":
        tablet.clock.run_for(PAUSE)
    if moment == "left":
        tablet.keyboard.press("Tab")
    if moment != "at once":
        store(tablet, BEHIND, note)
    return text, ms, store(tablet, SAVED)


@pytest.mark.grows
def test_a_killed_browser_loses_the_last_second_of_one_field(profile, server):
    random, lost, letters = Random(SEED), 0, 0
    oldest = dict.fromkeys(MOMENTS, 0)
    context = profile()
    tablet = open_app(context, server)
    sign_in(tablet)
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    for number in range(KILLS):
        moment = MOMENTS[number % len(MOMENTS)]
        text, ms, was_saved = type_until(tablet, note, random, moment)
        kill_browser(context)
        context = profile()
        tablet = open_again(context, f"{server.url}/#/waiting")
        kept = store(tablet, TEXT, note)
        told = f"kill {number + 1}, {moment}, seed {SEED}: {len(kept)} of {len(text)} characters, saved: {was_saved}"
        assert text.startswith(kept), told
        assert not was_saved or kept == text, f"falsely saved: {told}"
        if moment in ("paused", "left"):
            assert kept == text, told
        if moment == "typing":
            assert (len(text) - len(kept)) * ms <= 1000, told
        lost, letters = lost + len(text) - len(kept), letters + len(text)
        oldest[moment] = max(oldest[moment], (len(text) - len(kept)) * ms)
    print(f"{KILLS} kills: {lost} of {letters} characters lost, the oldest so many ms old: {oldest}; 0 falsely saved")

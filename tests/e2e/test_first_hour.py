"""An administrator of a new clinic finds the first steps on home, and a practice patient who can be thrown away."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import ADMIN, open_app, reload, sign_in, store
from tests.e2e.journey import sync_now, wait_saved
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.soak]


def test_the_first_steps_tell_their_state_and_the_practice_patient_goes(
    context: BrowserContext, server: ServerProcess
) -> None:
    page = open_app(context, server)
    sign_in(page, ADMIN)
    reload(page)
    steps = page.get_by_role("listitem").filter(has=page.locator(".first-mark"))
    expect(page.get_by_role("heading", name="Your first hour")).to_be_visible(timeout=20_000)
    expect(steps.filter(has_text="Add the people")).to_contain_text("Done")
    expect(steps.filter(has_text="Approve the limits")).to_contain_text("To do")
    sync_now(page)
    steps.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="Visit", exact=True).wait_for()
    wait_saved(page)
    page.evaluate("() => { location.hash = '/'; }")
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("dialog").get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    sync_now(page)
    left = store(page, "return (await records.all('patient')).filter(({state}) => state === 'active');")
    assert [one for one in left if one["fields"]["identity"].get("family") == "Practice patient"] == []
    page.get_by_role("button", name="Put this list away").click()
    expect(page.get_by_role("heading", name="Your first hour")).to_have_count(0)

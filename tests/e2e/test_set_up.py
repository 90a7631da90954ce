"""A new clinic is set up by whoever holds the code, who goes on to work without opening the app anew."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import APP_WITH_TEST_BUILD, PASSWORD, SECRET, open_app
from tests.server_process import ServerProcess


@pytest.mark.e2e
@pytest.mark.no_worker
def test_from_the_set_up_code_to_the_first_steps(context: BrowserContext, tmp_path: Path) -> None:
    process = ServerProcess(tmp_path)
    process.app = APP_WITH_TEST_BUILD
    process.flask("db", "upgrade")
    code = next(word for word in process.flask("setup-token").split() if len(word) > 30 and "/" not in word)
    process.start()
    try:
        page = open_app(context, process)
        expect(page.get_by_role("heading", name="Set up your clinic")).to_be_visible()
        for label, value in (("Set-up code", code), ("Name of the clinic", "Skin"), ("Your name", "A. Ruiz")):
            page.get_by_label(label).fill(value)
        page.get_by_label("Email").fill("ruiz@clinic.example")
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("button", name="Open the clinic").click()
        for field in ("#secret", "#again"):
            page.locator(field).fill(SECRET)
        page.get_by_role("button", name="Start working").click()
        expect(page.get_by_role("heading", name="Your first hour")).to_be_visible()
    finally:
        process.stop()

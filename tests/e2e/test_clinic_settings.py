"""The settings of the clinic on their screen: changed by an administrator, and in force on the tablet."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ADMIN, SUPERVISOR, open_app, sign_in, store

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker, pytest.mark.soak]


LOCUM = ("locum@clinic.example", "Dr. E. Locum")


def enter_stand_in(page: Page) -> None:
    """A stand-in needs two reviewers, and its last day not before its first."""
    page.locator("select[name=deputy-of]").select_option(label=SUPERVISOR.name)
    page.locator("select[name=deputy-by]").select_option(label=LOCUM[1])
    add = page.get_by_role("button", name="Add the stand-in")
    for last, is_good in (("2026-12-01", False), ("2026-12-20", True)):
        page.get_by_label("From", exact=True).fill("2026-12-14")
        page.get_by_label("Until, included").fill(last)
        expect(add).to_be_enabled(enabled=is_good)
    add.click()
    expect(page.get_by_text("Nobody stands in for anybody.")).to_be_hidden()


def test_the_lock_time_is_changed_in_force_and_in_the_audit_trail(context: Any, server: Any) -> None:
    server.flask("users", "add", LOCUM[0], "--name", LOCUM[1], "--role", "supervisor")
    page = open_app(context, server)
    page.clock.install()
    sign_in(page, ADMIN)
    store(page, "await engine.syncNow();")
    page.goto(f"{server.url}/#/settings")
    page.get_by_role("link", name="Clinic settings").click()
    page.get_by_label("Telephone of the clinic").fill("call us")
    page.locator("select[name=country]").select_option("ES")
    page.get_by_role("button", name="Use 112").click()
    page.get_by_role("button", name="2 min", exact=True).click()
    page.get_by_role("button", name="no links", exact=True).click()
    page.locator("select[name=trained]").select_option("skinpen")
    page.locator("[aria-labelledby=trained-skinpen] button").first.click()
    enter_stand_in(page)
    page.get_by_role("button", name="Save changes (7)").click()
    expect(page.get_by_text("Digits, spaces and + ( ) . / - only")).to_be_visible()
    page.get_by_label("Telephone of the clinic").fill("+34 910 000 000")
    page.get_by_role("button", name="Save changes (7)").click()
    expect(page.get_by_role("button", name="Save changes (7)")).to_be_hidden()
    expect(page.get_by_text(re.compile(f"^{LOCUM[1]} for {SUPERVISOR.name}, "))).to_be_visible()
    page.goto(f"{server.url}/#/audit")
    expect(page.get_by_text("Tablets lock after: 5 min → 2 min")).to_be_visible()
    expect(page.get_by_text("Links for patients last at most: 90 days → no links")).to_be_visible()
    expect(page.get_by_text("Trained on a device: not set → SkinPen Precision (1)")).to_be_visible()
    page.clock.fast_forward(100_000)
    expect(page.get_by_role("heading", name="Who saw and did what")).to_be_visible()
    page.clock.fast_forward(25_000)
    expect(page.get_by_role("heading", name="Device secret")).to_be_visible()

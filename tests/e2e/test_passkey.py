"""A passkey in a real browser, with an authenticator of its own: added, used to sign in and prove, removed."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD, PRACTITIONER, choose_secret, give_secret, start_clinic, wait_started
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def at_a_name(tmp_path: Any) -> Iterator[str]:
    """The address of a server with a name: browsers make no passkey for a number."""
    process = ServerProcess(tmp_path)
    try:
        start_clinic(process)
        process.stop()
        url = process.url.replace("127.0.0.1", "localhost")
        process.environment["PUBLIC_URL"] = url
        process.start()
        yield url
    finally:
        process.kill()


def authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def enter_password(page: Page) -> None:
    page.get_by_label("Email").fill(PRACTITIONER.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def prove_by_passkey(page: Page) -> None:
    """To add a second one, which this authenticator does not make."""
    refusal = {"status": 403, "code": "fresh_sign_in", "title": "", "detail": "Enter your password again."}
    refused = {"status": 403, "content_type": "application/problem+json", "json": refusal}
    page.route("**/me/passkeys/new", lambda route: route.fulfill(**refused), times=1)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Name of the passkey").fill("The same")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()
    page.keyboard.press("Escape")


def test_a6_a_passkey_is_added_signs_in_and_is_removed(context: Any, at_a_name: str) -> None:
    page = context.new_page()
    authenticator(page)
    page.goto(at_a_name)
    wait_started(page)
    enter_password(page)
    choose_secret(page)
    page.goto(f"{at_a_name}/#/account")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Blue key")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("button", name="I have written them down").click()
    expect(page.get_by_text("not used yet")).to_be_visible()
    page.evaluate("async () => (await import('/static/dist/app.js')).session.signOut({force: true})")
    page.goto(f"{at_a_name}/#/sign-in")
    page.get_by_role("button", name=PRACTITIONER.name).click()
    enter_password(page)
    expect(page.get_by_text("Use your passkey, or enter a recovery code.")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.locator("#secret").wait_for()
    give_secret(page)
    page.goto(f"{at_a_name}/#/account")
    prove_by_passkey(page)
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()

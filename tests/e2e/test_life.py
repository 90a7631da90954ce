"""The life of the app: installed or not, updated while somebody writes, back from sleep, ready for a day."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api_client import ApiClient
from tests.e2e.conftest import (
    ADMIN,
    PASSWORD,
    TABLET,
    give_secret,
    open_app,
    reload,
    sign_in,
    store,
    wait_started,
    wait_until,
)
from tests.e2e.test_components import edit, new_note
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/604.1"
)
KEPT = """async () => {
  const { device } = await import("/static/dist/app.js");
  return (await device.settings()).clocks === "on";
}"""
MOVES = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().map(({ value }) => value)))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done([])));
})"""
RENEW_FORMS = """async () => {
  const { forms } = await import("/static/dist/app.js");
  await forms.renewForms();
  return [forms.currentForms().settings.lock_minutes, forms.formsReceivedAt()];
}"""
SYNC = "await engine.syncNow();"


@pytest.fixture
def ipad(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """Safari's own tab on an iPad, as far as a page can tell."""
    made = browser.new_context(**TABLET, user_agent=IPAD)
    yield open_app(made, server, "/sign-in")
    made.close()


def test_a_tab_whose_storage_is_erased_says_so_before_a_note_is_written(ipad: Page, tablet: Page) -> None:
    erased = "After seven days without use, this tablet erases everything stored there"
    expect(ipad.get_by_text(erased)).to_be_visible()
    expect(ipad.get_by_text("Add to Home Screen")).to_be_visible()
    sign_in(ipad)
    ipad.evaluate("location.hash = '/'")
    expect(ipad.locator(".notice", has_text=erased)).to_be_visible()
    ipad.get_by_role("button", name="New note").click()
    gate = ipad.get_by_role("dialog", name="Not on the home screen")
    gate.get_by_role("button", name="Not now").click()
    expect(ipad.get_by_role("dialog")).to_have_count(0)
    ipad.get_by_role("button", name="New note").click()
    gate.get_by_role("button", name="Write here anyway").click()
    expect(ipad.get_by_role("dialog", name="Who is it for?")).to_be_visible()
    tablet.evaluate("location.hash = '/'")
    tablet.get_by_role("button", name="New note").click()
    expect(tablet.get_by_role("dialog", name="Who is it for?")).to_be_visible()


def test_an_update_is_offered_when_nothing_is_being_entered(tablet: Page) -> None:
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    edit(tablet, note, "words")
    expect(tablet.get_by_role("textbox", name="Remarks")).to_be_visible()
    store(tablet, "status.report({updateReady: true});")
    offer = tablet.get_by_role("button", name="Update now")
    expect(offer).to_have_count(0)
    tablet.evaluate("location.hash = '#/patients'")
    expect(offer).to_be_visible()
    tablet.get_by_role("searchbox").focus()
    expect(offer).to_have_count(0)
    tablet.get_by_role("searchbox").blur()
    expect(offer).to_be_visible()


def test_the_icon_counts_what_waits_and_what_needs_somebody(tablet: Page) -> None:
    store(tablet, SYNC)
    tablet.evaluate("() => { navigator.setAppBadge = async (n) => { globalThis.badge = n; }; }")
    store(tablet, "await edits.createPatient({identity: {family: 'Ruiz'}});")
    wait_until(tablet, "() => globalThis.badge === 1")


def test_a_page_back_from_the_cache_looks_who_is_signed_in(tablet: Page) -> None:
    """A page that was frozen has missed what another tab did meanwhile."""
    other = """async () => {
      const opened = await new Promise((done) => {
        const asked = indexedDB.open("needlepoint:device");
        asked.onsuccess = () => done(asked.result);
      });
      const stored = opened.transaction("meta", "readwrite").objectStore("meta").delete("session");
      await new Promise((done) => { stored.onsuccess = done; });
      opened.close();
    }"""
    tablet.evaluate(other)
    with tablet.expect_navigation():
        tablet.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")


def fact(page: Page, name: str):
    return page.locator(".facts > div").filter(has=page.locator("dt", has_text=re.compile(f"^{name}$")))


@pytest.mark.soak
def test_the_page_before_a_day_without_network_says_what_is_missing(tablet: Page, server: ServerProcess) -> None:
    new_note(tablet, {"visit": {"performed": "treated"}})
    store(tablet, SYNC)
    tablet.evaluate("location.hash = '#/ready'")
    for name, tone, words in (
        ("The app", "good", "Opens without a network."),
        ("Today's patients", "good", "All here: "),
        ("Records", "good", "as the server had them"),
        ("Forms and limits", "good", "received"),
        ("Clock", "good", "same as the server's"),
        ("Login", "good", "After 60 minutes without contact with the server"),
        ("To decide", "good", "No refused entries"),
    ):
        expect(fact(tablet, name)).to_have_attribute("data-tone", tone)
        expect(fact(tablet, name)).to_contain_text(words)
    note = new_note(tablet, {})
    store(tablet, f"await edits.sign(given); {SYNC}", note)
    expect(fact(tablet, "To decide")).to_have_attribute("data-tone", "reason")
    expect(tablet.get_by_role("status").filter(has_text="Not ready yet")).to_be_visible()
    server.stop()
    try:
        tablet.get_by_role("button", name="Check now").click()
        expect(tablet.get_by_role("alert")).to_contain_text("The server cannot be reached now")
    finally:
        server.start()


@pytest.mark.soak
def test_home_with_a_running_clock_opens_without_moving(tablet: Page) -> None:
    new_note(tablet, {"visit": {"performed": "treated"}})
    edit(tablet, new_note(tablet, {"numbing": {"used": True, "planned_min": 45}}), "numbing")
    tablet.get_by_role("button", name="Cream on", exact=True).tap()
    tablet.wait_for_selector("a.clock-link")
    wait_until(tablet, KEPT)
    tablet.evaluate("location.hash = '#/'")
    tablet.reload()
    wait_started(tablet)
    tablet.wait_for_selector("a.clock-link")
    assert sum(tablet.evaluate(MOVES)) < 0.01
    give_secret(tablet)
    tablet.wait_for_selector(".home .group ~ .group")
    tablet.wait_for_selector("a.clock-link")
    moves = [share for share in tablet.evaluate(MOVES) if share > 0.001]  # a second that ticks moves a figure by less
    assert len(moves) <= 1, moves  # home takes the place of the lock, at once and as a whole


@pytest.mark.no_worker
def test_forms_come_again_only_when_they_are_others(tablet: Page, server: ServerProcess) -> None:
    answers: list[int] = []
    tablet.on("response", lambda answer: answer.url.endswith("/forms") and answers.append(answer.status))
    reload(tablet)
    minutes, confirmed_at = tablet.evaluate(RENEW_FORMS)
    assert set(answers) == {304}
    admin = ApiClient(server.port)
    admin.login(ADMIN.email, PASSWORD)
    assert admin.request("PATCH", "/clinic", {"lock_minutes": minutes + 1})[0] == 200
    admin.close()
    longer, received_at = tablet.evaluate(RENEW_FORMS)
    assert (answers[-1], longer, received_at > confirmed_at) == (200, minutes + 1, True)
    reload(tablet)
    assert tablet.evaluate(RENEW_FORMS)[0] == longer
    assert answers[-1] == 304

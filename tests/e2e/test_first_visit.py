"""The first visit of a tablet: what it says while it reads, and what it asks for."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PASSWORD, PRACTITIONER, choose_secret, open_app, sign_in, store, wait_ready, wait_until
from tests.e2e.journey import sign_in_by_hand

pytestmark = pytest.mark.e2e
WRITTEN = """
  const patient = await edits.createPatient({identity: {given: "Ana", family: "Ruiz", birth_date: "1997-03-14"}});
  await edits.createNote(patient, {visit: {performed: "treated", session_no: 1}});
  await engine.syncNow();
"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
FOCUSED = "() => document.activeElement.textContent"


@pytest.fixture
def clinic(browser, server):
    """Somebody's note is on the server."""
    context = browser.new_context()
    page = open_app(context, server)
    sign_in(page)
    store(page, WRITTEN)
    context.close()


def log_in(context, server) -> str:
    """A browser that holds a login and nothing else; the id of its device."""
    device = str(uuid4())
    answer = context.request.post(
        f"{server.url}/api/v1/login",
        data={"email": PRACTITIONER.email, "password": PASSWORD, "device": {"id": device, "name": "Desk"}},
        headers={"X-Requested-With": "needlepoint"},
    )
    assert answer.ok
    return device


def test_w1_a_login_that_the_browser_kept_opens_nothing_without_the_password(context, server, clinic):
    """It says which device this is, no more. Whoever comes is not that person yet."""
    device = log_in(context, server)
    page = open_app(context, server, "/patients")
    expect(page.get_by_label("Password")).to_be_visible()
    assert store(page, "return [session.session(), device.device().id];") == [None, device]


@pytest.mark.soak
def test_it_says_what_one_waits_for_and_shows_the_lists_whole(context, server, clinic):
    asked, held = [], []
    context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page = context.new_page()

    def hold(route):
        held.append(route)

    page.route("**/api/v1/sync/pull**", hold, times=1)
    page.goto(server.url)
    wait_ready(page)
    with page.expect_request("**/api/v1/sync/pull**"):
        sign_in_by_hand(page, PRACTITIONER)
    page.wait_for_selector(".first-read")
    wait_until(page, "() => document.activeElement.matches('h1')")
    store(page, "return records.all('note');")  # what the lists would have been drawn from has been read
    page.evaluate(DRAWN)
    assert page.locator("main .list, main .bar").count() == 0
    held[0].continue_()
    page.wait_for_selector("main .list")
    expect(page.locator(".first-read")).to_have_count(0)
    assert page.evaluate(FOCUSED) == "Home"
    assert [asked.count(f"/api/v1/{path}") for path in ("setup", "forms", "me")] == [1, 1, 1]


def test_the_only_scripts_are_the_app_and_its_worker(context, server):
    """From the first sign-in to a home that works without network, the worker's own fetches included."""
    asked = []
    context.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page = open_app(context, server)
    page.get_by_role("button", name="Sign in").wait_for()
    page.get_by_label("Email", exact=True).fill(PRACTITIONER.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    choose_secret(page)
    page.wait_for_selector("main .bar")
    scripts = {path for path in asked if path.endswith(("js", ".json"))}
    assert {"/static/dist/app.js", "/sw.js"} <= scripts
    assert all(path == "/sw.js" or path.startswith("/static/dist/") for path in scripts)


@pytest.mark.soak
def test_without_an_answer_the_lists_are_shown_as_they_are(context, server, clinic):
    page = context.new_page()
    page.route("**/api/v1/sync/pull**", lambda route: route.abort())
    page.goto(server.url)
    wait_ready(page)
    sign_in_by_hand(page, PRACTITIONER)
    page.wait_for_selector("main .bar")
    expect(page.locator(".first-read")).to_have_count(0)
    wait_until(page, "async () => (await navigator.serviceWorker.getRegistrations()).length === 1")


def test_a_page_whose_script_does_not_come_says_what_to_do(context, server):
    context.route("**/static/dist/app.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(server.url)
    words = page.get_by_text("check the network and open this page again")
    expect(words).to_be_hidden()
    page.evaluate("() => document.getAnimations().forEach((one) => one.finish())")
    expect(words).to_be_visible()
    expect(page.get_by_role("link", name="Open again")).to_be_visible()

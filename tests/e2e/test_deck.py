"""The deck of a Friday: sixty notes are reviewed with the server gone, and each decision arrives once.

``python -m tests.load.deck`` prints how soon the next card is there on a slow tablet."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, open_app, sign_in, store, wait_until
from tests.e2e.journey import signed_in_api, sync_now
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE, signable

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

PATIENTS, VISITS = 20, 3
EVERY = 10  # so many are approved, then one is returned
HERE = ".review-card ~ .row-links a"
WATCH = """() => {
  Object.assign(window, { changes: [], taps: 0, isOneDocument: true });
  let [touched, shown] = [null, ""];
  addEventListener("pointerdown", () => { touched = performance.now(); window.taps += 1; }, true);
  const look = () => {
    const now = document.querySelector(".review-card ~ .row-links a")?.getAttribute("href") ?? "";
    if (!now || now === shown) return;
    shown = now;
    const [began, at] = [touched, window.taps];
    touched = null;
    if (began !== null) requestAnimationFrame(() => setTimeout(() => {
      window.changes.push({ took: performance.now() - began, at });
    }));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}"""


def seed(server: ServerProcess) -> None:
    """Three visits of each of twenty patients, all signed."""
    client = signed_in_api(server, PRACTITIONER)
    begun = date(2026, 6, 1)
    with closing(client):
        for number in range(PATIENTS):
            patient = client.new_patient(number)
            patient["fields"] |= ANSWERED_ONCE
            notes = [
                client.op(
                    "create", "note", str(uuid4()), patient_id=patient["id"], fields=visit(client.user_id, day, n)
                )
                for n, day in enumerate(begun + timedelta(days=number, weeks=6 * each) for each in range(VISITS))
            ]
            _, made = client.push([patient, *notes])
            hashes = [result["record"]["content_hash"] for result in made["results"][1:]]
            signs = [
                client.op("sign", "note", note["id"], content_hash=seen, acknowledged=[])
                for note, seen in zip(notes, hashes, strict=True)
            ]
            _, signed = client.push(signs)
            assert [one["status"] for one in signed["results"]] == ["applied"] * VISITS, signed


def visit(operator: str, day: date, number: int) -> dict[str, Any]:
    fields = signable(operator, session_date=day.isoformat(), session_no=number + 1)
    fields["text:remarks"] = {"text": f"Visit {number + 1}: calm skin, tolerated well."}
    return fields | {"zone:chin": {"depth_mm": [0.5], "passes": 2 + number, "endpoint": "light_erythema"}}


def open_deck(context: BrowserContext, server: ServerProcess) -> Page:
    page = open_app(context, server)
    page.set_default_timeout(60_000)
    sign_in(page, SUPERVISOR)
    sync_now(page)
    server.stop()
    page.evaluate(WATCH)
    page.evaluate("location.hash = '#/review'")
    page.get_by_text(f"1 of {PATIENTS * VISITS}").wait_for()
    return page


def review_all(page: Page) -> tuple[int, int]:
    """Approves with one tap each, and returns one now and then. How many of either."""
    approved = returned = 0
    for left in range(PATIENTS * VISITS, 0, -1):
        here = page.locator(HERE).first.get_attribute("href")
        if left % EVERY == 0:
            page.get_by_role("button", name="Return", exact=True).tap()
            sheet = page.get_by_role("dialog")
            sheet.get_by_label("What should be corrected?").fill("Which cheek was it?")
            sheet.get_by_role("button", name="Return to the author").tap()
            returned += 1
        else:
            page.get_by_role("button", name="Approve").tap()
            approved += 1
        wait_until(
            page, "(was) => document.querySelector('.review-card ~ .row-links a')?.getAttribute('href') !== was", here
        )
    page.get_by_text("All reviewed").wait_for()
    return approved, returned


@pytest.fixture(scope="module")
def seeded(server: ServerProcess) -> ServerProcess:
    seed(server)
    return server


@pytest.fixture
def deck(context: BrowserContext, seeded: ServerProcess) -> Iterator[Page]:
    server = seeded
    yield open_deck(context, server)
    if server.pid is None:
        server.start()


def test_the_deck_is_gone_through_by_keys(deck: Page) -> None:
    place = deck.locator(".review-top")
    deck.locator(".review-name").focus()
    for key, shown in (("j", 2), ("j", 3), ("k", 2), ("ArrowLeft", 1), ("ArrowRight", 2)):
        deck.locator(".review-name:focus").wait_for()
        deck.keyboard.press(key)
        expect(place).to_contain_text(f"{shown} of {PATIENTS * VISITS}")
    deck.locator(".review-name:focus").wait_for()
    here = deck.locator(HERE).first.get_attribute("href")
    deck.keyboard.press("a")
    expect(place).to_contain_text(f"2 of {PATIENTS * VISITS - 1}")
    deck.locator(".review-name:focus").wait_for()
    deck.keyboard.press("u")
    expect(place).to_contain_text(f"2 of {PATIENTS * VISITS}")
    expect(deck.locator(HERE).first).to_have_attribute("href", str(here))


def test_sixty_notes_are_reviewed_without_the_server_and_each_decision_arrives_once(
    deck: Page, server: ServerProcess
) -> None:
    approved, returned = review_all(deck)
    assert deck.evaluate("window.isOneDocument"), "a page was loaded"
    assert deck.evaluate("window.taps") == approved + 2 * returned, "one tap for a clean note"
    deck.evaluate("location.hash = '#/'")
    server.start()
    sync_now(deck)
    expect(deck.get_by_role("link", name="0 waiting")).to_be_visible(timeout=60_000)
    assert store(deck, "return (await outbox.list()).length;") == 0
    states, decisions = on_the_server(server)
    assert states == {"approved": approved, "returned": returned}
    assert set(decisions) == {1}, "no note has two decisions"


def on_the_server(server: ServerProcess) -> tuple[dict[str, int], list[int]]:
    """How many notes are in which state, and how many reviews each has."""
    client = signed_in_api(server, PRACTITIONER)
    states: Counter[str] = Counter()
    decisions = []
    with closing(client):
        cursor = ""
        while True:
            _, page = client.request("GET", f"/notes?limit=100{cursor}")
            for head in page["items"]:
                states[head["state"]] += 1
                _, told = client.request("GET", f"/notes/{head['id']}/revisions")
                decisions.append(sum(each["kind"] in ("approve", "return") for each in told["items"]))
            if not page.get("next"):
                return dict(states), decisions
            cursor = f"&cursor={page['next']}"

"""The steps of a journey as a person takes them: words on the screen, taps and figures."""

import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.api_client import ApiClient
from tests.e2e.conftest import PASSWORD, Person, choose_secret
from tests.server_process import ServerProcess


def sign_in_by_hand(page: Page, person: Person) -> None:
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    choose_secret(page)
    page.get_by_role("heading", name="Home").wait_for(state="attached")


class Form:
    """Fields found by the words beside them, inside ``scope``."""

    def __init__(self, page: Page, scope: str = "main") -> None:
        self.page = page
        self.scope = page.locator(scope)

    def group(self, label: str) -> Locator:
        return self.scope.get_by_role("group", name=re.compile(rf"^{re.escape(label)}( needed to sign)?$")).first

    def choose(self, label: str, *options: str) -> None:
        for option in options:
            key = self.group(label).get_by_role("button", name=option, exact=True)
            key.click()
            expect_pressed(key)

    def number(self, label: str, value: float) -> None:
        self.group(label).get_by_role("button", name=re.compile(r"change$")).click()
        sheet = self.page.get_by_role("dialog")
        sheet.get_by_role("textbox").fill(str(value))
        sheet.get_by_role("button", name="Done").click()
        sheet.wait_for(state="detached")

    def write(self, label: str, text: str) -> None:
        field = self.scope.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}( needed to sign)?$")).first
        field.fill(text)
        field.blur()


def expect_pressed(key: Locator) -> None:
    key.and_(key.page.locator("[aria-pressed=true], [aria-checked=true]")).wait_for()


class Note(Form):
    """The editor of one note."""

    def part(self, name: str) -> None:
        strip = self.page.get_by_role("navigation", name="Parts of the note")
        strip.get_by_role("button", name=re.compile(rf"^{name}\b")).click()

    def more(self) -> None:
        folded = self.scope.locator("details.more:not([open]) > summary")
        if folded.count():
            folded.first.click()

    def clock(self, word: str, name: str, local: str) -> None:
        """Press the key, then correct the time to the one on paper; of a visit of another day it is picked."""
        picked = self.scope.locator(f'input[type="time"]#time-{name}')
        if picked.count():
            picked.fill(local[11:16])
            picked.blur()
            return
        self.scope.get_by_role("button", name=word, exact=True).click()
        self.scope.locator(f"#time-{name}").click()
        entry = self.scope.locator(f"details:has(#time-{name})").get_by_label("Write the time")
        entry.fill(local)
        entry.blur()

    def paint(self, depth: str, *zones: str) -> None:
        key = self.scope.get_by_role("button", name=re.compile(rf"^{re.escape(depth)}( mm)?$")).first
        key.click()
        for zone in zones:
            path = self.scope.get_by_role("button", name=re.compile(rf"^{zone},"))
            path.focus()
            path.press("Enter")
            self.scope.get_by_role("button", name=re.compile(rf"^{zone}, {re.escape(depth)} mm")).wait_for()

    def row(self, label: str, number: int, **cells: float) -> None:
        """Add a row to a list and fill its figures; a cell is named by its label, spaces as underscores."""
        self.scope.get_by_role("button", name=f"Add: {label}").click()
        fields = self.in_row(label, number)
        for cell, value in cells.items():
            fields.number(cell.replace("_", " "), value)

    def pick_in_row(self, label: str, number: int, cell: str, option: str) -> None:
        self.in_row(label, number).scope.get_by_role("combobox", name=cell).select_option(option)

    def in_row(self, label: str, number: int) -> Form:
        fields = Form(self.page)
        fields.scope = self.scope.get_by_role("group", name=f"{label}, row {number}")
        return fields


def wait_saved(page: Page) -> None:
    """Everything entered is durable: the store itself says so."""
    page.evaluate("""async () => {
      document.activeElement?.blur();
      const { typing, status } = await import("/static/dist/app.js");
      typing.flushTyping();
      await new Promise((done) => {
        const stop = status.watchStatus((status) => {
          if (status.saved) setTimeout(() => done(stop?.()));
        });
      });
    }""")


def sync_now(page: Page) -> None:
    page.evaluate("async () => (await import('/static/dist/app.js')).engine.syncNow()")


def sent(page: Page, note_id: str, state: str) -> None:
    """The decision that leads to ``state`` has left the screen for the outbox, and from there reached the server."""
    page.evaluate(
        """async ([id, state]) => {
          const { records } = await import("/static/dist/app.js");
          await new Promise((done) => {
            const stop = records.watch("note", id, (note) => {
              if (note?.state === state) setTimeout(() => done(stop()));
            });
          });
        }""",
        [note_id, state],
    )
    sync_now(page)


def signed_in_api(server: ServerProcess, person: Person) -> ApiClient:
    client = ApiClient(server.port)
    client.login(person.email, PASSWORD)
    return client


def wait_for_notes(client: ApiClient, state: str) -> list[dict[str, Any]]:
    status, body = client.request("GET", f"/notes?state={state}")
    assert status == 200, body
    return body["items"]

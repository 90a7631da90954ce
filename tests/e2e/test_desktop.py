"""A wide screen: tables that any column sorts, buttons of the width of their words, and keys for the places."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ADMIN, open_app, shown_box, sign_in, store, wait_until
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e
PEOPLE = [("Zoe", "Abel", "1990-05-01", "555 0101"), ("Ana", "Ruiz", "1960-01-31", None)]
CREATE = """
  for (const [given_name, family, birth_date, phone] of given)
    await edits.createPatient({ identity: { mrn: `D-${given_name}`, given: given_name, family, birth_date, phone } });
"""


@pytest.fixture
def desktop(browser: Browser, server: ServerProcess) -> Page:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = open_app(context, server)
    sign_in(page)
    store(page, CREATE, PEOPLE)
    return page


@pytest.mark.soak
def test_patients_are_a_table_sorted_by_any_column_and_reached_by_keys(desktop: Page) -> None:
    desktop.evaluate("location.hash = '#/'")
    desktop.get_by_role("heading", name="Home").wait_for(state="attached")
    desktop.keyboard.press("p")
    table = desktop.get_by_role("table")
    names = table.get_by_role("rowheader")
    expect(names).to_have_text(["Zoe Abel", "Ana Ruiz"])
    expect(table.get_by_role("link", name="555 0101")).to_have_attribute("href", "tel:5550101")
    table.get_by_role("button", name="Date of birth").click()
    expect(names).to_have_text(["Ana Ruiz", "Zoe Abel"])
    for direction in ("ascending", "descending"):  # nobody without a number comes first
        table.get_by_role("button", name="Telephone").click()
        expect(table.locator(f"[aria-sort={direction}]")).to_contain_text("Telephone")
        expect(names.first).to_have_text("Zoe Abel")
    desktop.keyboard.press("/")
    expect(desktop.locator("#search")).to_be_focused()
    desktop.keyboard.type("ruizh?")
    expect(desktop.locator("#search")).to_have_value("ruizh?")
    expect(desktop.locator("dialog")).to_have_count(0)
    desktop.locator("#search").fill("ruiz")
    expect(names).to_have_text(["Ana Ruiz"])
    desktop.set_viewport_size({"width": 834, "height": 1194})
    expect(table).to_have_count(0)
    expect(desktop.get_by_role("link", name="Ana Ruiz")).to_be_visible()


@pytest.mark.soak
def test_keys_are_listed_and_primary_buttons_keep_the_width_of_their_words(desktop: Page) -> None:
    desktop.evaluate("location.hash = '#/patients'")
    primary = desktop.locator(".bar .button--primary").filter(has_text="New patient")
    assert shown_box(primary)["width"] < 400
    desktop.locator("h1").focus()
    desktop.keyboard.press("?")
    sheet = desktop.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_text("Search for a patient", exact=True)).to_be_visible()
    desktop.keyboard.press("h")
    expect(sheet).to_be_visible()
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("n")
    expect(desktop.get_by_role("dialog", name="Who is it for?")).to_be_visible()
    wait_until(desktop, "() => location.hash === '#/patients'")


@pytest.mark.soak
def test_one_search_finds_patients_screens_and_actions_by_key(desktop: Page) -> None:
    """From any screen, also while something is typed; the keys choose, and what is chosen opens."""
    desktop.evaluate("location.hash = '#/patients/new'")
    box = desktop.get_by_role("combobox", name="Search for anything")
    for typed, chosen, place in (
        ("ruiz", "Ana Ruiz", "#/patients/"),
        ("foll", "Follow-up", "#/follow-up"),
        ("lim", "Registry", "#/registry"),
    ):
        desktop.locator("#main h1").focus()
        desktop.keyboard.press("Control+k")
        expect(box).to_be_focused()
        desktop.keyboard.type(typed)
        option = desktop.get_by_role("option", selected=True)
        expect(option).to_contain_text(chosen)
        assert option.get_attribute("id") == box.get_attribute("aria-activedescendant")
        desktop.keyboard.press("Enter")
        expect(box).to_have_count(0)
        wait_until(desktop, "(place) => location.hash.startsWith(place)", place)
        expect(desktop.locator("#main h1")).to_contain_text(chosen)  # what is opened sooner closes with the old
    desktop.keyboard.press("Control+k")
    expect(box).to_be_focused()
    desktop.keyboard.type("x")
    desktop.keyboard.press("Escape")
    expect(box).to_have_count(0)
    desktop.keyboard.press("Control+k")
    expect(box).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(desktop.get_by_role("option", selected=True)).to_contain_text("New patient")
    desktop.keyboard.press("ArrowUp")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("dialog", name="Who is it for?")).to_be_visible()


BOXES = """
  for (const [product, lot, expiry] of given)
    await edits.createLot({ kind: "glide", product, lot, expiry, opened_on: "2026-01-05" });
"""


@pytest.mark.soak
def test_a_list_is_a_table_that_is_sorted_and_narrowed(desktop: Page) -> None:
    store(desktop, BOXES, [("Glide one", "G-1", "2031-03-01"), ("Gel two", "L-2", "2030-01-31")])
    desktop.evaluate("location.hash = '#/shelf'")
    names = desktop.get_by_role("table").get_by_role("rowheader")
    expect(names).to_have_text(["Gel two", "Glide one"])
    desktop.get_by_role("button", name="LOT", exact=True).click()
    expect(names).to_have_text(["Glide one", "Gel two"])
    desktop.get_by_label("Filter this list").fill("l-2")
    expect(names).to_have_text(["Gel two"])
    desktop.set_viewport_size({"width": 834, "height": 1194})
    expect(desktop.get_by_text("Glide one")).to_be_visible()
    expect(desktop.get_by_role("table")).to_have_count(0)


def test_people_devices_and_the_trail_are_tables(desktop: Page, browser: Browser, server: ServerProcess) -> None:
    page = open_app(browser.new_context(viewport={"width": 1366, "height": 900}), server)
    sign_in(page, ADMIN)
    page.evaluate("location.hash = '#/users'")
    people, devices = page.get_by_role("table").first, page.get_by_role("table").last
    expect(people.get_by_role("rowheader")).to_contain_text(["Dr. C. Okafor", "First Person", "N. Vidal"])
    people.get_by_role("button", name="Email").click()
    expect(people.get_by_role("rowheader")).to_contain_text(["First Person", "Dr. C. Okafor", "N. Vidal"])
    page.locator("#filter").fill("okafor")
    expect(people.get_by_role("rowheader")).to_have_count(1)
    expect(devices.get_by_role("rowheader").first).to_be_visible()
    page.evaluate("location.hash = '#/audit'")
    expect(page.get_by_role("heading", name="Who saw and did what")).to_be_visible()  # the people have such a field too
    page.get_by_label("Filter this list").fill("signed in vidal")
    table = page.get_by_role("table")
    expect(table.get_by_role("rowheader").first).to_have_text("N. Vidal signed in")
    page.set_viewport_size({"width": 834, "height": 1194})
    expect(table).to_have_count(0)
    page.context.close()

"""What a screen reader gets of a note, read from the accessibility tree that Chromium hands to it: each control has a
role and a name, the order is that of the work, and what changes by itself is said. And with text of twice the size the
first control of a part is on the first screen of a tablet held upright."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store
from tests.e2e.test_components import COMPLETE, FIRST_CONTROL, PATIENT, STEPS, edit, new_note

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

CONTROLS = {
    "button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "slider", "switch", "tab",
    "menuitem", "option",
}  # fmt: skip
GROUPS = {"radiogroup", "region", "navigation", "dialog", "img", "timer"}
ALLERGIC = PATIENT | {"allergy:0198c0de-0000-7000-8000-0000000000ab": {"name": "Lidocaine", "status": "active"}}
CREAM = {"used": True, "planned_min": 60}
STARTED = "return edits.createNote(await edits.createPatient(given[0]), given[1]);"


def read(page: Page) -> list[tuple[str, str, int]]:
    """Role, name and level of each node that is not ignored, in reading order."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    root = next(node for node in nodes.values() if "parentId" not in node)
    return list(spoken(root, nodes))


def spoken(node: dict[str, Any], nodes: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    if not node.get("ignored"):
        levels = [each["value"]["value"] for each in node.get("properties", []) if each["name"] == "level"]
        yield node["role"]["value"], node.get("name", {}).get("value", "").strip(), (levels or [0])[0]
    for child in node.get("childIds", []):
        if child in nodes:
            yield from spoken(nodes[child], nodes)


def test_every_part_of_a_note_is_read_with_names_and_in_order(tablet: Page) -> None:
    note = new_note(tablet, COMPLETE)
    unnamed: list[str] = []
    for step in STEPS:
        edit(tablet, note, step)
        nodes = read(tablet)
        unnamed += [f"{step}: {role}" for role, name, _ in nodes if role in CONTROLS | GROUPS and not name]
        levels = [level for role, _, level in nodes if role == "heading"]
        assert levels[0] == 1, step
        assert all(after - before <= 1 for before, after in pairwise(levels)), (step, levels)
        places = [(role, name) for role, name, _ in nodes]
        order = [
            places.index(("heading", "Ana Ruiz")),
            places.index(("navigation", "Parts of the note")),
            next(i for i, (role, _, level) in enumerate(nodes) if role == "heading" and level == 2),
            max(i for i, (role, _) in enumerate(places) if role == "button"),
        ]
        assert order == sorted(order), (step, order)
    assert unnamed == []


def test_what_changes_by_itself_is_said(tablet: Page) -> None:
    today = COMPLETE["visit"] | {"session_date": datetime.now(UTC).date().isoformat()}
    note = store(tablet, STARTED, [ALLERGIC, COMPLETE | {"visit": today, "numbing": CREAM}])
    edit(tablet, note, "numbing")
    findings = tablet.locator(".findings-spoken[role=status]")
    expect(findings).to_be_empty()
    tablet.get_by_role("button", name="EMLA").first.tap()
    expect(tablet.locator(".saved[role=status]").get_by_text("saved")).to_be_visible()
    expect(findings).to_contain_text("Stop: ")
    expect(findings).to_contain_text("allergy")
    tablet.get_by_role("button", name="Cream on", exact=True).tap()
    clock = tablet.get_by_role("navigation", name="Running clocks").get_by_role("link")
    expect(clock).to_have_accessible_name(re.compile("^Ana Ruiz cream on"))
    timer = tablet.get_by_role("timer", name="Contact time")
    expect(timer.first).to_be_visible()


@pytest.mark.soak
def test_with_text_of_twice_the_size_the_work_is_on_the_first_screen(tablet: Page) -> None:
    note = new_note(tablet, {"visit": COMPLETE["visit"]})
    hidden = {}
    for step in set(STEPS[1:]) - {"device"}:  # its boxes begin 40 px lower
        edit(tablet, note, step)
        tablet.evaluate("async () => { document.documentElement.style.fontSize = '200%'; await document.fonts.ready; }")
        first, bar = tablet.evaluate(FIRST_CONTROL)
        if first > bar:
            hidden[step] = (first, bar)
    assert hidden == {}

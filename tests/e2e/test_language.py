"""The app in another language: chosen once, for this person, also after a start without a network."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.dist import ROOT
from tests.e2e.conftest import SECRET, store, wait_started, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.soak]
WORDS = json.loads((ROOT / "static/i18n/es.json").read_text(encoding="utf-8"))
SCREENS = (
    "/",
    "/patients",
    "/review",
    "/settings",
    "/account",
    "/shelf",
    "/protocols",
    "/registry",
    "/users",
    "/waiting",
)
NOTE = """const id = await edits.createPatient({ identity: { mrn: "M-7", given: "Ana", family: "Ruiz" } });
  return { patient: id, note: await edits.createNote(id) };"""
SECTIONS = """async () => {
  const { forms } = await import("/static/dist/app.js");
  return forms.sections("note").map(({ unit }) => unit);
}"""
GO = """path => {
  document.querySelector("#main .view").dataset.left = "1";
  location.hash = "#" + path;
}"""
DRAWN = """() => document.querySelector("#main .view:not([data-left])")?.innerText.length > 20"""
PLACEHOLDER = re.compile(r"\{\w+\}")
SHOWN = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement, data } = walk.currentNode;
    if (parentElement.checkVisibility()) found.push(data.trim());
  }
  const names = [...document.querySelectorAll("[aria-label], [placeholder]")];
  return [...found, ...names.flatMap((one) => [one.getAttribute("aria-label"), one.placeholder])].filter(Boolean);
}"""


def said(english: str) -> str:
    """The Spanish for it."""
    words = WORDS[english]
    return words if isinstance(words, str) else words["other"]


def heading(page: Page, english: str) -> Any:
    return page.get_by_role("heading", name=said(english), exact=True)


def english_on(page: Page) -> list[str]:
    return sorted({text for text in page.evaluate(SHOWN) if WORDS.get(text, text) not in (text, {"one": text})})


def test_a_person_works_in_their_language(tablet: Page, server: Any) -> None:
    page = tablet
    made = store(page, NOTE)
    note, patient = f"/notes/{made['note']}", f"/patients/{made['patient']}"
    page.evaluate("location.hash = '#/settings'")
    page.get_by_role("button", name="Español", exact=True).click()
    expect(heading(page, "More")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "es"
    left: list[str] = []
    sections = page.evaluate(SECTIONS)
    for path in (
        *SCREENS,
        patient,
        f"{patient}/edit",
        note,
        f"{note}/sign",
        *(f"{note}/edit/{name}" for name in sections),
    ):
        page.evaluate(GO, path)
        wait_until(page, DRAWN)
        left += [f"{path}: {text}" for text in english_on(page)]
        left += [f"{path}: {text}" for text in page.evaluate(SHOWN) if PLACEHOLDER.search(text)]
    assert left == []
    server.stop()
    page.reload()
    wait_started(page)
    expect(heading(page, "Device secret")).to_be_visible()
    page.get_by_label(said("Your device secret")).fill(SECRET)
    page.get_by_role("button", name=said("Open"), exact=True).click()
    page.evaluate("location.hash = '#/settings'")
    expect(heading(page, "More")).to_be_visible()
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.get_by_role("heading", name="More", exact=True)).to_be_visible()
    server.start()

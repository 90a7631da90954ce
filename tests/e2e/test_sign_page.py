"""The page before the signature says one thing: what blocks signing, in order, each with its button."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store
from tests.e2e.test_components import COMPLETE, edit, new_note

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
ENTERED = "Everything that is needed to sign has been entered."
STOP = {"zone:chin": {"depth_mm": [3.5], "passes": 1}}  # deeper than the device goes


def to_sign(page: Page, note: str) -> None:
    page.evaluate("(id) => { location.hash = `#/notes/${id}/sign`; }", note)
    page.get_by_role("heading", name="What you sign").wait_for()


def test_a_finding_that_blocks_is_not_called_nothing(tablet: Page) -> None:
    note = new_note(tablet, COMPLETE | STOP)
    edit(tablet, note, "zone")
    key = tablet.locator(".missing-button")
    expect(key).to_contain_text("missing to sign")
    key.tap()
    expect(tablet.get_by_role("dialog").get_by_role("button").filter(has_text="Stop")).to_be_visible()
    to_sign(tablet, note)
    way = tablet.get_by_role("region", name="Before you sign: 1")
    expect(way.locator(".finding")).to_contain_text("Stop")
    expect(tablet.get_by_text(ENTERED)).to_have_count(0)
    expect(tablet.get_by_role("button", name="Sign", exact=True)).to_be_disabled()
    way.get_by_role("button", name="Show").tap()
    expect(tablet.locator(".step[data-step=zone][aria-current]")).to_be_visible()


def test_what_is_in_the_way_stands_in_order_and_goes_one_by_one(tablet: Page) -> None:
    """A stop before what is missing, that before what is answered on this page; nothing moves when it is answered."""
    missing = {"needling": COMPLETE["needling"] | {"pain_nrs": None}}
    deep = {"zone:cheek_left": {"depth_mm": [2.25], "passes": 4}}
    note = new_note(tablet, COMPLETE | STOP | missing | deep)
    to_sign(tablet, note)
    words = tablet.locator(
        "[aria-labelledby=way-title] .finding-word, [aria-labelledby=way-title] .missing-part .label"
    )
    order = [each.removesuffix("needed to sign").strip() for each in words.all_inner_texts()]
    assert order.index("Stop") < order.index("Pain during needling") < order.index("Needs a reason")
    for reason in tablet.locator("[aria-labelledby=way-title] textarea").all():
        reason.fill("Thick skin and rolling scars, as agreed.")
    store(
        tablet,
        """await edits.setFields("note", given, "needling", { pain_nrs: 3 });
      await edits.setFields("note", given, "zone:chin", { depth_mm: null, passes: null });""",
        note,
    )
    for tick in tablet.locator("[aria-labelledby=way-title] [type=checkbox]").all():
        tick.check()
    expect(tablet.get_by_role("region", name="Before you sign", exact=True)).to_contain_text(ENTERED)
    expect(words.filter(has_text="Reason given").first).to_be_visible()
    expect(tablet.get_by_role("button", name="Sign", exact=True)).to_be_enabled()

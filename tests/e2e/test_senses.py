"""Sound and camera: the chime when the cream has been on long enough, the camera that reads a box."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import open_app, sign_in, store
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
CODE = "]d20100850012345671" + "17270930" + "10SPC2604-02\x1d" + "21U-77"
"""A GS1 DataMatrix as scanners give it: GTIN, expiry, lot, serial."""
LISTEN = """() => {
  window.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.tones.push(this.frequency.value);
    start.apply(this, when);
  };
}"""
CAMERA = """(code) => {
  const picture = document.createElement("canvas");
  const pen = picture.getContext("2d");
  const draw = () => { pen.fillRect(0, 0, 8, 8); requestAnimationFrame(draw); };
  draw();
  navigator.mediaDevices.getUserMedia = async () => (window.stream = picture.captureStream(10));
  window.BarcodeDetector = class {
    static getSupportedFormats = async () => ["data_matrix"];
    detect = async (video) => (video.videoWidth ? [{ rawValue: code }] : []);
  };
}"""
NEW_NOTE = "return edits.createNote(await edits.createPatient({identity: {given: 'Ana', family: 'Ruiz'}}), given);"


@pytest.fixture
def page(context: BrowserContext, server: ServerProcess) -> Page:
    context.clock.install()  # its clocks are moved on by the tests
    opened = open_app(context, server)
    context.route("**/sync/push", lambda route: route.abort())  # a clock of one test would ring in the next
    sign_in(opened)
    opened.evaluate("location.hash = '#/patients'")
    opened.get_by_role("heading", name="Patients", exact=True).wait_for()
    return opened


@pytest.mark.soak
def test_the_chime_rings_once_when_the_planned_time_is_reached_on_any_screen(page: Page) -> None:
    page.evaluate(LISTEN)
    page.locator("main").tap()
    due_soon = datetime.now(UTC).isoformat(timespec="seconds")
    long_over = (datetime.now(UTC) - timedelta(hours=3)).isoformat(timespec="seconds")
    for applied_at in (due_soon, long_over):
        store(page, NEW_NOTE, {"numbing": {"used": True, "applied_at": applied_at, "planned_min": 45}})
    expect(page.get_by_role("navigation", name="Running clocks").get_by_role("link")).to_have_count(2)
    page.clock.fast_forward("45:00")
    over = (
        page.get_by_role("navigation", name="Running clocks")
        .get_by_role("link")
        .filter(has_text="Planned time reached")
    )
    expect(over).to_have_count(2)
    expect(over.locator("np-elapsed[data-stage=planned]")).to_have_count(2, timeout=15_000)
    assert page.evaluate("() => window.tones.map(Math.round)") == [659, 784, 988]


def on_for(minutes: int) -> dict[str, dict[str, object]]:
    applied_at = datetime.now(UTC) - timedelta(minutes=minutes)
    cream = {"used": True, "product": "emla", "planned_min": 60, "amount_g": 10, "area_cm2": 100}
    today = datetime.now(UTC).date().isoformat()
    return {
        "visit": {"performed": "treated", "session_date": today},
        "numbing": {**cream, "applied_at": applied_at.isoformat(timespec="seconds")},
    }


def test_a_cream_that_is_on_for_too_long_is_red_on_any_screen_and_a_finding_in_its_note(page: Page) -> None:
    page.evaluate(LISTEN)
    page.locator("main").tap()
    clocks = page.get_by_role("navigation", name="Running clocks").get_by_role("link")
    on = {}
    stages = (90, "planned", "planned"), (345, "over", "over"), (296, "near", "limit"), (286, "planned", "near")
    for minutes, before, after in stages:
        content = on_for(minutes)
        store(page, NEW_NOTE, content)
        clock = clocks.locator(f'np-elapsed[start="{content["numbing"]["applied_at"]}"]')
        expect(clock).to_have_attribute("data-stage", before, timeout=15_000)
        on[after] = clock
    page.clock.fast_forward("04:05")
    for stage, clock in on.items():
        expect(clock).to_have_attribute("data-stage", stage, timeout=15_000)
    expect(clocks.get_by_text("Longest time of 300 min reached").locator("visible=true")).to_have_count(
        2, timeout=15_000
    )
    expect(clocks.get_by_text(re.compile("Take off by .*at most 300 min")).locator("visible=true")).to_have_count(1)
    assert page.evaluate("() => window.tones.map(Math.round)") == [659, 784, 988] * 2


def test_home_judges_a_second_cream_by_its_label_before_its_time_is_over(page: Page) -> None:
    """One clock for each cream, at home and above every screen."""
    content = on_for(295)
    first = content["numbing"] | {"removed_at": datetime.now(UTC).isoformat(timespec="seconds")}
    again = content["numbing"] | {"order": 2}
    store(page, NEW_NOTE, content | {"numbing": first, "numbing:0198c0de-0000-7000-8000-0000000000aa": again})
    page.evaluate("location.hash = '#/'")
    row = page.locator(f'.home np-elapsed[start="{again["applied_at"]}"]')
    expect(row).to_have_attribute("data-stage", "near")
    expect(page.locator(".home .clock-over[data-stage=near]").locator("visible=true")).to_contain_text("Take off by")


@pytest.mark.soak
def test_the_finding_appears_while_one_looks(page: Page) -> None:
    note = store(page, NEW_NOTE, on_for(297))
    page.evaluate("(note) => { location.hash = `#/notes/${note}/edit/numbing`; }", note)
    clock = page.locator(".stopwatch")
    expect(clock.locator("np-elapsed")).to_have_attribute("data-stage", "near")
    page.clock.fast_forward("04:00")
    expect(clock.get_by_text("Longest time of 300 min reached")).to_be_visible()
    finding = page.locator(".finding[data-severity=reason]").filter(has_text="the label allows at most 5 h")
    expect(finding.first).to_be_visible(timeout=15_000)
    expect(clock.locator("np-elapsed")).to_have_attribute("data-stage", "over")


def test_the_camera_fills_in_a_box_and_is_let_go(page: Page) -> None:
    page.evaluate(CAMERA, CODE)
    page.evaluate("location.hash = '#/shelf'")
    page.get_by_role("button", name="Open a box").last.tap()
    sheet = page.get_by_role("dialog").first
    sheet.get_by_role("button", name="Scan the code").tap()
    expect(sheet.get_by_text("Read from the code: SPC2604-02")).to_be_visible()
    expect(sheet.get_by_label("LOT")).to_have_value("SPC2604-02")
    expect(sheet.get_by_label("Expiry")).to_have_value("2027-09-30")
    expect(sheet.get_by_label("Unit codes")).to_have_value("U-77")
    assert page.evaluate("() => window.stream.getTracks().every((track) => track.readyState === 'ended')")


def test_without_a_camera_the_code_is_typed(page: Page) -> None:
    page.evaluate(CAMERA, CODE)
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no camera')); }")
    page.evaluate("location.hash = '#/shelf'")
    page.get_by_role("button", name="Open a box").last.tap()
    page.get_by_role("button", name="Scan the code").tap()
    expect(page.get_by_text("The camera cannot be used here.")).to_be_visible()
    page.get_by_role("dialog").last.get_by_role("button", name="Close").tap()
    page.get_by_label("LOT").fill("SPC2604-02")
    expect(page.get_by_label("LOT")).to_have_value("SPC2604-02")

"""A signature drawn on the tablet: the same lines after the screen was turned, and on the patient's pages."""

import urllib.request
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.e2e.conftest import PRACTITIONER, TABLET, open_app, reload, shown_box, sign_in, store, wait_until
from tests.e2e.journey import Note, signed_in_api, sync_now, wait_saved
from tests.server_process import ServerProcess
from tests.tablet import signable

pytestmark = pytest.mark.e2e

TURNED = {"width": 1194, "height": 834}
expect.set_options(timeout=25_000)
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def begun_note(server: ServerProcess) -> dict[str, str]:
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        patient = client.new_patient(1)
        fields = {unit: values for unit, values in signable(client.user_id).items() if unit != "consent"}
        note = client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields=fields)
        status, body = client.push([patient, note])
    assert status == 200, body
    return {"id": note["id"], "patient": patient["id"]}


@pytest.fixture
def consenting(browser: Browser, server: ServerProcess) -> Iterator[tuple[Page, dict[str, str]]]:
    """A tablet at the consents of a note that was begun, and that note."""
    note = begun_note(server)
    context = browser.new_context(**TABLET)
    page = open_app(context, server)
    page.set_default_timeout(25_000)
    sign_in(page)
    sync_now(page)
    page.evaluate("path => { location.hash = path; }", f"/notes/{note['id']}/edit/consent")
    yield page, note
    context.close()


def sheet_box(page: Page) -> FloatRect:
    sheet = page.locator("np-signature")
    sheet.locator("canvas").wait_for()
    sheet.scroll_into_view_if_needed()
    wait_until(page, "() => document.querySelector('np-signature canvas').width !== 300")
    return shown_box(sheet)


def draw(page: Page, *lines: list[tuple[float, float]]) -> None:
    """Lines across the sheet, one right after the other, as a hand writes."""
    box = sheet_box(page)
    for line in lines:
        for at, (x, y) in enumerate(line):
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
            if at == 0:
                page.mouse.down()
        page.mouse.up()


def consent(page: Page, note_id: str) -> dict:
    wait_saved(page)
    return store(page, "return (await records.get('note', given)).fields.consent ?? {};", note_id)


def ink(page: Page) -> int:
    """How many points of the canvas are drawn on."""
    return page.evaluate("""() => {
      const canvas = document.querySelector("np-signature canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 3 && value > 0).length;
    }""")


@pytest.mark.soak
def test_a_signature_survives_rotation_and_reaches_the_pages(
    consenting: tuple[Page, dict[str, str]], server: ServerProcess
) -> None:
    page, note = consenting
    editor = Note(page)
    editor.choose("Procedure", "Yes")
    first, second, third = [(0.1, 0.6), (0.2, 0.2), (0.3, 0.7)], [(0.4, 0.3), (0.5, 0.7)], [(0.6, 0.5), (0.7, 0.5)]
    draw(page, first, second, third)
    drawn = consent(page, note["id"])
    lines = drawn["signature"]["strokes"]
    assert len(lines) == 3
    assert all(0 <= part <= 1 for line in lines for x, y, _at in line for part in (x, y))
    assert lines[0][0][0] == pytest.approx(0.1, abs=0.02)
    assert lines[0][0][1] == pytest.approx(0.6, abs=0.02)
    assert [at for line in lines for _x, _y, at in line] == sorted(at for line in lines for _x, _y, at in line)
    assert drawn["text_version"].endswith(".en")
    assert drawn["signed_on"]

    page.set_viewport_size(TURNED)
    page.evaluate(TWO_FRAMES)
    assert ink(page) > 100
    assert consent(page, note["id"])["signature"] == drawn["signature"]
    draw(page, [(0.8, 0.4), (0.9, 0.6)])
    more = consent(page, note["id"])["signature"]["strokes"]
    assert more[:3] == lines
    assert len(more) == 4
    page.get_by_role("button", name="Undo the last line").click()
    assert consent(page, note["id"])["signature"]["strokes"] == lines

    reload(page)
    page.locator("np-signature canvas").wait_for()
    wait_until(page, "() => document.querySelector('np-signature').strokes.length === 3")
    page.evaluate(TWO_FRAMES)
    assert ink(page) > 100
    sync_now(page)
    page.evaluate("path => { location.hash = path; }", f"/notes/{note['id']}")
    expect(page.get_by_role("img", name="Signature")).to_be_visible()
    page.get_by_text("Consent text that was signed").click()
    expect(page.get_by_text("nobody can promise the result")).to_be_visible()
    assert summary(server, note["patient"]).startswith(b"%PDF")


def summary(server: ServerProcess, patient: str) -> bytes:
    client = signed_in_api(server, PRACTITIONER)
    address = f"{server.url}/api/v1/patients/{patient}/summary.pdf?audience=clinician"
    with (
        closing(client),
        urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": client.cookie})) as answer,
    ):
        return answer.read()


@pytest.mark.soak
def test_a_finger_leaves_a_dot_and_a_line_broken_off_is_kept(consenting: tuple[Page, dict[str, str]]) -> None:
    page, note = consenting
    box = sheet_box(page)
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    [dot] = consent(page, note["id"])["signature"]["strokes"]
    assert [at[:2] for at in dot] == [pytest.approx([0.5, 0.5], abs=0.01)]
    assert ink(page) > 5

    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [
            {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"], "id": at}
            for at, (x, y) in enumerate(places)
        ]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (0.2, 0.2))
    touch("touchMove", (0.3, 0.4))
    touch("touchStart", (0.3, 0.4), (0.8, 0.8))
    touch("touchMove", (0.4, 0.2), (0.9, 0.6))
    touch("touchCancel")
    dot_again, line = consent(page, note["id"])["signature"]["strokes"]
    assert dot_again == dot
    assert [at[:2] for at in line] == [pytest.approx(at, abs=0.01) for at in ([0.2, 0.2], [0.3, 0.4], [0.4, 0.2])]


@pytest.mark.soak
def test_cleared_is_cleared(consenting: tuple[Page, dict[str, str]]) -> None:
    page, note = consenting
    draw(page, [(0.1, 0.6), (0.3, 0.3)])
    assert consent(page, note["id"])["signature"]
    page.get_by_role("button", name="Clear", exact=True).click()
    wait_saved(page)
    cleared = consent(page, note["id"])
    assert "signature" not in cleared
    assert "text_version" not in cleared
    assert ink(page) == 0

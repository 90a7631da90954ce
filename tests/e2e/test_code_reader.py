"""A box is scanned in a browser without a code reader of its own: a camera that shows a recorded picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e.conftest import ARGS, CHROMIUM, open_app, reload, sign_in
from tests.server_process import ServerProcess

pytestmark = pytest.mark.soak

# A GS1 Data Matrix: (01)09506000134352(17)270930(10)SPC2604-02(21)U-77, its separator behind the lot
SYMBOL_ROWS = """
1010101010101010101010 1100111101010001010101 1000101001000110011010 1011111100000101011111 1110110001010011111010
1000010011000001111101 1001001110100101011010 1011010101110101000111 1110101010001011101100 1100110001111000010001
1110001101110011010110 1110101101101001101001 1110110000011110110110 1100011001000000100001 1110000101011010010110
1010011101111100101101 1001010111110110010100 1011101110101000111101 1010111010100110010010 1110101100111101011111
1100101001100100010100 1111111111111111111111
"""
SYMBOL = SYMBOL_ROWS.split()
WIDTH, HEIGHT, MODULE = 640, 480, 10


def picture() -> bytes:
    """One frame of video: brightness of each pixel, then colour, which is grey everywhere."""
    left, top = (WIDTH - len(SYMBOL[0]) * MODULE) // 2, (HEIGHT - len(SYMBOL) * MODULE) // 2
    margin = bytes([235]) * WIDTH
    rows = [b"".join((b"\x10" if module == "1" else b"\xeb") * MODULE for module in row) for row in SYMBOL]
    lines = [margin[:left] + row + margin[left + len(row) :] for row in rows for _ in range(MODULE)]
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    return b"".join([margin] * top + lines + [margin] * (HEIGHT - top - len(lines))) + grey


@pytest.fixture
def camera(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    video = tmp_path / "box.y4m"
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    video.write_bytes(head + (b"FRAME\n" + picture()) * 3)
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, headless=True, args=[*ARGS, *fake, f"--use-file-for-fake-video-capture={video}"]
    )
    yield browser
    browser.close()


def scan(page: Page, lot: str) -> None:
    page.evaluate("location.hash = '#/shelf'")
    page.get_by_role("button", name="Open a box").last.click()
    sheet = page.get_by_role("dialog").first
    sheet.get_by_role("button", name="Scan the code").click()
    expect(sheet.get_by_text(f"Read from the code: {lot}")).to_be_visible(timeout=30_000)
    expect(sheet.get_by_label("LOT")).to_have_value(lot)
    expect(sheet.get_by_label("Expiry")).to_have_value("2027-09-30")
    expect(sheet.get_by_label("Unit codes")).to_have_value("U-77")


def test_a_box_is_scanned_with_the_fetched_reader_also_without_a_network(
    camera: Browser, server: ServerProcess
) -> None:
    context = camera.new_context()
    context.add_init_script("delete globalThis.BarcodeDetector;")
    page = open_app(context, server)
    sign_in(page)
    page.evaluate("() => navigator.serviceWorker.ready")
    scan(page, "SPC2604-02")
    page.get_by_role("dialog").first.get_by_role("button", name="Close").click()
    context.set_offline(True)
    reload(page)
    page.evaluate("location.hash = '#/patients'")
    page.get_by_role("heading", name="Patients", exact=True).wait_for()
    scan(page, "SPC2604-02")
    context.close()

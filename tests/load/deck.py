"""How soon the next card of the review is there on a tablet four times slower, of sixty notes with the server stopped.

``python -m tests.load.deck`` prints the median and the tenth slowest, from the tap to the frame with the next card. The
goal is 100 ms. On a machine that is busy this measures the others.
"""

import os
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import ARGS, CHROMIUM, TABLET, start_clinic
from tests.e2e.test_deck import open_deck, review_all, seed
from tests.server_process import ServerProcess

SLOWER = 4


def main() -> None:
    server = ServerProcess(Path(tempfile.mkdtemp(prefix="needlepoint-deck-")))
    start_clinic(server)
    try:
        with (
            sync_playwright() as started,
            started.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS) as browser,
        ):
            seed(server)
            context = browser.new_context(**TABLET)
            page = open_deck(context, server)
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            review_all(page)
            took = sorted(each["took"] for each in page.evaluate("window.changes"))
            tell = f"median {median(took):.0f} ms, tenth slowest {took[-10]:.0f} ms of {len(took)}"
            print(f"next card at {SLOWER}x: {tell}; load {os.getloadavg()[0]:.1f}")
    finally:
        server.kill()


if __name__ == "__main__":
    main()

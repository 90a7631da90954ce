"""How soon the next card of the review is there on a tablet four times slower, of sixty notes with the server stopped.

``python -m tests.load.deck`` prints the median and the tenth slowest, from the tap to the frame with the next card. The
goal is 100 ms. On a busy machine the figures say nothing.
"""

import os
from statistics import median

from tests.e2e.conftest import TABLET
from tests.e2e.test_deck import open_deck, review_all, seed
from tests.load.browser import clinic_in_browser

SLOWER = 4


def main() -> None:
    with clinic_in_browser() as (server, browser):
        seed(server)
        context = browser.new_context(**TABLET)
        page = open_deck(context, server)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        review_all(page)
        took = sorted(each["took"] for each in page.evaluate("window.changes"))
    figures = f"median {median(took):.0f} ms, tenth slowest {took[-10]:.0f} ms of {len(took)}"
    print(f"next card at {SLOWER}x: {figures}; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

"""A clinic of the browser tests on a server of its own, and a browser to measure it in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import ARGS, CHROMIUM, start_clinic
from tests.server_process import ServerProcess


@contextmanager
def clinic_in_browser() -> Iterator[tuple[ServerProcess, Browser]]:
    with tempfile.TemporaryDirectory(prefix="needlepoint-bench-") as room, sync_playwright() as started:
        server = ServerProcess(Path(room), IN_CHUNKS="1")
        try:
            start_clinic(server)
            with started.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS) as browser:
                yield server, browser
        finally:
            server.kill()

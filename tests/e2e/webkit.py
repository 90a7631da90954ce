"""WebKit on a screen of its own: the Safari family, as near as Linux has it."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.options import ArgOptions
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.support.wait import WebDriverWait

BROWSER = Path("/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser")
WINDOW = (834, 1194)
PATIENCE = 60


class Options(ArgOptions):
    @property
    def default_capabilities(self) -> dict[str, str]:
        return {"browserName": "MiniBrowser"}


def absent() -> str | None:
    """Why there is no WebKit to test with, or None."""
    missing = [name for name in ("Xvfb", "WebKitWebDriver") if shutil.which(name) is None]
    missing += [] if BROWSER.exists() else [str(BROWSER)]
    return f"not installed: {', '.join(missing)} (apt-get install webkit2gtk-driver xvfb)" if missing else None


@contextmanager
def running(command: list[str], **options: object) -> Iterator[subprocess.Popen[bytes]]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    process = subprocess.Popen(command, **(quiet | options))
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


@contextmanager
def screen() -> Iterator[str]:
    """An X server that names the display it found free."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1400x24", "-nolisten", "tcp"]
    with running(command, pass_fds=[writing]):
        os.close(writing)
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


@contextmanager
def driver() -> Iterator[webdriver.Remote]:
    port = free_port()
    with screen() as display:
        own = {"DISPLAY": display, "GDK_BACKEND": "x11", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        with running(["WebKitWebDriver", f"--port={port}"], env=os.environ | own):
            options = Options()
            browser = {"binary": str(BROWSER), "args": ["--automation"]}
            options.set_capability("webkitgtk:browserOptions", browser)
            answers(port)
            config = ClientConfig(f"http://127.0.0.1:{port}", timeout=2 * PATIENCE)
            made = webdriver.Remote(RemoteConnection(client_config=config), options=options)
            try:
                made.set_window_size(*WINDOW)
                made.set_script_timeout(PATIENCE)
                yield made
            finally:
                made.quit()


def answers(port: int) -> None:
    def connects(_: object) -> bool:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True

    WebDriverWait(None, PATIENCE, poll_frequency=0.1, ignored_exceptions=(OSError,)).until(connects)  # type: ignore[type-var]


@pytest.fixture
def webkit() -> Iterator[webdriver.Remote]:
    if reason := absent():
        pytest.skip(reason)
    with driver() as made:
        yield made

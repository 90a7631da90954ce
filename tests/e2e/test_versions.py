"""A page of one version and a script of another work together: a tablet may hold either for a while."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.dist import TEST_BUILD
from tests.e2e.conftest import TABLET, sign_in, wait_ready
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e
IN_CHUNKS = True
CHUNK = re.compile(r"chunk-([A-Z0-9]{8})\.js")
EARLIER = r"chunk-0\1.js"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Without a service worker, whose requests no test can answer."""
    made = browser.new_context(**TABLET)
    made.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined})")
    yield made
    made.close()


def earlier_page(route: Route) -> None:
    """The page as a version before would have it: another version, and preloads of chunks that are no more."""
    page = route.fetch().text()
    renamed = re.sub(r'data-version="[^"]*"', 'data-version="0.0.1+earlier"', CHUNK.sub(EARLIER, page))
    assert renamed != page
    route.fulfill(body=renamed, content_type="text/html")


def earlier_script(route: Route) -> None:
    """The same script under the names of another build: its chunks are those that build left behind."""
    name = route.request.url.rpartition("/")[2].partition("?")[0].replace("chunk-0", "chunk-")
    script = (TEST_BUILD / name).read_text(encoding="utf-8")
    route.fulfill(body=CHUNK.sub(EARLIER, script), content_type="text/javascript")


def begin_a_note(page: Page, server: ServerProcess) -> None:
    """From the sign-in to a screen that is a chunk of its own."""
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(f"{server.url}/#/sign-in")
    wait_ready(page)
    sign_in(page)
    page.evaluate("location.hash = '/patients/new'")
    expect(page.get_by_role("heading", name="New patient")).to_be_visible()
    assert failed == []


def test_a_page_of_before_runs_this_script(context: BrowserContext, server: ServerProcess) -> None:
    page = context.new_page()
    page.route(re.compile(rf"^{re.escape(server.url)}/(\?|#|$)"), earlier_page)
    begin_a_note(page, server)
    assert page.evaluate("document.documentElement.dataset.version") == "0.0.1+earlier"


def test_this_page_runs_a_script_of_before(context: BrowserContext, server: ServerProcess) -> None:
    page = context.new_page()
    page.route(re.compile(r"/static/dist/(app|chunk-\w+)\.js"), earlier_script)
    begin_a_note(page, server)
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert [name for name in loaded if "chunk-0" in name]

"""A real server, a real Chromium, and the three people the journeys need.

The network is taken away by stopping the server, never by the browser's own offline switch: that is what a clinic
meets, and what the switch gets wrong.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, Playwright, expect, sync_playwright

from tests import template
from tests.api_client import ApiClient
from tests.dist import ROOT, TEST_BUILD, stale
from tests.server_process import ServerProcess

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
APP_WITH_TEST_BUILD = "tests.e2e.wsgi_with_test_build:app"
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), BROWSERS[-1])
ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
PASSWORD = "needles under the moon"
SECRET = "a pocket full of lots"
TABLET = {"viewport": {"width": 834, "height": 1194}, "has_touch": True}

READY = """async () => {
  if (navigator.serviceWorker.isLeftOut) return;
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, {once: true}));
}"""
WITHOUT_WORKER = """
  navigator.serviceWorker.isLeftOut = true;
  navigator.serviceWorker.register = () => Promise.reject(new Error("left out"));
"""
SIGN_IN = """async ([email, password, secret]) => {
  const { session } = await import("/static/dist/app.js");
  await session.signIn(email, password);
  const next = session.arrival();
  if (next) await (next.isNew ? session.setSecret(secret) : session.giveSecret(secret));
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may stumble: a test that fails is tried once more, and the run names it."""
    for item in items:
        if item.get_closest_marker("e2e"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: str


ADMIN = Person("admin@clinic.example", "First Person", "admin")
PRACTITIONER = Person("vidal@clinic.example", "N. Vidal", "practitioner")
SUPERVISOR = Person("okafor@clinic.example", "Dr. C. Okafor", "supervisor")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[ServerProcess]:
    """A clinic with an administrator who treats, a practitioner and a supervisor. Stop and start it at will. A module
    with ``IN_CHUNKS`` gets the scripts as they are shipped."""
    in_chunks = {"IN_CHUNKS": "1"} if getattr(request.module, "IN_CHUNKS", False) else {}
    process = ServerProcess(tmp_path_factory.mktemp("server"), **in_chunks)
    try:
        start_clinic(process)
        yield process
    finally:
        process.kill()


@pytest.fixture(autouse=True)
def begun_anew(request: pytest.FixtureRequest) -> None:
    """The second try of a test finds the server running, which the first one may have stopped."""
    if getattr(request.node, "execution_count", 1) > 1 and "server" in request.fixturenames:
        process = request.getfixturevalue("server")
        if process.pid is None:
            process.start()


def start_clinic(process: ServerProcess) -> None:
    """On a copy of a clinic that is set up once for all modules of a worker."""
    process.app = APP_WITH_TEST_BUILD
    shutil.copytree(clinic_set_up(), process.data_dir, dirs_exist_ok=True)
    process.start()


@cache
def clinic_set_up() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="needlepoint-clinic-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    process = ServerProcess(folder)
    process.app = APP_WITH_TEST_BUILD
    process.flask("db", "upgrade")
    token = next(word for word in process.flask("setup-token").split() if len(word) > 30 and "/" not in word)
    process.start()
    try:
        people_of_the_clinic(process, token)
    finally:
        process.stop()
    return folder


def people_of_the_clinic(process: ServerProcess, token: str) -> None:
    admin = ApiClient(process.port)
    with closing(admin):
        admin.set_up(token, ADMIN.email, PASSWORD)
    for person in (PRACTITIONER, SUPERVISOR):
        new = {"email": person.email, "name": person.name, "role": person.role, "treats": False}
        with closing(admin):
            status, user = admin.request("POST", "/users", new)
            assert status == 201, user
            _, link = admin.request("POST", f"/users/{user['id']}/invite", {})
        process.flask("users", "confirm", person.email)  # the second person of the clinic
        guest = ApiClient(process.port)
        with closing(guest):
            device = {"id": guest.device_id, "name": "Desk"}
            body = {"token": link["token"], "password": PASSWORD, "device": device}
            status, answer = guest.request("POST", "/invites", body)
            assert status in (200, 201), answer
            if person is SUPERVISOR:
                approve_page(guest, admin)


def approve_page(supervisor: ApiClient, admin: ApiClient) -> None:
    """So that the patient's page prints, in English."""
    numbers = {"phone": "+44 20 7946 0000", "emergency": "999"}
    with closing(admin):
        status, page = admin.request("PATCH", "/patient-page", numbers)
        assert status == 200, page
    body = {"language": "en", "version": page["version"]}
    assert supervisor.request("POST", "/patient-page/approve", body)[0] == 201


@pytest.fixture(scope="session", autouse=True)
def script_of_these_sources() -> None:
    """Browsers get a build of these sources, or the journeys would say nothing."""
    if not stale(dist=TEST_BUILD) and (ROOT / "build/whole/app.js").exists():
        return
    if not (ROOT / "node_modules/esbuild").exists():
        pytest.skip("the browser tests need Node: npm ci --ignore-scripts")
    subprocess.run(["node", ".ci/build-tests.mjs"], cwd=ROOT, check=True)
    template.begin_anew()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS) as launched:
        yield launched


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Marked ``no_worker``, its pages come from the server: installing the worker costs a third of a signed-in tablet,
    and only what opens a page or a screen without the server needs it."""
    made = browser.new_context(**TABLET)
    if request.node.get_closest_marker("no_worker"):
        made.add_init_script(WITHOUT_WORKER)
    yield made
    made.close()


def open_app(context: BrowserContext, server: ServerProcess, path: str = "/") -> Page:
    """The app on that screen, once its worker is in charge. Any error in the page fails the test that looks at it."""
    page = open_again(context, f"{server.url}/#{path}")
    page.evaluate(READY)
    return page


def open_again(context: BrowserContext, address: str) -> Page:
    """The app where somebody had this tablet before, also without the server: it opens with their secret."""
    page = context.new_page()
    page.goto(address)
    wait_ready(page)
    return page


def wait_ready(page: Page) -> None:
    """Until the app can be used: whoever had the tablet last gives their secret where it is asked for."""
    wait_started(page)
    if page.locator("#secret").count():
        give_secret(page)


def wait_started(page: Page) -> None:
    """Until the app, or its lock, is drawn."""
    page.wait_for_selector("html[data-ready='1']", state="attached", timeout=20_000)
    page.wait_for_selector("#main .view > *", state="attached")


def give_secret(page: Page) -> None:
    page.locator("#secret").fill(SECRET)
    page.get_by_role("button", name="Open", exact=True).click()
    page.locator("#secret").wait_for(state="detached")


def choose_secret(page: Page) -> None:
    """At a first sign-in on a tablet."""
    page.locator("#again").wait_for()
    for name in ("secret", "again"):
        page.locator(f"#{name}").fill(SECRET)
    page.get_by_role("button", name="Start working").click()
    page.locator("#again").wait_for(state="detached")


def reload(page: Page) -> None:
    """As whoever had the tablet."""
    page.reload()
    wait_ready(page)


def sign_in(page: Page, person: Person = PRACTITIONER) -> None:
    """With the password, and with the device secret that they choose at their first sign-in here."""
    page.evaluate(SIGN_IN, [person.email, PASSWORD, SECRET])


@pytest.fixture
def tablet(context: BrowserContext, server: ServerProcess) -> Page:
    """A tablet on which the practitioner has signed in."""
    page = open_app(context, server)
    sign_in(page)
    return page


@pytest.fixture
def profile(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Opens a browser on one profile on disk, again and again: what survives its end was durable."""
    opened: list[BrowserContext] = []

    def launch() -> BrowserContext:
        folder = str(tmp_path / "profile")
        opened.append(
            playwright.chromium.launch_persistent_context(
                folder, executable_path=CHROMIUM, headless=True, args=ARGS, **TABLET
            )
        )
        return opened[-1]

    yield launch
    for each in opened:
        each.close()


INSIDE = (
    "edits, records, outbox, drafts, session, status, device, db, local, queue, payload, seal, summaries, summary,"
    " withdraw, engine, keys, freeze, persons, forms, pictures, photoFile"
)


def store(page: Page, body: str, given: object = None) -> Any:
    """Run the body of an async function in the page, with the app's own store and ``engine`` in its scope."""
    return page.evaluate(
        f"async (given) => {{ const {{ {INSIDE} }} = await import('/static/dist/app.js'); {body} }}", given
    )


WAIT = """async (arg) => {
  const ask = SCRIPT;
  const end = performance.now() + 15000;
  while (!(await ask(arg))) {
    if (performance.now() > end) throw new Error("not so after 15 s");
    await new Promise((go) => setTimeout(go, 50));
  }
}"""


def wait_until(page: Page, script: str, arg: Any = None) -> None:
    """Asks a function in the page, also an async one, until it says yes. ``wait_for_function`` takes the promise of an
    async function for a yes and waits for nothing."""
    page.evaluate(WAIT.replace("SCRIPT", script), arg)


def shown_box(spot: Locator) -> FloatRect:
    """Where it is on the screen, in CSS pixels, once it is shown: what is still hidden has no rectangle. ``spot`` names
    something that only the expected screen has, because the one that is left goes a moment later."""
    expect(spot).to_be_visible()
    box = spot.bounding_box()
    assert box is not None
    return box

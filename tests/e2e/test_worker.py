"""The service worker: the app opens without a server, a new version is complete or absent, nobody is interrupted."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import open_again, open_app, sign_in, start_clinic, store, wait_ready, wait_until
from tests.server_process import ROOT, ServerProcess

pytestmark = pytest.mark.e2e
IN_CHUNKS = True
CACHES = "async () => (await caches.keys()).filter((name) => name.startsWith('needlepoint-shell-'))"
URLS = """async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({url}) => new URL(url).pathname);
}"""


def test_the_app_starts_cold_without_a_server(profile, server):
    context = profile()
    page = open_app(context, server)
    sign_in(page)
    store(page, "await engine.syncNow();")
    context.close()
    server.kill()
    try:
        page = profile().new_page()
        broken = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        for path in ("/", "/patients", "/settings", "/waiting"):
            page.goto(f"{server.url}/#{path}")
            wait_ready(page)
            page.wait_for_selector("main h1", state="attached")
        assert store(page, "return session.session().user.email;") == "vidal@clinic.example"
        assert page.evaluate("document.fonts.load('18px Atkinson Hyperlegible Next').then((faces) => faces.length)")
        assert broken == []
    finally:
        server.start()


def test_nothing_of_a_patient_and_no_answer_of_the_api_is_cached(tablet):
    create = 'await edits.createPatient({identity: {family: "Ruiz"}}); await engine.syncNow();'
    store(tablet, create)
    tablet.evaluate("() => fetch('/api/v1/me')")
    urls = tablet.evaluate(URLS)
    assert "/" in urls
    assert "/static/dist/app.js" in urls
    assert not [url for url in urls if url.startswith(("/api", "/static/src/", "/static/css/")) or url == "/sw.js"]


def test_the_worker_leaves_the_api_and_every_write_alone(tablet, context):
    from_worker = []
    context.on("request", lambda request: from_worker.append(request.url) if request.service_worker else None)
    store(tablet, 'await edits.createPatient({identity: {family: "Ruiz"}}); await engine.syncNow();')
    assert not [url for url in from_worker if "/api/" in url]


@pytest.fixture
def release(tmp_path, monkeypatch):
    """A copy of the project that can be changed and started again as the next version, on a port of its own."""
    folder = tmp_path / "release"
    skipped = shutil.ignore_patterns(".git", ".venv", "node_modules", "data", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, folder, ignore=skipped)
    monkeypatch.setattr("tests.server_process.ROOT", folder)
    data = tmp_path / "data"
    data.mkdir()
    process = ServerProcess(data, workers=1, IN_CHUNKS="1")
    process.forked = False  # it runs what is in the folder
    start_clinic(process)
    yield process, folder / "static"
    process.kill()


def publish(server: ServerProcess, static: Path, words: str) -> None:
    """The next version: another text in the script."""
    server.stop()
    script = static.parent / "build/dist/app.js"
    script.write_text(script.read_text() + f"export const version = '{words}';\n")
    server.start()


UPDATE = "async () => { const r = await navigator.serviceWorker.getRegistration(); await r.update(); }"
WAITING = """() => new Promise(async (done) => {
  const {status} = await import("/static/dist/app.js");
  status.watchStatus(({updateReady}) => updateReady && done(true));
})"""
KEPT_LIMITS = """async () => {
  const {device, local} = await import("/static/dist/app.js");
  const kept = await device.deviceDb.read(["cache"], ({cache}) => cache.get(`forms:${local.me().clinic.id}`));
  return kept.value.limits.version.startsWith("next-");
}"""
REMEMBER = """async () => {
  globalThis.before = (await navigator.serviceWorker.getRegistration()).active;
}"""
STANDING = """async () => {
  const {active, waiting} = await navigator.serviceWorker.getRegistration();
  const {controller} = navigator.serviceWorker;
  return {active: active === globalThis.before, controls: controller === globalThis.before, waits: waiting?.state};
}"""
VERSION = "async () => (await import('/static/dist/app.js')).version ?? 'first'"


def test_a_new_version_waits_for_the_person_and_old_pages_keep_their_files(context, release):
    server, static = release
    page = open_app(context, server)
    other = open_again(context, server.url)
    page.evaluate(REMEMBER)
    publish(server, static, "second")
    page.evaluate(UPDATE)
    page.evaluate(WAITING)
    assert page.evaluate(STANDING) == {"active": True, "controls": True, "waits": "installed"}
    assert page.evaluate(VERSION) == "first"
    assert len(page.evaluate(CACHES)) == 2
    with page.expect_navigation():
        page.evaluate("() => { import('/static/dist/app.js').then(({worker}) => worker.applyUpdate()); }")
    wait_ready(page)
    assert page.evaluate(VERSION) == "second"
    assert other.evaluate(VERSION) == "first"
    other.evaluate(WAITING)
    other.reload()
    wait_ready(other)
    assert other.evaluate(VERSION) == "second"
    page.reload()
    wait_ready(page)
    wait_until(page, "async () => (await caches.keys()).length === 1")


def test_a_new_version_finds_the_forms_it_needs(context, release):
    server, static = release
    page = open_app(context, server)
    sign_in(page)
    limits = static.parent / "server/domain/limits.json"
    limits.write_text(limits.read_text().replace('"version": "', '"version": "next-', 1))
    publish(server, static, "second")
    page.evaluate(UPDATE)
    page.evaluate(WAITING)
    wait_until(page, KEPT_LIMITS)


@pytest.mark.parametrize("damage", ["missing", pytest.param("changed", marks=pytest.mark.soak)])
def test_a_version_that_is_not_whole_is_not_taken(context, release, damage):
    server, static = release
    page = open_app(context, server)
    before = page.evaluate(CACHES)

    def spoil(route):
        if damage == "missing":
            route.fulfill(status=404, body="")
        else:
            route.fulfill(status=200, content_type="text/javascript", body="export const uuid = () => 'x';")

    context.route("**/static/dist/app.js", spoil)
    publish(server, static, "second")
    failed = """async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const found = new Promise((done) => registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => worker.state === "redundant" && done("redundant"));
        worker.addEventListener("statechange", () => worker.state === "installed" && done("installed"));
      }, {once: true}));
      registration.update().catch(() => {});
      return found;
    }"""
    assert page.evaluate(failed) == "redundant"
    assert page.evaluate(CACHES) == before
    page.reload()
    wait_ready(page)
    assert page.evaluate(VERSION) == "first"

"""W5: one tablet with the records of a large clinic and of a small one, offline, in Chromium, at two speeds.

First what has a limit, five times each, of which the medians are compared; then every other screen once: there a large
clinic must not freeze the page for longer than a small one does, by more than a limit. On a machine that is busy with
something else or not steady, the figures are void.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.e2e.conftest import (
    APP_WITH_TEST_BUILD,
    ARGS,
    CHROMIUM,
    PASSWORD,
    READY,
    SECRET,
    SIGN_IN,
    SUPERVISOR,
    TABLET,
    start_clinic,
    wait_ready,
)
from tests.load import mood, work
from tests.load.mood import busy
from tests.server_process import ServerProcess

TIMES = 5
SPEEDS = (1, 4)
"""How many times slower the processor is made."""
SIZES = {"small": (40, 100), "large": (4000, 10_000)}
"""What each figure must stay below: at full speed, and with a processor four times slower."""
LIMITS = {
    "home, longest task per edit, ms": (50, 200),
    "home, longest task per pulled note, ms": (50, 200),
    "cold open to home, ms": (1500, 6000),
    "editor from home, ms": (700, 2800),
    "search, longest task per key, ms": (50, 200),
    "heap on home, MB": (80, 80),
}

FREEZE = (50, 200)
"""By how much longer another screen may freeze in the large clinic than in the small one, ms."""
PATIENT = "10000000-0000-4000-8000-000000000001"
DRAFT = "20000000-0000-4000-8000-000000000001"
APPROVED = "20000000-0000-4000-8000-000000000062"
SCREENS = [
    *("/", "/patients", f"/patients/{PATIENT}", f"/patients/{PATIENT}/edit", f"/patients/{PATIENT}/print"),
    *("/patients/new", "/review", "/follow-up", "/recall-due", "/shelf", "/not-on-file", "/waiting", "/ready"),
    *("/conflicts", "/quarantine", f"/notes/{APPROVED}", f"/notes/{DRAFT}/edit", f"/notes/{DRAFT}/sign"),
]

PROBE = """() => {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 3e7; i++) sum = (sum + i * 7) % 1000003;
  return performance.now() - began + sum * 0;
}"""

FILL = """async ([patients, notes, fields, about]) => {
  const {queue, local, session} = await import("/static/dist/app.js");
  const userId = session.session().user.id;
  const hex = (n) => n.toString(16).padStart(12, "0");
  const day = (back) => new Date(Date.now() - back * 86400000).toISOString().slice(0, 10);
  const record = (type, id, more) => ({type, id, author_id: userId, author_name: "N. Vidal", version: 1, rev: 1,
    seq: 1, schema: 1, content_hash: "0".repeat(64), signatures: [], review: null, writers: [userId], findings: [],
    happened_at: "2026-01-02T12:00:00Z", created_at: "2026-01-02T12:00:00Z", updated_at: "2026-01-02T12:00:00Z",
    ...more});
  const patientId = (n) => `10000000-0000-4000-8000-${hex(n)}`;
  const people = Array.from({length: patients}, (_, n) => record("patient", patientId(n), {patient_id: null,
    state: "active", fields: {...about, identity: {given: `Ana${n % 97}`, family: `Ruiz ${n}`, mrn: `M-${n}`,
    birth_date: day(8000 + (n % 9000)), phone: "+34 600 000 000"}}}));
  const states = (n) => (n < 5 ? "draft" : n < 45 ? "signed" : "approved");
  const visits = Array.from({length: notes}, (_, n) => {
    const back = n < 3 ? 0 : Math.floor((n * 700) / notes);
    const at = (time) => `${day(back)}T${time}:00Z`;
    const numbing = {...fields.numbing, applied_at: at("09:00"), removed_at: at("09:45")};
    const needling = {...fields.needling, started_at: at("10:00"), ended_at: at("10:30")};
    const prp = {...fields.prp, used_at: at("10:20")};
    return record("note", `20000000-0000-4000-8000-${hex(n)}`, {patient_id: patientId(n % patients),
      author_id: n % 2 ? userId : "30000000-0000-4000-8000-000000000000", writers: [], state: states(n),
      fields: {...fields, numbing, prp, needling, device: {...fields.device, unit_code: `U-${n}`},
        visit: {...fields.visit, session_date: day(back), session_no: 1 + (n % 4)}}});
  });
  const all = [...people, ...visits];
  const began = performance.now();
  for (let at = 0; at < all.length; at += 500) await queue.applyPage(all.slice(at, at + 500), {cursor: "bench"});
  await local.setMeta({manifestAt: new Date().toISOString()});
  return performance.now() - began;
}"""

"""The longest the page did not answer while something was done, and until it had nothing to do."""
LONGEST = """async (act) => {
  const {port1, port2} = new MessageChannel();
  let [last, worst, on] = [performance.now(), 0, true];
  port1.onmessage = () => {
    const now = performance.now();
    worst = Math.max(worst, now - last);
    last = now;
    if (on) port2.postMessage(0);
  };
  port2.postMessage(0);
  await act();
  await new Promise((go) => setTimeout(go, 700));
  on = false;
  return worst;
}"""
EDIT = f"""([id, n]) => ({LONGEST})(async () => {{
  const {{edits}} = await import("/static/dist/app.js");
  await edits.setFields("note", id, "visit", {{session_no: n}});
}})"""
PULLED = f"""([id, rev]) => ({LONGEST})(async () => {{
  const {{queue, records}} = await import("/static/dist/app.js");
  const {{pending, attention, local, ...note}} = await records.get("note", id);
  await queue.applyPage([{{...note, rev}}], {{cursor: "bench"}});
}})"""
KEY = f"""(text) => ({LONGEST})(async () => {{
  const input = document.querySelector("input[type=search]");
  input.value = text;
  input.dispatchEvent(new InputEvent("input", {{bubbles: true}}));
}})"""
SEEN = """() => {
  let locked = 0;
  let given = 0; // what a person needs to enter the secret is no time of the app
  addEventListener("submit", () => { given = performance.now(); }, true);
  window.home = new Promise((done) => new MutationObserver((_, watch) => {
    if (document.querySelector("#secret")) locked ||= performance.now();
    if (!document.querySelector(".home-columns")) return;
    watch.disconnect();
    done(performance.now() - given + locked);
  }).observe(document, {childList: true, subtree: true}));
}"""
EDITOR = """(id) => new Promise((done) => {
  const began = performance.now();
  new MutationObserver((_, watch) => {
    if (!document.querySelector(".note-work")) return;
    watch.disconnect();
    setTimeout(() => done(performance.now() - began));
  }).observe(document, {childList: true, subtree: true});
  location.hash = `#/notes/${id}/edit`;
})"""

GO = f"""(path) => ({LONGEST})(() => {{ location.hash = `#${{path}}`; }})"""


class Tablet:
    """A browser with a profile of its own, opened anew for each cold start."""

    def __init__(self, playwright: Playwright, room: Path, url: str) -> None:
        self.playwright, self.room, self.url = playwright, room, url
        self.revs = count(2)
        """Of the note that is pulled again and again."""

    @contextmanager
    def opened(self, slower: int = 1) -> Iterator[tuple[Page, Any]]:
        context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            str(self.room), executable_path=CHROMIUM, headless=True, args=ARGS, **TABLET
        )
        try:
            context.add_init_script(f"({SEEN})()")
            page = context.new_page()
            devtools = context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            yield page, devtools
        finally:
            context.close()

    def fill(self, patients: int, notes: int) -> float:
        with self.opened() as (page, _):
            page.goto(self.url)
            wait_ready(page)
            page.evaluate(READY)
            page.evaluate(SIGN_IN, [SUPERVISOR.email, PASSWORD, SECRET])
            page.evaluate("async () => (await import('/static/dist/app.js')).engine.syncNow()")
            user = page.evaluate("async () => (await import('/static/dist/app.js')).session.session().user.id")
            taken = page.evaluate(FILL, [patients, notes, work.one_note(user), {"body": {"weight_kg": 72}}])
            return float(taken)

    def measure(self, slower: int, turn: int) -> dict[str, float]:
        """One cold start, and what is done then."""
        found: dict[str, float] = {"busy": busy()}
        names = iter(LIMITS)
        edit, pulled, opening, editor, key, heap = names
        with self.opened(slower) as (page, devtools):
            page.goto(f"{self.url}/#/")
            wait_ready(page)
            found[opening] = page.evaluate("() => window.home")
            found["probe"] = page.evaluate(PROBE)
            page.evaluate(f"({LONGEST})(() => {{}})")
            found[edit] = max(page.evaluate(EDIT, [DRAFT, 5 + turn + n]) for n in range(3))
            found[pulled] = max(page.evaluate(PULLED, [APPROVED, next(self.revs)]) for _ in range(3))
            devtools.send("HeapProfiler.collectGarbage")
            found[heap] = page.evaluate("performance.memory.usedJSHeapSize") / 1024**2
            found[editor] = page.evaluate(EDITOR, DRAFT)
            page.evaluate("location.hash = '#/patients'")
            page.wait_for_selector("input[type=search]")
            found[key] = max(page.evaluate(KEY, text) for text in ("r", "ru", "rui", "ruiz 12"))
        return found

    def screens(self, slower: int) -> dict[str, float]:
        """How long each screen freezes when it is opened again, and when a note is pulled while it is open."""
        found: dict[str, float] = {}
        with self.opened(slower) as (page, _):
            page.goto(f"{self.url}/#/")
            wait_ready(page)
            page.evaluate("() => window.home")
            for path in SCREENS:
                for _ in range(2):  # the second time its chunk is there
                    page.evaluate("location.hash = '#/settings'")
                    page.locator("h1", has_text="More").wait_for()
                    opening = page.evaluate(GO, path)
                found[f"{path} opened"] = opening
                pulls = [page.evaluate(PULLED, [APPROVED, next(self.revs)]) for _ in range(2)]
                found[f"{path} per pulled note"] = min(pulls)
        return found


@dataclass
class Figures:
    """What was measured of a tablet at one speed."""

    of: dict[str, float]
    screens: dict[str, float]
    probes: list[float]
    busy: float


def measured(tablet: Tablet, slower: int) -> Figures:
    rounds = [tablet.measure(slower, turn) for turn in range(1, TIMES + 1)]
    return Figures(
        of={name: median(each[name] for each in rounds) for name in LIMITS},
        screens=tablet.screens(slower),
        probes=[each["probe"] for each in rounds],
        busy=median([*(each["busy"] for each in rounds), busy()]),
    )


def clinic(playwright: Playwright, room: Path, size: str, say: Callable[[str], None]) -> dict[int, Figures]:
    """The figures of a tablet of that clinic by how much slower its processor is."""
    room.mkdir()
    server = ServerProcess(room / "server", IN_CHUNKS="1")
    server.data_dir.mkdir()
    server.app = APP_WITH_TEST_BUILD
    try:
        start_clinic(server)
        tablet = Tablet(playwright, room / "profile", server.url)
        taken = tablet.fill(*SIZES[size])
        say(f"W5 {size} clinic, {SIZES[size][0]} patients, {SIZES[size][1]} notes: stored in {taken / 1000:.1f} s")
        server.stop()
        return {slower: measured(tablet, slower) for slower in SPEEDS}
    finally:
        server.stop()


def tell(line: str) -> None:
    print(line, flush=True)


def why_void(small: Figures, large: Figures) -> str | None:
    """Why figures say nothing; None when they hold."""
    return mood.why_void(small.probes + large.probes, max(small.busy, large.busy))


def compared(small: Figures, large: Figures, index: int) -> Iterator[tuple[str, float, float, float]]:
    """Each line: its name, small, large, and what large must not pass."""
    for name, limits in LIMITS.items():
        yield name, small.of[name], large.of[name], limits[index]
    for name, other in small.screens.items():
        yield f"{name}, freeze, ms", other, large.screens[name], other + FREEZE[index]


def judged(small: Figures, large: Figures, slower: int, say: Callable[[str], None]) -> list[str]:
    """Prints each line; returns those above their limit, or only why the figures are void."""
    void, missed = why_void(small, large), []
    say(f"W5 {slower}x probe, ms: small {min(small.probes):.0f}, large {min(large.probes):.0f}")
    for name, other, ours, limit in compared(small, large, SPEEDS.index(slower)):
        verdict = "ok" if ours <= limit else "above" if void else "MISSED"
        short = name.replace("0000-0000-4000-8000-0000000000", "~")
        say(f"W5 {slower}x {short:<48} small {other:>8.1f}  large {ours:>8.1f}  <= {limit:>6.0f}  {verdict}")
        if ours > limit:
            missed.append(f"W5 {slower}x {short}: {ours:.1f}, limit {limit:.0f}")
    return [f"W5 {slower}x is VOID: {void}"] if void else missed


def run(say: Callable[[str], None] = tell) -> list[str]:
    """Prints the figures of both clinics side by side; returns what does not stay below its limit, or why they are
    void."""
    with tempfile.TemporaryDirectory(prefix="needlepoint-w5-") as room, sync_playwright() as playwright:
        small, large = (clinic(playwright, Path(room) / size, size, say) for size in SIZES)
    return [line for slower in SPEEDS for line in judged(small[slower], large[slower], slower, say)]

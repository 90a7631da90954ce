"""Simulated taps: every tap is counted, the keyboard is not used, and the clocks move only by the test."""

import re
from time import monotonic

from playwright.sync_api import Locator, Page

from tests.e2e.conftest import shown_box

# The tablet begins hours ago and hears the server's clock go with its own, as minutes pass for both. A clock that jumps
# ahead of the server's alone stamps times that the server is right to refuse.
CLOCK = """() => {
  const Real = Date;
  let ahead = -180 * 60000;
  const heard = Headers.prototype.get;
  Headers.prototype.get = function (name) {
    const text = heard.call(this, name);
    return text && name.toLowerCase() === "date" ? new Real(Real.parse(text) + ahead).toUTCString() : text;
  };
  window.passMinutes = (minutes) => { ahead += minutes * 60000; };
  window.keystrokes = 0;
  addEventListener("keydown", () => { window.keystrokes += 1; }, true);
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
}"""
DURABLE = """() => {
  window.durable = [];
  let touched = null;
  addEventListener("pointerdown", () => { touched = performance.now(); }, true);
  const real = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
    const made = real.call(this, stores, mode, ...rest);
    const edits = ["base", "outbox", "attention"].every((name) => made.objectStoreNames.contains(name));
    if (mode === "readwrite" && edits) made.addEventListener("complete", () => {
      if (touched !== null) window.durable.push(performance.now() - touched);
      touched = null;
    });
    return made;
  };
}"""
REST = "() => new Promise((done) => setTimeout(done, 500))"


class Thumb:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.waited = 0.0
        self.log: list[str] = []

    def tap(self, target: str | Locator, *, inside: str = "body") -> None:
        """Touch the middle of the control whose name begins with these words, once it is there; scrolling is no tap."""
        spot = self.find(target, inside) if isinstance(target, str) else target
        began = monotonic()
        spot.wait_for()
        self.waited += 1000 * (monotonic() - began)
        spot.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
        box = shown_box(spot)
        self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.taps += 1
        self.log.append(target if isinstance(target, str) else inside)
        self.page.evaluate(REST)

    def find(self, words: str, inside: str) -> Locator:
        name = re.compile(rf"^{words}(?!\w)")
        scope = self.page.locator(inside)
        return scope.get_by_role("button", name=name).or_(scope.get_by_role("link", name=name)).first

    def pass_minutes(self, minutes: int) -> None:
        self.page.evaluate("(minutes) => window.passMinutes(minutes)", minutes)

    def keystrokes(self) -> int:
        return self.page.evaluate("window.keystrokes")

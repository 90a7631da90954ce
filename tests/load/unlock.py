"""How long an unlock takes in Chromium: the derivation of the key, and what is read and opened beside it.

``python -m tests.load.unlock`` prints medians of five, after one that warms up. The app that tests load derives by a
single round, so that it shows the rest alone. On a busy machine the figures say nothing.
"""

import os
from statistics import median

from tests.e2e.conftest import SECRET, TABLET, open_app, sign_in, store
from tests.load.browser import clinic_in_browser

TIMES = 5
DERIVE = """async ([secret, times]) => {
  const took = [];
  for (let turn = 0; turn <= times; turn++) {
    const begun = performance.now();
    const bytes = new TextEncoder().encode(secret);
    const given = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: 600_000 };
    await crypto.subtle.deriveKey(how, given, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    took.push(performance.now() - begun);
  }
  return took.slice(1);
}"""
UNLOCK = """
  const key = await session.lastName();
  const took = [];
  for (let turn = 0; turn <= given.times; turn++) {
    await session.lock();
    const begun = performance.now();
    await session.giveSecret(given.secret, key);
    took.push(performance.now() - begun);
  }
  return took.slice(1);
"""


def main() -> None:
    with clinic_in_browser() as (server, browser):
        context = browser.new_context(**TABLET)
        bare = context.new_page()
        bare.goto(f"{server.url}/livez")
        tell("derivation", bare.evaluate(DERIVE, [SECRET, TIMES]))
        page = open_app(context, server)
        sign_in(page)
        tell("the rest of an unlock", store(page, UNLOCK, {"secret": SECRET, "times": TIMES}))


def tell(what: str, took: list[float]) -> None:
    each = ", ".join(f"{one:.0f}" for one in took)
    print(f"{what}: median {median(took):.0f} ms of {each}; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

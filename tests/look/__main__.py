"""``make look``: every screen of the demo in four sizes, in dark, in Spanish, in words 40 % longer and from right to
left, as contact sheets in build/look, with what axe, a contrast of 7:1, a target of 44 px and words that are cut find.
Nothing is compared: somebody looks. ``ARGS="spanish long"`` chooses among english, spanish, long and arabic. A zone of
the face map is as large as it is on the face; the list of sites beside the map has a button of full height for each."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import APP_WITH_TEST_BUILD, ARGS, CHROMIUM, SECRET, SIGN_IN, open_app
from tests.e2e.test_axe import AT_REST, AXE, DEMO_PASSWORD, GO_TO, KNOWN, RUN
from tests.look.photos import keep_unnamed, take_photos
from tests.look.screens import IS_COMPARED, OPEN_PHOTO, SCREENS
from tests.look.words import LOOKS
from tests.server_process import ServerProcess

OUT = Path(__file__).parents[2] / "build/look"
TOUCH = {"phone": (390, 844), "tablet": (834, 1194), "landscape": (1194, 834)}
DESK = {"desktop": (1440, 900)}
NARROW = {"phone": (390, 844), "tablet": (834, 1194)}
CUT = (Path(__file__).parent / "cut.js").read_text(encoding="utf-8")
SPEAK = """async ([language, dir, words]) => {
  const { i18n } = await import("/static/dist/app.js");
  i18n.setLanguage(language, words);
  document.documentElement.dir = dir;
}"""
COLUMNS = 5
ENHANCED = ["color-contrast-enhanced"]
SMALL = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=button]")]
  .filter((one) => !one.closest("p, dd, .visually-hidden, .map-zone"))
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([one, {width, height}]) => width > 1 && height > 1 && Math.min(width, height) < 43.5)
  .map(([one, {width, height}]) => `${one.tagName.toLowerCase()}.${one.className?.baseVal ?? one.className} ` +
    `"${(one.innerText || one.ariaLabel || "").slice(0, 30)}" ${Math.round(width)}x${Math.round(height)}`)"""
ANSWERED = """() => !document.querySelector(".skeleton")
  && [...document.querySelectorAll("np-photo")].every((one) => one.querySelector("img"))
  && document.querySelector("main .page")?.innerText.length > 40"""
CONTRAST = RUN.replace('impact === "serious" || impact === "critical"', "impact")
SHEET = """<style>body {{ margin: 12px; display: grid; grid-template-columns: repeat({columns}, 1fr); gap: 12px;
  align-content: start; font: 15px sans-serif; background: #777; color: #fff; }} img {{ width: 100%; }}
  figure {{ margin: 0; }}</style>
{figures}"""


def main(wanted: list[str]) -> int:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = ServerProcess(Path(data), DEMO="1", DEMO_PASSWORD=DEMO_PASSWORD, IN_CHUNKS="1")
        server.flask("db", "upgrade")
        server.flask("demo", "seed")
        server.app = APP_WITH_TEST_BUILD
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
            photographed = with_photos(browser, server)
            found = [] if wanted and "english" not in wanted else list(looked_at(browser, server, photographed))
            for name in LOOKS:
                if not wanted or name in wanted:
                    found += read_in(browser, server, name, photographed)
            for folder in sorted(each.name for each in OUT.iterdir()):
                contact_sheets(browser, folder)
        finally:
            server.kill()
    (OUT / "report.txt").write_text("\n".join(found) + "\n", encoding="utf-8")
    print("\n".join(found) or "axe, contrast and targets: nothing found")
    print(f"{len(list(OUT.glob('*/*.png')))} pictures in {OUT}")
    return 1 if found else 0


def with_photos(browser: Browser, server: ServerProcess) -> dict[str, str]:
    """The draft and the signed note that have some now."""
    page, known = signed_in(browser, server, "practitioner", touch=True)
    note = take_photos(page, known)
    page.context.close()
    return {"draft": known["draft"], "photographed": note}


def looked_at(browser: Browser, server: ServerProcess, photographed: dict[str, str]) -> Iterator[str]:
    """Takes the pictures; yields what is found on each screen."""
    for key, screens in SCREENS.items():
        for sizes in (TOUCH, DESK):
            page, known = signed_in(browser, server, key, touch=sizes is TOUCH)
            known |= photographed
            if key == "practitioner":
                keep_unnamed(page, known["draft"])
            for number, (name, address) in enumerate(screens):
                open_screen(page, name, address(known))
                for size, (width, height) in sizes.items():
                    page.set_viewport_size({"width": width, "height": height})
                    shoot(page, size, f"{key}-{number:02} {name}")
                    yield from (f"{name}, {size}: under 44 px: {each}" for each in page.evaluate(SMALL))
                    yield from (f"{name}, {size}: {each}" for each in page.evaluate(CUT))
                if sizes is DESK:
                    yield from (f"{name}, desktop: {each}" for each in judged(page))
                else:
                    page.set_viewport_size({"width": 834, "height": 1194})
                    yield from (f"{name}: {each}" for each in judged(page))
                    page.emulate_media(color_scheme="dark")
                    shoot(page, "dark", f"{key}-{number:02} {name}")
                    yield from (f"{name}, dark: {each}" for each in page.evaluate(CONTRAST, ENHANCED))
                    page.emulate_media(color_scheme="light")
            page.context.close()


def read_in(browser: Browser, server: ServerProcess, look: str, photographed: dict[str, str]) -> Iterator[str]:
    """The same screens in other words: only what cannot be read is looked for."""
    language, direction, words = LOOKS[look]
    for key, screens in SCREENS.items():
        page, known = signed_in(browser, server, key, touch=True)
        known |= photographed
        page.evaluate(SPEAK, [language, direction, words()])
        for number, (name, address) in enumerate(screens):
            open_screen(page, name, address(known))
            for size, (width, height) in NARROW.items():
                page.set_viewport_size({"width": width, "height": height})
                shoot(page, f"{look}-{size}", f"{key}-{number:02} {name}")
                yield from (f"{name}, {look}, {size}: {each}" for each in page.evaluate(CUT))
        page.context.close()


def open_screen(page: Page, name: str, address: str) -> None:
    page.evaluate(GO_TO, address)
    page.locator("main h1, main h2, main form").first.wait_for(state="attached")
    page.wait_for_function(ANSWERED)
    if name in IS_COMPARED:
        page.evaluate(OPEN_PHOTO, IS_COMPARED[name])


def signed_in(browser: Browser, server: ServerProcess, key: str, *, touch: bool) -> tuple[Page, dict[str, Any]]:
    look: dict[str, Any] = {"color_scheme": "light", "reduced_motion": "reduce", "has_touch": touch}
    width, height = TOUCH["tablet"] if touch else DESK["desktop"]
    page = open_app(browser.new_context(**look, viewport={"width": width, "height": height}), server)
    page.set_default_timeout(60_000)
    page.evaluate(SIGN_IN, [f"{key}@demo.example", DEMO_PASSWORD, SECRET])
    return page, page.evaluate(KNOWN)


def judged(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = [*page.evaluate(RUN), *page.evaluate(CONTRAST, ENHANCED)]
    return found


def shoot(page: Page, size: str, name: str) -> None:
    """What is seen without scrolling."""
    page.evaluate("() => scrollTo(0, 0)")
    page.evaluate(AT_REST)
    (OUT / size).mkdir(exist_ok=True)
    page.screenshot(path=OUT / size / f"{name}.png")


def contact_sheets(browser: Browser, size: str) -> None:
    """Ten pictures a sheet, each under its name."""
    pictures = sorted((OUT / size).glob("*.png"))
    page = browser.new_page(viewport={"width": 2000, "height": 1200})
    for start in range(0, len(pictures), 2 * COLUMNS):
        shown = pictures[start : start + 2 * COLUMNS]
        figures = "".join(f'<figure><img src="{one.as_uri()}">{one.stem}</figure>' for one in shown)
        source = OUT / "sheet.html"
        source.write_text(SHEET.format(columns=COLUMNS, figures=figures), encoding="utf-8")
        page.goto(source.as_uri())
        page.screenshot(path=OUT / f"{size}-{start // (2 * COLUMNS) + 1}.png", full_page=True)
        source.unlink()
    page.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The sentences call what is in the hand a tablet, and a computer without a touch screen a device."""

from pathlib import Path

from babel.messages.pofile import read_po

from tests.node.page import NodePage

TEMPLATE = Path(__file__).resolve().parents[2] / "server/locale/needlepoint.pot"

SAID = """async (touch) => {
  Object.defineProperty(globalThis, "navigator", { value: { maxTouchPoints: touch }, configurable: true });
  const { t } = await import("/src/lib/i18n.js");
  return [t("This tablet has been blocked."), t("On this tablet: {name}", { name: "this tablet" }), t("On the tablet")];
}"""


def test_a_computer_is_no_tablet(page: NodePage) -> None:
    tablet = ["This tablet has been blocked.", "On this tablet: this tablet", "On the tablet"]
    assert page.evaluate(SAID, 5) == tablet
    assert page.evaluate(SAID, None) == tablet
    assert page.evaluate(SAID, 0) == ["This device has been blocked.", "On this device: this tablet", "On the tablet"]


COUNTED = """async () => {
  const { t } = await import("/src/lib/i18n.js");
  return [0, 1, 2].map((n) => t("{n} conflicting edits", { n }));
}"""
SINGULARS = """async () => Object.keys((await import("/src/lib/english.js")).english)"""


def test_one_is_said_in_the_singular(page: NodePage) -> None:
    assert page.evaluate(COUNTED) == ["0 conflicting edits", "1 conflicting edit", "2 conflicting edits"]


def test_each_singular_belongs_to_a_message(page: NodePage) -> None:
    with TEMPLATE.open(encoding="utf-8") as file:
        messages = {message.id[0] for message in read_po(file) if message.pluralizable}
    assert set(page.evaluate(SINGULARS)) - messages == set()

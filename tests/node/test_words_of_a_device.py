"""The sentences call what is in the hand a tablet, and a computer without a touch screen a device."""

from tests.node.page import NodePage

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

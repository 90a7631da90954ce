"""Which findings are cards and which only say what could not be checked."""

import pytest

from tests.node.page import NodePage

SPLIT = """async (rules) => {
  const { split } = await import("/src/features/note-record/unchecked.js");
  const cards = rules.map(([rule, severity]) => ({ head: { rule, severity, message: rule } }));
  const { said, isClean } = split(cards);
  return [said.length, isClean];
}"""
NOT_CHECKED, WARNED = ("V02", "info"), ("C03", "warn")


@pytest.mark.parametrize(
    ("found", "shown"),
    [([], [0, True]), ([NOT_CHECKED], [0, False]), ([WARNED, NOT_CHECKED], [1, False])],
    ids=["nothing", "not checked", "a warning"],
)
def test_only_a_note_of_which_everything_was_checked_is_clean(
    page: NodePage, found: list[tuple[str, str]], shown: list[object]
) -> None:
    assert page.evaluate(SPLIT, found) == shown

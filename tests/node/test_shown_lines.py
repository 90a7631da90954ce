"""What counts as shown of notes that are approved together: lines that stayed on the screen, none that passed by."""

from typing import Any

from server.domain import catalogue
from tests.domain.vectors import cases
from tests.node.page import NodePage

SCENE = """async () => {
  const { shownLines, LONG_ENOUGH: long } = await import("/src/core/shown-lines.js");
  const lines = shownLines();
  const shown = () => [0, 1, 2].filter(lines.has);
  BODY
}"""


def told(page: NodePage, body: str) -> Any:
    return page.evaluate(SCENE.replace("BODY", body))


def test_a_line_that_scrolls_by_was_not_shown(page: NodePage) -> None:
    body = """
    for (let at = 0; at < 10; at += 1) { lines.enters(0, at * long); lines.leaves(0, at * long + long - 1); }
    lines.enters(1, 0); lines.leaves(1, long);
    return [shown(), lines.first, lines.last === long];"""
    assert told(page, body) == [[1], 0, True]


def test_a_line_that_is_still_there_counts_once_it_has_stayed(page: NodePage) -> None:
    body = """
    lines.enters(2, 5000);
    lines.enters(2, 5000 + long - 2);
    const early = lines.settle(5000 + long - 1);
    const then = lines.settle(5000 + long);
    return [early, then, lines.settle(5000 + long + 1), shown(), lines.first];"""
    assert told(page, body) == [False, True, False, [2], 5000]


def test_nothing_is_shown_while_the_page_is_hidden(page: NodePage) -> None:
    body = """
    lines.enters(0, 0); lines.enters(1, long - 1);
    lines.hide(long);
    return [lines.settle(9 * long), shown()];"""
    assert told(page, body) == [False, [0]]


def test_the_parts_that_must_have_been_shown_are_those_of_the_server(page: NodePage) -> None:
    listed = cases("together", "parts")
    script = """async ([cases, sections]) => {
      const { partsOf } = await import("/src/core/review-together.js");
      return cases.map(({ content }) => partsOf(content, sections));
    }"""
    sections = catalogue.forms()["note"]["sections"]
    assert page.evaluate(script, [listed, sections]) == [case["expect"] for case in listed]

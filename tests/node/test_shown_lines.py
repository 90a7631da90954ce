"""What counts as shown of notes that are approved together: lines that stayed on the screen, none that passed by."""

from typing import Any

from server.domain import catalogue
from tests.domain.vectors import cases
from tests.node.page import NodePage

SCENE = """async () => {
  const { shownLines, LONG_ENOUGH: long } = await import("/src/core/shown-lines.js");
  const lines = shownLines();
  const enters = (line, at) => lines.stands(line, 1, 0, 1, at);
  const leaves = (line, at) => lines.stands(line, 1, 0, 0, at);
  const shown = () => [0, 1, 2].filter(lines.has);
  BODY
}"""


def told(page: NodePage, body: str) -> Any:
    return page.evaluate(SCENE.replace("BODY", body))


def test_a_line_that_scrolls_by_was_not_shown(page: NodePage) -> None:
    body = """
    for (let at = 0; at < 10; at += 1) { enters(0, at * long); leaves(0, at * long + long - 1); }
    enters(1, 0); leaves(1, long);
    return [shown(), lines.first, lines.last === long];"""
    assert told(page, body) == [[1], 0, True]


def test_a_line_that_is_still_there_counts_once_it_has_stayed(page: NodePage) -> None:
    body = """
    enters(2, 5000);
    enters(2, 5000 + long - 2);
    const early = lines.settle(5000 + long - 1);
    const then = lines.settle(5000 + long);
    return [early, then, lines.settle(5000 + long + 1), shown(), lines.first];"""
    assert told(page, body) == [False, True, False, [2], 5000]


def test_nothing_is_shown_while_the_page_is_hidden(page: NodePage) -> None:
    body = """
    enters(0, 0); enters(1, long - 1);
    lines.hide(long);
    return [lines.settle(9 * long), shown()];"""
    assert told(page, body) == [False, [0]]


def test_a_high_line_is_read_in_parts_and_each_of_them_has_to_stay(page: NodePage) -> None:
    body = """
    lines.stands(0, 4, 0, 2, 1);           // its first half, from the lower edge
    lines.stands(0, 4, 1, 3, long + 1);    // the third part passes by
    lines.stands(0, 4, 3, 4, long + 2);
    const early = [lines.settle(9 * long), shown()];
    lines.stands(0, 4, 2, 3, 10 * long);
    return [early, lines.settle(11 * long), shown(), lines.first, lines.last === 11 * long];"""
    assert told(page, body) == [[False, []], True, [0], 1, True]


def test_a_line_that_is_divided_anew_has_to_be_shown_anew(page: NodePage) -> None:
    body = """
    lines.stands(0, 2, 0, 1, 0); lines.stands(0, 2, 0, 0, long);
    lines.stands(0, 4, 1, 4, long); lines.stands(0, 4, 0, 0, 2 * long);
    const halves = shown();
    lines.stands(0, 4, 0, 1, 2 * long);
    return [halves, lines.settle(3 * long), shown()];"""
    assert told(page, body) == [[], True, [0]]


def test_the_parts_that_must_have_been_shown_are_those_of_the_server(page: NodePage) -> None:
    listed = cases("together", "parts")
    script = """async ([cases, sections]) => {
      const { partsOf } = await import("/src/core/review-together.js");
      return cases.map(({ content }) => partsOf(content, sections));
    }"""
    sections = catalogue.forms()["note"]["sections"]
    assert page.evaluate(script, [listed, sections]) == [case["expect"] for case in listed]

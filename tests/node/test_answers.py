"""What a text answers that is typed on a tablet: the findings that were shown with the box, and no other."""

from typing import Any

from tests.node.test_core_vectors import core

REASON, OTHER = "Agreed with her doctor.", "A trial product, sterile."


def finding(fp: str, at: str | None = None, rule: str = "S01", severity: str = "reason") -> dict[str, Any]:
    return {"rule": rule, "at": at, "fp": fp, "severity": severity, "since": None, "numbers": {}}


def typed(page, held: dict[str, Any], text: str, shown: list[dict[str, Any]], current: list[str]) -> dict[str, Any]:
    body = """const answered = given.shown.map((finding) => ({finding, shown: `as ${finding.fp}`}));
        return core.answering(given.held, given.text, answered, new Set(given.current));"""
    given = {"held": held, "text": text, "shown": shown, "current": current}
    return core(page, "answers", body, given)


def test_a_text_is_for_what_was_shown_with_it(page):
    unit = typed(page, {}, REASON, [finding("a", "serum:1")], ["a", "b"])
    assert unit == {"text": REASON, "judged": [{"at": "serum:1", "fp": "a", "shown": "as a"}]}


def test_words_for_a_second_product_leave_those_for_the_first_as_they_were(page):
    first = typed(page, {}, REASON, [finding("a", "serum:1")], ["a", "b"])
    both = typed(page, first, OTHER, [finding("b", "serum:2")], ["a", "b"])
    assert [(row["fp"], row["text"]) for row in both["judged"]] == [("a", REASON), ("b", OTHER)]
    assert both["text"] == f"{REASON}\n{OTHER}"
    taken_back = typed(page, both, " ", [finding("b", "serum:2")], ["a", "b"])
    assert taken_back == {"text": REASON, "judged": [{"at": "serum:1", "fp": "a", "shown": "as a"}]}


def test_another_thing_at_the_same_place_keeps_its_answer_and_an_outdated_one_goes(page):
    held = {"text": REASON, "judged": [{"fp": "iodine", "shown": "i"}, {"fp": "gone", "shown": "g"}]}
    unit = typed(page, held, OTHER, [finding("latex")], ["iodine", "latex"])
    assert [(row["fp"], row["text"]) for row in unit["judged"]] == [("iodine", REASON), ("latex", OTHER)]


def said(page, held: dict[str, Any], shown: list[dict[str, Any]], current: list[str]) -> Any:
    body = "return core.saidFor(given.held, given.shown, new Set(given.current));"
    return core(page, "answers", body, {"held": held, "shown": shown, "current": current})


def test_the_box_offers_no_text_that_answers_something_else(page):
    held = {"text": REASON, "judged": [{"at": "serum:1", "fp": "a", "shown": "as a"}]}
    assert said(page, held, [finding("b", "serum:2")], ["a", "b"]) is None
    assert said(page, held, [finding("new", "serum:1")], ["new"]) == {"text": REASON, "rows": held["judged"]}
    assert said(page, {"text": REASON}, [finding("b")], ["b"]) == {"text": REASON, "rows": []}


def test_an_override_leaves_the_rest_of_its_card_to_the_author_and_a_reason_never_answers_more_than_it_may(page):
    body = """const head = given.findings[0], card = {head, findings: given.findings};
        const asked = core.askedOf(card, given.content);
        return [asked.fp, core.answeredWith(asked, given.findings).map(({fp}) => fp)];"""
    findings = [finding("a", rule="P01", severity="block*"), finding("b", rule="P02"), finding("c", rule="A20")]
    asked = core(page, "cards", body, {"findings": findings, "content": {}})
    assert asked == ["a", ["a", "b", "c"]]
    override = {"override:P01": {"text": REASON, "judged": [{"fp": "a"}, {"fp": "b"}]}}
    assert core(page, "cards", body, {"findings": findings, "content": override}) == ["c", ["b", "c"]]

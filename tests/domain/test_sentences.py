"""The sentences of the rules: their figures come from the values judged and from the clinic's approved limits."""

import copy
import re
from dataclasses import replace

import pytest

from server.domain.limits import LIMITS
from server.domain.rules import RULES, WORDS, evaluate
from server.domain.sentences import PLACEHOLDER, unfilled, written
from tests.domain.vectors import cases, changed, context_of, load
from tests.table import check_rows

NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Figures that are no limits: the name of an enzyme, the scale of pain, units, and the catalogue's points in time.
NAMES = re.compile(r"G6PD|from 0 to 10|of 10(?=[:, ])|10³/µL|per 10 cm²|[Dd]ay (1|3|28)\b")
CREAM = {
    "numbing": {
        "used": True,
        "product": "emla",
        "applied_at": "2026-10-19T08:00:00+01:00",
        "removed_at": "2026-10-19T14:12:00+01:00",
    }
}


@pytest.mark.parametrize(("value", "way", "text"), cases("sentences"), ids=str)
def test_how_a_figure_is_written(value, way, text):
    assert written(value, way, WORDS) == text


def test_no_sentence_holds_a_figure_of_its_own():
    """A limit can be edited; a sentence that says it in letters would go on saying the old one."""
    rows = {text: f"{row['id']}: {text}" for row in RULES["rows"] for text in (unfilled(row), row["message"])}
    assert [named for text, named in rows.items() if NUMBER.search(NAMES.sub("", text))] == []


def test_every_placeholder_has_a_path_and_each_path_a_place():
    check_rows(RULES["rows"], is_filled)


def is_filled(row):
    params = row.get("params", {})
    said = unfilled(row)
    assert set(PLACEHOLDER.findall(said)) == set(params), said
    assert all(way in (*WORDS, "number", "text", "duration") for _path, way in params.values()), said
    assert "{" not in row.get("about", ""), row["about"]


def test_an_app_from_before_the_sentences_shows_no_placeholder():
    """It shows and stores ``message`` as it stands."""
    assert [row["message"] for row in RULES["rows"] if "{" in row["message"]] == []
    assert [row["message"] for row in RULES["rows"] if ("params" in row) != ("sentence" in row)] == []


def test_a_rule_with_figures_has_words_without_them_for_its_answers():
    first = {row["id"]: row for row in reversed(RULES["rows"])}
    assert [rule for rule, row in first.items() if "params" in row and "about" not in row] == []


def sentence_of(rule, content, limits=LIMITS):
    base = load("rules")["base"]
    context = replace(context_of(base["context"]), limits=limits)
    found = evaluate(changed(base["content"], content), context)
    return next(one.message for one in found if one.rule == rule)


def test_the_sentence_says_the_figures_of_the_clinics_own_table():
    own = copy.deepcopy(LIMITS)
    own["anaesthetics"]["emla"] |= {"max_min": 240, "label": "EMLA 5 %"}
    assert sentence_of("A03", CREAM) == "EMLA cream on the skin for 6 h 12 min; the label allows at most 5 h."
    assert sentence_of("A03", CREAM, own) == "EMLA 5 % on the skin for 6 h 12 min; the label allows at most 4 h."


def test_each_cause_has_its_sentence_and_one_cause_one():
    assert sentence_of("O02", {"obs:T24": {"exudate": "pus"}}) == "Pus: possible infection. See the patient today."
    blisters = "Blisters: possible herpes. See the patient today."
    assert sentence_of("O02", {"obs:T24": {"new_lesions": ["vesicles"]}}) == blisters
    nsaid = {"check": {"nsaid_48h": "yes", "nsaid_on": "2026-10-18"}, "prp": {"used": True, "drawn_ml": 20}}
    assert sentence_of("R03", nsaid) == (
        "Anti-inflammatory taken 1 day ago (wait 2 days): PRP may work less well. Record why it goes ahead."
    )


def test_a_sentence_states_only_what_was_entered():
    planned = {"numbing": {"used": True, "product": "emla", "planned_min": 400}}
    assert sentence_of("A03", planned) == "EMLA cream planned for 6 h 40 min; the label allows at most 5 h."
    given = {"prp": {"used": True, "tube_labelled": None, "used_at": "2026-10-19T10:00:00+02:00"}}
    assert sentence_of("R04", given) == "It is not recorded that the PRP tube is labelled with two identifiers."


def test_a_plan_that_is_too_long_leaves_out_no_time_that_was():
    running = {"numbing": {"used": True, "product": "emla", "applied_at": "2026-10-19T09:00:00+02:00"}}
    longer = changed(running, {"numbing": {"planned_min": 1000000}})
    assert "on the skin for" in sentence_of("A03", longer)

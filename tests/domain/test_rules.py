import pytest

from server.domain.answers import is_long_enough, open_findings
from server.domain.reasons import is_real_reason
from server.domain.rules import RULE_IDS, evaluate, holds, look
from server.domain.sentences import NOTHING
from tests.domain.vectors import cases, context_of, judged_cases, rule_cases, title, verdicts
from tests.table import check_rows

NOW = {"patient": {}, "previous": None, "now": "2026-11-23T10:00:00+00:00"}


def test_rules_fire_where_they_must_and_only_there():
    check_rows(judged_cases(), fires_as_expected, name=lambda row: row[0]["name"])


def fires_as_expected(case, findings):
    content = case["content"]
    assert verdicts([found.as_dict() for found in findings]) == case["fired"]
    assert [found.message for found in findings if NOTHING in found.message or "{" in found.message] == []
    if "open" in case:
        assert [found.rule for found in open_findings(content, findings, case["acknowledged"])] == case["open"]


def test_every_rule_has_an_example_that_fires_and_one_that_just_does_not():
    listed = rule_cases()
    check_rows(RULE_IDS, lambda rule: has_both_examples(rule, listed))


def has_both_examples(rule, listed):
    named = [case for case in listed if case["name"].startswith(rule)]
    assert any(rule in [fired for fired, *_ in case["fired"]] for case in named)
    assert any(rule not in [fired for fired, *_ in case["fired"]] for case in named)


def test_every_rule_of_the_clinical_table_is_there():
    table = {
        "C": 8, "D": 10, "P": 24, "A": 33, "N": 16, "R": 16, "S": 5, "O": 15, "V": 6, "L": 3, "X": 5,
    }  # fmt: skip
    counted = {f"{kind}{number:02}" for kind, last in table.items() for number in range(1, last + 1)}
    assert set(RULE_IDS) == counted - {"N11"} | {
        "N04w", "N18", "N19", "S07", "G01", "G02", "V09", "P26", "X07", "X08", "X09",
        "T02", "T03", "T04", "T05", "T06", "T07", "T09", "T10", "T11", "T13", "T14", "T15", "T16", "T17", "T18",
    }  # fmt: skip


@pytest.mark.parametrize("value", [None, "unknown", "", []])
@pytest.mark.parametrize(
    ("op", "operand"),
    [("is", "unknown"), ("is", None), ("is_not", "yes"), ("in", ["unknown", None]), ("over", -1), ("under", 1)],
)
def test_a_missing_or_unknown_value_satisfies_no_comparison(value, op, operand):
    view = look({"numbing": {"residual_removed": value}}, context_of(NOW))
    assert not holds(["numbing.residual_removed", op, operand], view)
    assert holds(["numbing.residual_removed", "missing", None], view)


@pytest.mark.parametrize(
    ("value", "condition", "expected"),
    [
        (True, ["is", 1], False),
        (1, ["is", True], False),
        (1.0, ["is", 1], True),
        (False, ["is", False], True),
        (False, ["missing", None], False),
        (0, ["missing", None], False),
        (0, ["under", 0.1], True),
        (True, ["over", 0], False),
        ("3", ["over", 0], False),
        (3, ["over", "prp.drawn_ml"], False),
        (3, ["over", "limits.needling.min_mm"], True),
        (3, ["over", "limits.nothing.here"], False),
        ("a", ["in", ["a", "b"]], True),
        (["a", "c"], ["in", ["b", "c"]], True),
        (["a"], ["is_not", "a"], False),
        (["b"], ["is_not", "a"], True),
    ],
)
def test_the_six_comparisons(value, condition, expected):
    view = look({"prp": {"volume_ml": value}}, context_of(NOW))
    assert holds(["prp.volume_ml", *condition], view) is expected


def test_a_finding_names_the_entries_it_judged():
    content = {"device": {"product": "skinpen"}, "zone:chin": {"depth_mm": [15.0]}, "consent": {"procedure": True}}
    found = next(found for found in evaluate(content, context_of(NOW)) if found.rule == "D04")
    assert found.as_dict() == {
        "rule": "D04",
        "severity": "block",
        "message": "15 mm is deeper than this device reaches (at most 2.5 mm).",
        "fields": ["zone:chin.depth_mm", "device.product"],
        "numbers": {
            "zone:chin.depth_mm": [15.0],
            "device.product": "skinpen",
            "zone:chin.past_range_mm": 15.0,
            "zone:chin.range_mm": 2.5,
        },
        "source": "domain 6.3 [SP-FDA]",
        "at": "zone:chin",
        "alert": False,
        "fp": "4096530a1fa98dc375b202165b056f735e8cef3ba93b1cd50c8dbe5e87edca56",
        "since": None,
        "was": None,
        "decision": "",
        "decided": None,
        "said": ["zone:chin.past_range_mm", "zone:chin.range_mm"],
        "thing": "zone.depth_mm",
    }


@pytest.mark.parametrize("case", cases("reasons"), ids=title)
def test_a_reason_counts_from_ten_characters_on(case):
    assert is_long_enough(case["text"]) is case["counts"]


@pytest.mark.parametrize("case", cases("reasons", "real"), ids=title)
def test_a_reason_to_be_followed_is_words(case):
    assert is_real_reason(case["text"]) is case["counts"]


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"active_acne": "yes"}, [("reason", "check.active_acne")]),
        (
            {"active_acne": "yes", "sepsis_unstable": "yes"},
            [("block*", "check.sepsis_unstable"), ("reason", "check.active_acne")],
        ),
    ],
)
def test_each_thing_a_rule_speaks_of_is_a_finding_of_its_own_severity(check, expected):
    context = context_of(NOW | {"patient": {"history:chemotherapy": {"answer": "yes"}}})
    found = [(one.severity, one.fields[0]) for one in evaluate({"check": check}, context) if one.rule == "P16"]
    assert found == [*expected, ("reason", "patient.history:chemotherapy.answer")]


def la(number, **entered):
    return {f"la:0192f0aa-0000-7000-8000-00000000000{number}": {"technique": "infiltration", "ml": 1, **entered}}


def found_of(rule, content, patient=None):
    return [one for one in evaluate(content, context_of(NOW | {"patient": patient or {}})) if one.rule == rule]


@pytest.mark.parametrize(("rule", "entered"), [("A31", {}), ("X02", {"mg": 5})])
def test_a_reason_for_one_drug_answers_neither_another_nor_the_same_once_more(rule, entered):
    drugs = ("lidocaine", "mepivacaine") if rule == "A31" else ("tetracaine", "other")
    one = la(1, drug=drugs[0], **entered)
    reason = {f"reason:{rule}": {"text": "Read from the empty vial.", "judged": [{"fp": found_of(rule, one)[0].fp}]}}
    more = one | la(2, drug=drugs[1], **entered)

    def still_open(content):
        return [found.thing for found in open_findings(reason, found_of(rule, content))]

    assert still_open(one) == []
    assert still_open(more) == [f"numbing.product {drugs[1]}"]
    if rule == "A31":
        assert still_open(one | la(2, drug=drugs[0])) == [f"numbing.product {drugs[0]}"]


def test_a_decision_about_keloids_is_for_the_scars_that_are_treated():
    keloids = {"history:keloid_hypertrophic": {"answer": "yes"}}
    on = [{"zone:chin": {"depth_mm": [0.5], "scar_ids": marks}} for marks in (["a"], ["a", "b"], ["b"])]
    assert len({found.decision for content in on for found in found_of("P06", content, keloids)}) == 3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.canonical import same
from server.domain.merge import apply_patch, merge, with_unit, without_nulls
from tests.domain.vectors import cases, title

NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = st.one_of(st.booleans(), st.integers(0, 3), st.sampled_from(["x", "y"]))
ITEMS = st.lists(st.sampled_from("pqrst"), unique=True, max_size=4)
UNITS = st.dictionaries(NAMES, st.one_of(SCALARS, ITEMS), max_size=3)
PATCHES = st.dictionaries(NAMES, st.one_of(st.none(), SCALARS, ITEMS), max_size=3)
SETS = st.dictionaries(NAMES, ITEMS.filter(bool), max_size=3)
SET_PATCHES = st.dictionaries(NAMES, st.one_of(st.none(), ITEMS.filter(bool)), max_size=3)
POLICIES = st.sampled_from(["whole", "text", "set", "safety_set"])


@pytest.mark.parametrize("case", cases("merge"), ids=title)
def test_two_sides(case):
    merged = merge(case["policy"], case["base"], case["patch"], case["current"], case["unchanged_since_base"])
    assert merged.outcome == case["outcome"]
    assert same(merged.value, case["value"])


@pytest.mark.parametrize(("mine", "theirs"), [(["none"], ["seizure"]), (["seizure"], ["none", "headache"])])
@pytest.mark.parametrize("policy", ["set", "safety_set"])
def test_two_sets_never_become_one_that_contradicts_itself(policy, mine, theirs):
    exclusive = {"seen": ("none",)}
    merged = merge(policy, {}, {"seen": mine}, {"seen": theirs}, exclusive=exclusive)
    assert (merged.outcome, merged.value) == ("conflict", {"seen": theirs})
    assert merge(policy, {}, {"seen": ["a"]}, {"seen": ["b"]}, exclusive=exclusive).value == {"seen": ["b", "a"]}


@given(st.sampled_from(["whole", "text"]), UNITS, PATCHES, UNITS)
def test_nothing_is_merged_that_nobody_entered(policy, base, patch, current):
    merged = merge(policy, base, patch, current)
    assert same(merged.value, apply_patch(base, patch)) or same(merged.value, without_nulls(current))


@given(POLICIES, UNITS, UNITS)
def test_what_both_sides_say_is_settled(policy, base, mine):
    patch = {**dict.fromkeys(base), **mine}
    merged = merge(policy, base, patch, mine)
    assert same(merged.value, mine)
    assert merged.outcome == ("applied" if same(base, mine) else "settled")


@given(POLICIES, UNITS, PATCHES)
def test_an_unopposed_patch_is_applied_as_it_is(policy, base, patch):
    merged = merge(policy, base, patch, base)
    assert merged.outcome == "applied"
    assert same(merged.value, apply_patch(base, patch))


@given(POLICIES, UNITS, PATCHES, UNITS, st.booleans())
def test_a_conflict_leaves_the_current_value(policy, base, patch, current, unchanged):
    merged = merge(policy, base, patch, current, unchanged)
    assert merged.outcome in ("applied", "settled", "conflict")
    if merged.outcome != "applied":
        assert same(merged.value, without_nulls(current))


@given(st.sampled_from(["set", "safety_set"]), SETS, SET_PATCHES, SETS)
def test_a_set_holds_only_what_a_side_holds_and_all_that_both_hold(policy, base, patch, current):
    merged = merge(policy, base, patch, current)
    mine = apply_patch(base, patch)
    for name in {**current, **mine}:
        theirs, ours, result = (set(side.get(name, [])) for side in (current, mine, merged.value))
        assert result <= theirs | ours
        assert theirs & ours <= result


@given(SETS, SET_PATCHES, SETS)
def test_nothing_leaves_a_safety_set_while_someone_else_changes_it(base, patch, current):
    merged = merge("safety_set", base, patch, current)
    mine = apply_patch(base, patch)
    for name in current:
        lost = set(current[name]) - set(merged.value.get(name, []))
        if lost:
            assert same(current[name], base.get(name, []))
            assert lost == set(base[name]) - set(mine.get(name, []))


def test_an_emptied_unit_leaves_the_content():
    content = {"visit": {"room": "2"}, "text:plan": {"text": "x"}}
    assert with_unit(content, "text:plan", {"text": None}) == {"visit": {"room": "2"}}
    assert with_unit(content, "zone:chin", {"passes": 4})["zone:chin"] == {"passes": 4}

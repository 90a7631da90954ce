"""Of two texts of a section, what is one statement is chosen from one of them."""

from server.domain.catalogue import RECORD_TYPES
from tests.node.page import NodePage
from tests.node.test_core_vectors import core

SECTIONS = {
    section.unit: [field.name for field in section.fields]
    for kind in RECORD_TYPES.values()
    for section in kind.sections
}


def chosen_with(page: NodePage, unit: str, name: str, differing: list[str]) -> list[str]:
    body = "return core.chosenWith(given.unit, given.name, given.differing)"
    return list(core(page, "together", body, {"unit": unit, "name": name, "differing": differing}))


def test_the_groups_are_fields_of_the_record_each_in_one(page: NodePage) -> None:
    found = core(page, "together", "return {groups: core.GROUPS, whole: core.WHOLE_SECTIONS}", None)
    assert set(found["whole"]) <= set(SECTIONS)
    for unit, groups in found["groups"].items():
        names = [name for group in groups for name in group]
        fields = SECTIONS["zone" if unit == "other_site" else unit] + SECTIONS[unit]
        assert (unit, set(names) - set(fields), len(names) - len(set(names))) == (unit, set(), 0)


def test_a_lot_is_chosen_with_its_product_and_a_signature_with_its_ticks(page: NodePage) -> None:
    assert chosen_with(page, "numbing:a", "lot", ["product", "lot", "effect_nrs"]) == ["product", "lot"]
    assert chosen_with(page, "numbing", "effect_nrs", ["product", "lot", "effect_nrs"]) == ["effect_nrs"]
    assert chosen_with(page, "consent", "signature", ["prp", "signature"]) == ["prp", "signature"]
    assert chosen_with(page, "override:P04", "text", ["text", "judged"]) == ["text", "judged"]
    assert chosen_with(page, "reason:N02", "judged", ["text", "judged"]) == ["text", "judged"]
    assert chosen_with(page, "ae:a", "outcome", ["action", "outcome", "resolved_at"]) == ["outcome", "resolved_at"]
    assert chosen_with(page, "zone:chin", "passes", ["depth_mm", "passes", "note"]) == ["depth_mm", "passes"]
    assert chosen_with(page, "text:plan", "text", ["text"]) == ["text"]

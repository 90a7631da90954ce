"""How the tablet writes a value, and that it is the same on paper (``tests/vectors/values.json``)."""

from server.domain import catalogue
from server.domain.catalogue import formats
from tests.domain.vectors import cases
from tests.node.test_core_vectors import core


def test_a_value_is_read_as_on_paper(page):
    """By the table that is served, and the same while the forms have none."""
    body = """const { setFormats } = await import("/src/lib/formats.js");
        return given.tables.map((table) => {
            setFormats(table ?? undefined);
            return given.cases.map(({field, value}) => core.valueText(field, value));
        });"""
    given = {"tables": [formats.forms(), None], "cases": cases("values")}
    expected = [case["text"] for case in cases("values")]
    assert core(page, "../features/note-record/value-text", body, given) == [expected, expected]


def test_the_table_of_the_release_is_that_of_the_server(page):
    assert core(page, "../lib/formats", "return core.SHIPPED", None) == formats.forms()


def test_another_table_is_gone_by(page):
    table = formats.forms() | {"answers": {"unknown": "Nobody knows"}, "depth_steps_mm": [2]}
    body = """core.setFormats(given);
        const found = [core.answerWord("unknown"), core.depthLevel(1.9), core.depthLevel(2)];
        core.setFormats(undefined);
        return found;"""
    assert core(page, "../lib/formats", body, table) == ["Nobody knows", 1, 2]


def test_a_depth_has_one_tint(page):
    tints = cases("values", "tints")
    found = core(page, "../lib/formats", "return given.map(([depth]) => core.depthLevel(depth))", tints)
    assert found == [tint for _depth, tint in tints]


def test_the_scars_of_a_site_are_read_as_on_paper(page):
    listed = cases("scars")
    body = """const { valueText } = await import("/src/features/note-record/value-text.js");
        return given.cases.map(({unit, marks, scars}) => {
            const content = {assessment: {scar_types: scars}, [unit]: {scar_ids: marks}};
            const field = core.scarField({name: "scar_ids", kind: "texts"}, unit, content, given.sections);
            return valueText(field, marks);
        });"""
    given = {"cases": listed, "sections": catalogue.forms()["note"]["sections"]}
    found = core(page, "../features/note-record/scar-field", body, given)
    assert found == [case["text"].replace("; ", ", ") for case in listed]

"""What is computed of all patients is computed anew only of those whom a change concerns."""

from tests.node.page import NodePage

SCENE = """async () => {
  globalThis.window = globalThis;
  const { ofChanged } = await import("/src/lib/of-changed.js");
  const ids = ["a", "b", "c"];
  const [asked, told] = [[], []];
  let heard = () => {};
  const work = ofChanged(() => ids, (id) => { asked.push(id); return [id.toUpperCase()]; },
    (found, of) => { told.push([found, of && [...of]]); heard(); });
  const after = (act) => new Promise((go) => { heard = go; act(); });
  BODY
  return { asked, told };
}"""


def told(page: NodePage, body: str) -> dict[str, list[object]]:
    found: dict[str, list[object]] = page.evaluate(SCENE.replace("BODY", body))
    return found


def test_all_at_first_and_then_those_of_a_change(page: NodePage) -> None:
    found = told(
        page,
        """
        await after(() => work.changed(null));
        await after(() => work.changed(new Set(["b"])));
        await after(() => work.changed(null));""",
    )
    assert found["asked"] == ["a", "b", "c", "b", "a", "b", "c"]
    assert found["told"] == [[["A", "B", "C"], None], [["B"], ["b"]], [["A", "B", "C"], None]]


def test_a_change_before_the_end_loses_none_of_the_one_before(page: NodePage) -> None:
    found = told(
        page,
        """
        await after(() => work.changed(null));
        await after(() => { work.changed(new Set(["b"])); work.changed(new Set(["c"])); });""",
    )
    assert found["told"] == [[["A", "B", "C"], None], [["B", "C"], ["b", "c"]]]


def test_nothing_is_told_after_the_end(page: NodePage) -> None:
    body = "work.changed(null); work.end(); await new Promise((go) => setTimeout(go));"
    assert told(page, body)["told"] == []

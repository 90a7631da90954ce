"""The tablet finds and compares patients as the server does, by the shared examples."""

import json
from typing import Any

from server.domain import search
from tests.node.page import ROOT, NodePage

SHARED = json.loads((ROOT / "tests/vectors/search.json").read_text())
PEOPLE, NAMES, NUMBERS = SHARED["people"], SHARED["names"], SHARED["record_numbers"]
QUERIES = [query for _who, query in SHARED["found"] + SHARED["not_found"]]

BOTH = """async ([people, queries]) => {
  const core = await import("/src/core/search.js");
  const lines = people.map((one) => core.searchText(one));
  const asked = queries.map(core.readQuery);
  return { lines, asked, hits: asked.map((query) => lines.map((line) => core.isFound(line, query))) };
}"""
KEYS = """async ([people, name]) => people.map((await import("/src/core/search.js"))[name])"""


def test_a_query_finds_whom_the_examples_say() -> None:
    assert len(QUERIES) + len(NAMES) + len(NUMBERS) >= 120
    lines = {name: search.search_text(identity) for name, identity in PEOPLE.items()}
    missed = [pair for pair in SHARED["found"] if not search.is_found(lines[pair[0]], search.read_query(pair[1]))]
    wrong = [pair for pair in SHARED["not_found"] if search.is_found(lines[pair[0]], search.read_query(pair[1]))]
    assert (missed, wrong) == ([], [])


def test_the_tablet_reads_every_query_and_patient_as_the_server_does(page: NodePage) -> None:
    people = list(PEOPLE.values())
    found = page.evaluate(BOTH, [people, QUERIES])
    lines, asked = [search.search_text(one) for one in people], [search.read_query(query) for query in QUERIES]
    assert found["lines"] == lines
    assert dict(zip(QUERIES, found["asked"], strict=True)) == dict(zip(QUERIES, asked, strict=True))
    assert found["hits"] == [[search.is_found(line, query) for line in lines] for query in asked]


def test_two_names_and_two_record_numbers_are_one_where_the_examples_say(page: NodePage) -> None:
    names = [identity for one, other, _same in NAMES for identity in (one, other)]
    assert page.evaluate(KEYS, [names, "nameKey"]) == [search.name_key(one) for one in names]
    assert keyed(search.name_key, NAMES) == [same for *_, same in NAMES]
    numbers = [({"mrn": one}, {"mrn": other}, same) for one, other, same in NUMBERS]
    both = [identity for one, other, _same in numbers for identity in (one, other)]
    assert page.evaluate(KEYS, [both, "mrnKey"]) == [search.mrn_key(one) for one in both]
    assert keyed(search.mrn_key, numbers) == [same for *_, same in numbers]


def keyed(key: Any, pairs: list[Any]) -> list[bool]:
    return [key(one) == key(other) for one, other, _same in pairs]

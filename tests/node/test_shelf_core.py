"""Codes on boxes and spellings of lots as the tablet reads them, against the shared examples."""

import json
from typing import Any

import pytest

from server.domain.catalogue import copying
from server.domain.traceability import lot_key
from tests.domain.test_shelf import box_of
from tests.domain.vectors import cases
from tests.node.page import ROOT, NodePage

KEYS, CODES = (
    json.loads((ROOT / f"tests/vectors/{name}.json").read_text())["cases"] for name in ("traceability", "gs1")
)


def run(page: NodePage, module: str, name: str, values: list[str]) -> list[Any]:
    body = "async ([module, name, values]) => { const found = await import(module); return values.map(found[name]); }"
    return page.evaluate(body, [f"/src/core/{module}.js", name, values])


@pytest.mark.parametrize(("spelling", "key"), KEYS)
def test_the_server_folds_a_lot_as_the_examples_say(spelling: str, key: str) -> None:
    assert lot_key(spelling) == key


def test_the_tablet_folds_a_lot_as_the_server_does(page: NodePage) -> None:
    spellings, keys = zip(*KEYS, strict=True)
    assert run(page, "traceability", "lotKey", list(spellings)) == list(keys)


def test_the_tablet_counts_an_approval_as_the_server_does(page: NodePage) -> None:
    counted = """async (boxes) => {
      const { approvedBoxes } = await import("/src/core/shelf.js");
      return boxes.map((box) => approvedBoxes([box]).length > 0);
    }"""
    named = cases("shelf")
    assert page.evaluate(counted, [box_of(case) for case in named]) == [case["approved"] for case in named]


def test_codes_on_boxes_are_read_or_refused(page: NodePage) -> None:
    read = """async (cases) => {
      const { readCode } = await import("/src/core/gs1.js");
      return cases.map(([code, format]) => readCode(code, format, 2026));
    }"""
    found = page.evaluate(read, CODES)
    assert [(code, got) for (code, *_), got in zip(CODES, found, strict=True)] == [(case[0], case[2]) for case in CODES]


def test_a_unit_of_another_note_is_used_and_ones_own_is_not(page: NodePage) -> None:
    used = page.evaluate("""async () => {
      const { unitsInUse, usedUnits } = await import("/src/core/traceability.js");
      const note = (id, state, unit_code) => ({ id, state, fields: unit_code ? { device: { unit_code } } : {} });
      const [a, b] = [note("a", "draft", "U 1"), note("b", "signed", "u-2")];
      const notes = [a, b, note("c", "void", "U3"), note("d", "draft")];
      const inUse = unitsInUse(notes);
      return ["u1", "U 2", "u3", ""].map((code) => usedUnits({ device: { unit_code: code } }, "a", inUse));
    }""")
    assert used == [[], ["U 2"], [], []]


def test_a_note_that_names_another_unit_lets_the_one_before_go(page: NodePage) -> None:
    held = page.evaluate("""async () => {
      const { unitIndex } = await import("/src/core/traceability.js");
      const note = (id, unit_code) => ({ id, state: "signed", fields: { device: { unit_code } } });
      const index = unitIndex();
      index.look("p", [note("a", "U1"), note("b", "U2")]);
      index.look("q", [note("c", "U1")]);
      index.look("p", [note("a", "U3")]);
      return [...index.inUse].map(([code, ids]) => [code, [...ids]]);
    }""")
    assert held == [["u1", ["c"]], ["u2", []], ["u3", ["a"]]]


def test_a_protocol_keeps_how_and_never_what_belonged_to_the_visit(page: NodePage) -> None:
    kept = page.evaluate(
        """async (copying) => {
      const { copyOf, templateOf } = await import("/src/core/protocols.js");
      const content = {
        visit: { operator: "me", indication: ["acne_scar"], session_date: "2026-01-02" },
        device: { product: "skinpen", cartridge_lot: "SP-1", unit_code: "U1", serial: "7" },
        "zone:chin": { depth_mm: [1], passes: 3, endpoint: "none", bleeding: 1 },
        "serum:x": { product: "HA", lot: "L", expiry: "2027-01-01" },
        "obs:T0": { erythema: 2 }, consent: { procedure: true }, check: { pregnant: "no" },
        carried: { open: [] }, "text:plan": { text: "x" },
        "reason:N02": { text: "because" }, needling: { started_at: "x" },
      };
      const earlier = { "zone:chin": { depth_mm: [1] }, "obs:T24": { erythema: 1 }, visit: { room: "2" } };
      const last = copyOf(earlier, copying);
      return [templateOf(content, copying), last, copyOf(content)];
    }""",
        copying.forms(),
    )
    assert kept == [
        {
            "visit": {"indication": ["acne_scar"]},
            "device": {"product": "skinpen"},
            "zone:chin": {"depth_mm": [1], "passes": 3},
            "serum:x": {"product": "HA"},
        },
        {"zone:chin": {"depth_mm": [1]}},
        {},
    ]


NOT_STERILE = {"glide_sterile": "no"}
GEL = {"kind": "glide", "product": "Gel", "lot": "G-1"}
SERUM = {"kind": "serum", "product": "HA", "lot": "S-1", "expiry": "2027-01-31", "sterile": "yes"}
KIT = {"kind": "prp_kit", "lot": "K-1", "yield_pct": 12}
BY_HAND = {"manufacturer": "By hand", "sterile": "no"}
PATCHES: list[tuple[str, list[Any], dict[str, Any]]] = [
    # a box that says nothing of it leaves what was entered by hand
    ("withBox", ["glide", GEL, NOT_STERILE], {"glide_product": "Gel", "glide_lot": "G-1"}),
    (
        "withoutBox",
        ["glide", GEL, NOT_STERILE | {"glide_product": "Gel", "glide_lot": "g 1"}],
        {"glide_product": None, "glide_lot": None},
    ),
    ("withBox", ["prp_kit", {"lot": "K-1"}, {"kit_yield_pct": 9}], {"kit_lot": "K-1"}),
    # what somebody saw of it stands against what the shelf says; what came from the box before does not
    ("withBox", ["glide", GEL | {"sterile": "yes"}, NOT_STERILE], {"glide_product": "Gel", "glide_lot": "G-1"}),
    (
        "withBox",
        ["glide", GEL | {"sterile": "no"}, {"glide_sterile": "yes"}, GEL | {"lot": "G-0", "sterile": "yes"}],
        {"glide_product": "Gel", "glide_lot": "G-1", "glide_sterile": "no"},
    ),
    # taken back: what was changed after the tap stays
    (
        "withoutBox",
        ["serum", SERUM, BY_HAND | {"product": "HA", "lot": "S-1", "expiry": "2027-02-28"}],
        {"product": None, "lot": None},
    ),
    ("withoutBox", ["prp_kit", KIT, {"kit_lot": "K-1", "kit_yield_pct": 12}], {"kit_lot": None, "kit_yield_pct": None}),
    # another box: nothing of the one before remains
    (
        "withBox",
        ["serum", {"product": "C", "lot": "S-2"}, BY_HAND | {"lot": "S-1", "expiry": "2027-01-31"}, SERUM],
        {"product": "C", "lot": "S-2", "expiry": None},
    ),
    (
        "withBox",
        ["prp_kit", {"lot": "K-2"}, {"kit_lot": "K-1", "kit_yield_pct": 12}, KIT],
        {"kit_lot": "K-2", "kit_yield_pct": None},
    ),
    # expiry and unit of a lot that nobody has on the shelf go with that lot
    (
        "withBox",
        ["cartridge", {"lot": "C-1"}, {"cartridge_lot": "C-9", "cartridge_expiry": "2027-01-31", "unit_code": "U-1"}],
        {"cartridge_lot": "C-1", "cartridge_expiry": None, "unit_code": None},
    ),
]


@pytest.mark.parametrize(("name", "given", "patch"), PATCHES)
def test_a_box_writes_and_removes_only_what_it_says(
    page: NodePage, name: str, given: list[Any], patch: dict[str, Any]
) -> None:
    body = """async ([name, given]) => (await import("/src/features/shelf/shelf-patch.js"))[name](...given)"""
    assert page.evaluate(body, [name, given]) == patch

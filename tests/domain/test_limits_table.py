"""The limits that ship, compared in full with a table written by hand from the clinical record, and each limit of a
device, a numbing product and a zone met just above it and at it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.domain.catalogue import RECORD_TYPES
from server.domain.facts import Context
from server.domain.limits import LIMITS
from server.domain.rules import evaluate
from tests.domain.vectors import changed, load

LINES = Path(__file__).with_name("limits_table.txt").read_text(encoding="utf-8").splitlines()
TABLE: dict[str, Any] = {
    path: json.loads(value)
    for path, _, value in (line.partition(" ") for line in LINES if line and not line.startswith("#"))
}
WORDS = ("label", "source", "measure")
ZONES = [key.key for section in RECORD_TYPES["note"].sections if section.unit == "zone" for key in section.keys]
BASE = load("rules")["base"]


def values(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every value that is not itself a table; words and sources left out. A row of a list of tables is one value."""
    if isinstance(table, dict):
        for name, value in table.items():
            if name not in (*WORDS, "unit") or isinstance(value, dict):
                yield from values(value, (*path, name))
    elif isinstance(table, list) and table and isinstance(table[0], dict) and path[-1] != "actives":
        for number, row in enumerate(table):
            yield ".".join((*path, str(number))), {name: value for name, value in row.items() if name not in WORDS}
    else:
        yield ".".join(path), table


def strictly(table: dict[str, Any]) -> dict[str, str]:
    """As JSON, so that 1, 1.0 and true are told apart where they differ."""
    return {
        path: json.dumps(float(value) if type(value) is int else value, sort_keys=True) for path, value in table.items()
    }


def test_every_limit_is_that_of_the_table_written_by_hand() -> None:
    skipped = ("version", "names.", "tables.", "reference", "allergy.", "words.")
    shipped = {path: value for path, value in values(LIMITS) if not path.startswith(skipped)}
    assert strictly(shipped) == strictly(TABLE)


def found(content: dict[str, Any], rule: str, limits: dict[str, Any] = LIMITS, **patient: Any) -> list[str]:
    """Severities of the rule where nothing else is wrong."""
    context = BASE["context"]
    around = Context(changed(context["patient"], patient), None, datetime(2026, 11, 23, 10, tzinfo=UTC), limits)
    return [one.severity for one in evaluate(changed(BASE["content"], content), around) if one.rule == rule]


def at_zone(zone: str, depth: float, product: str | None = None) -> dict[str, Any]:
    return {f"zone:{zone}": {"depth_mm": [depth]}, **({"device": {"product": product}} if product else {})}


def side(stem: str) -> list[str]:
    return [zone for zone in ZONES if zone.removesuffix("_left").removesuffix("_right") == stem]


@pytest.mark.parametrize("stem", ["eyelid", "orbital_rim", "vermilion_lip", "nostril"])
def test_a_zone_that_is_never_needled(stem: str) -> None:
    assert side(stem)
    assert [found(at_zone(zone, 0.25), "N04") for zone in side(stem)] == [["reason*"]] * len(side(stem))


@pytest.mark.parametrize(
    "stem",
    [
        "forehead", "glabella", "temple", "periorbital", "nose", "malar", "cheek", "upper_lip", "chin", "jawline",
        "neck",
    ],
)  # fmt: skip
def test_a_zone_at_its_limits_and_just_above(stem: str) -> None:
    warn, reason = TABLE[f"zones.{stem}.warn_mm"], TABLE[f"zones.{stem}.reason_mm"]
    rule = "N03" if stem == "periorbital" else "N02"
    for zone in side(stem):
        assert found(at_zone(zone, 0.25), "N04") == []
        judged = [found(at_zone(zone, depth), rule) for depth in (warn, warn + 0.01, reason, reason + 0.01)]
        assert judged == [[], ["warn"], ["warn"], ["reason"]]


def test_the_tables_of_zones_are_those_of_the_map() -> None:
    assert {zone.removesuffix("_left").removesuffix("_right") for zone in ZONES} == set(LIMITS["zones"])


@pytest.mark.parametrize("product", ["skinpen", "dermapen4", "exceed", "roller"])
def test_a_device_at_its_maximum_and_just_above(product: str) -> None:
    most = TABLE[f"devices.{product}.max_mm"]
    assert found(at_zone("cheek_left", most, product), "D04") == []
    assert found(at_zone("cheek_left", most + 0.01, product), "D04") == ["block"]


def test_the_device_without_a_known_maximum_has_none() -> None:
    assert found(at_zone("cheek_left", 15, "dermapen"), "D04") == []


@pytest.mark.parametrize(
    ("product", "on", "off"), [("skinpen", 0.75, 0.8), ("dermapen4", 0.8, 0.75), ("exceed", 0.77, None)]
)
def test_a_device_on_its_steps_and_between(product: str, on: float, off: float | None) -> None:
    assert found(at_zone("cheek_left", on, product), "D05") == []
    assert off is None or found(at_zone("cheek_left", off, product), "D05") == ["warn"]


def test_a_depth_that_was_tested_and_one_just_above() -> None:
    assert found(at_zone("cheek_left", 1.5, "skinpen"), "N01") == []
    assert found(at_zone("cheek_left", 1.51, "skinpen"), "N01") == ["warn"]
    assert [found(at_zone("cheek_left", 1.51, each), "N01") for each in ("dermapen4", "exceed", "roller")] == [[]] * 3


def cream(product: str, **entered: Any) -> dict[str, Any]:
    """A cream within its label: little, on a small area, for a quarter of an hour."""
    times = {"applied_at": "2026-10-19T09:00:00+02:00", "removed_at": "2026-10-19T09:15:00+02:00"}
    return {"numbing": {"used": True, "product": product, "amount_g": 1, "area_cm2": 10, **times, **entered}}


def minutes(count: int) -> dict[str, Any]:
    return {"removed_at": f"2026-10-19T{9 + count // 60:02}:{count % 60:02}:00+02:00"}


@pytest.mark.parametrize(
    ("product", "rules"),
    [("emla", "A01 A02 A03"), ("lmx4", "A12 A12 A12"), ("pliaglis", "A13 A13 A13"), ("tetracaine4", "A13 A13 A13")],
)
def test_a_numbing_product_at_its_label_maximum_and_just_above(product: str, rules: str) -> None:
    grams, area, time = (TABLE[f"anaesthetics.{product}.{name}"] for name in ("max_g", "max_cm2", "max_min"))
    at = [{"amount_g": grams}, {"area_cm2": area}, minutes(time)]
    above = [{"amount_g": grams + 0.1}, {"area_cm2": area + 1}, minutes(time + 1)]
    for rule, full, over in zip(rules.split(), at, above, strict=True):
        assert found(cream(product, **full), rule) == []
        assert found(cream(product, **full), "A23") == ["warn"]
        assert set(found(cream(product, **over), rule)) == {"reason"}


@pytest.mark.parametrize("product", ["lido_gt4", "lt_23_7", "blt"])
def test_a_numbing_product_without_a_label(product: str) -> None:
    assert found(cream(product), "A22") == ["reason"]
    assert found(cream(product), "A14") == ["reason"]
    assert found(cream(product, prescriber="Dr Lim"), "A14") == []


@pytest.mark.parametrize("product", ["emla", "lmx4", "pliaglis", "tetracaine4"])
def test_a_numbing_product_with_a_label(product: str) -> None:
    assert found(cream(product), "A22") == []


@pytest.mark.parametrize("name", ["max_g", "max_cm2", "max_min"])
def test_a_label_that_lacks_one_maximum_is_none(name: str) -> None:
    table = {**LIMITS["anaesthetics"], "emla": {**LIMITS["anaesthetics"]["emla"], name: None}}
    assert found(cream("emla"), "A22", {**LIMITS, "anaesthetics": table}) == ["reason"]


@pytest.mark.parametrize(
    ("product", "drugs"),
    [
        ("emla", "lidocaine prilocaine"),
        ("lmx4", "lidocaine"),
        ("pliaglis", "lidocaine tetracaine"),
        ("lt_23_7", "lidocaine tetracaine"),
        ("blt", "benzocaine lidocaine tetracaine"),
        ("tetracaine4", "tetracaine"),
    ],
)
def test_an_allergy_to_what_is_in_a_numbing_product(product: str, drugs: str) -> None:
    """To any amide where there is one, to an ester where there is one; to prilocaine alone, other amides are milder."""
    allergies = {
        substance: found(cream(product), "A11", **{"allergy:1": {"substance": substance, "status": "active"}})
        for substance in ("lidocaine", "prilocaine", "ester", "parabens")
    }
    amide = ["reason*"] if {"lidocaine", "prilocaine"} & set(drugs.split()) else []
    prilocaine = ["reason*"] if "prilocaine" in drugs.split() else ["warn"] if amide else []
    ester = ["reason*"] if {"tetracaine", "benzocaine"} & set(drugs.split()) else []
    assert allergies == {"lidocaine": amide, "prilocaine": prilocaine, "ester": ester, "parabens": []}


def test_every_device_and_product_is_met_above() -> None:
    assert set(LIMITS["devices"]) == {"skinpen", "dermapen4", "exceed", "dermapen", "roller"}
    assert set(LIMITS["anaesthetics"]) == {"emla", "lmx4", "lido_gt4", "pliaglis", "lt_23_7", "blt", "tetracaine4"}


def injections(*shots: tuple[float, str | None]) -> dict[str, Any]:
    """Infiltrations of lidocaine: milligrams, and the answer about adrenaline."""
    rows = [
        {"drug": "lidocaine", "route": "infiltration", "mg": mg, **({"adrenaline": answer} if answer else {})}
        for mg, answer in shots
    ]
    return {"numbing": {"other_la": rows}}


@pytest.mark.parametrize(
    ("shots", "weight", "most"),
    [
        ([(1, "no")], 60, 270),
        ([(1, "no")], 80, 300),
        ([(1, "yes")], 60, 420),
        ([(1, "yes")], 80, 500),
        ([(1, None)], 60, 270),
        ([(1, "unknown")], 60, 270),
        ([(1, "yes"), (100, "no")], 60, 270),
        ([(1, "no"), (100, "yes")], 60, 270),
        ([(1, "yes"), (100, None)], 60, 270),
        ([(1, "yes"), (100, "yes")], 60, 420),
    ],
)
def test_injected_lidocaine_at_its_maximum_and_just_above(
    shots: list[tuple[float, str | None]], weight: float, most: float
) -> None:
    """The higher maximum holds only where every injection had adrenaline: with one that had none, the lower."""
    (_, answer), *others = shots
    rest = most - sum(mg for mg, _ in others)
    body = {"body": {"weight_kg": weight}}
    for rule in ("A17", "A29"):
        assert found(injections((rest, answer), *others), rule, **body) == []
        assert found(injections((rest + 0.1, answer), *others), rule, **body) == ["reason"]


def test_the_scores_add_up_to_their_published_maxima() -> None:
    assert sum(max(row) for row in LIMITS["scores"]["gb"].values()) == 84
    assert 3 * sum(LIMITS["scores"]["ecca"].values()) == 540

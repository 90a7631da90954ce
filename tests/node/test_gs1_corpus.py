"""Every application identifier beside lot, expiry and serial, in several orders, with separators as they should be and
as they get lost, in each symbology: nothing wrong is ever taken, and what is written properly is read."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import pytest

from tests.node.gs1_table import PREDEFINED, UNKNOWN, identifiers
from tests.node.page import NodePage

pytestmark = pytest.mark.slow

GTIN, YEAR, END = "09506000134352", 2026, "\x1d"
LOTS = ("SP24118", "COV0109", "L1", "A/7-33", "00451", "2E5", "K21B", "2109")
MARKS = {"]d2": "gs1", "]C1": "gs1", "]e0": "gs1", "]Q3": "gs1", "]J1": "gs1", "": "", END: "gs1", "]d1": "plain",
         "]C0": "plain", "]Q1": "plain", "]E0": "trade", "]I0": "trade"}  # fmt: skip
SEPARATORS = ("kept", "doubled", "at the end too", "lost", "one lost")
LETTERS = "ABCXYZ0123456789-./_"


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    mark: str
    separators: str
    truth: dict[str, str]


def check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if n % 2 == 0 else 1) for n, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def value_for(form: str, dice: random.Random) -> str:
    parts = []
    for part in form.split():
        kind, least, most = re.match(r"\[?([NX])(\.\.)?(\d+)", part).groups()  # type: ignore[union-attr]
        length = dice.randint(1, min(int(most), 12)) if least else int(most)
        if part.startswith("[") and dice.random() < 0.5:
            continue
        if "date" in part:
            parts.append(f"{dice.randint(20, 35)}{dice.randint(1, 12):02}{dice.randint(0, 28):02}")
        elif "csum" in part:
            digits = "".join(dice.choices("0123456789", k=length - 1))
            parts.append(digits + check_digit(digits))
        else:
            parts.append("".join(dice.choices(LETTERS if kind == "X" else "0123456789", k=length)))
    return "".join(parts)


def written(elements: list[tuple[str, str]], separators: str, mark: str) -> str | None:
    """As a printer writes and a reader reads it; None where the way of losing separators does not arise."""
    parts = [identifier + value for identifier, value in elements]
    needed = [n for n, part in enumerate(parts[:-1]) if not part.startswith(PREDEFINED)]
    if "lost" in separators and not needed:
        return None
    if separators == "one lost":
        # one that proves itself: a date, a product number or a measure follows, or the lot and the serial each other
        proving = [n for n in needed if parts[n + 1][:2] in {*PREDEFINED, "10", "21"} - {"20"}]
        if len(needed) < 2 or not proving:
            return None
        needed.remove(proving[0])
    sign = "" if separators == "lost" else END * (2 if separators == "doubled" else 1)
    text = "".join(part + (sign if n in needed else "") for n, part in enumerate(parts))
    return mark + text + (END if separators == "at the end too" else "")


def corpus(dice: random.Random) -> Iterator[Code]:
    for identifier, form in {**identifiers(), **UNKNOWN}.items():
        day = f"{dice.randint(26, 35)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
        known = {"01": GTIN, "17": day, "10": dice.choice(LOTS), "21": dice.choice(("U0001", "0077", "S-9"))}
        elements = [*known.items()] + ([(identifier, value_for(form, dice))] if identifier not in known else [])
        truth = {"lot": known["10"], "serial": known["21"], "expiry": f"20{day[:2]}-{day[2:4]}-{day[4:]}"}
        for order in dice.sample(list(permutations(elements)), 2):
            for separators in SEPARATORS:
                for mark in MARKS:
                    if text := written(list(order), separators, mark):
                        yield Code(text, mark, separators, truth)


READ = """async (codes) => {
  const { readCode } = await import("/src/core/gs1.js");
  return codes.map((code) => readCode(code, "", 2026));
}"""


def test_no_code_gives_a_wrong_lot_expiry_or_serial_and_one_with_its_separators_is_read_whole(page: NodePage) -> None:
    codes = list(corpus(random.Random(20261129)))
    answers = page.evaluate(READ, [code.text for code in codes])
    counts = Counter((code.separators, answer["kind"]) for code, answer in zip(codes, answers, strict=True))
    print(len(codes), dict(counts))
    wrong = [pair for pair in zip(codes, answers, strict=True) if is_wrong(*pair)]
    assert wrong == []
    assert len(codes) > 50_000


def is_wrong(code: Code, answer: dict[str, Any]) -> bool:
    symbology, kind, said = MARKS[code.mark], answer["kind"], answer.get("said", {})
    if kind == "unit" or (symbology in {"plain", "trade"} and kind != "unclear"):
        return True
    if symbology == "gs1" and "lost" not in code.separators:
        return kind != "gs1" or not code.truth.items() <= said.items()
    return kind == "gs1" and any(said.get(name, value) != value for name, value in code.truth.items())

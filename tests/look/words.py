"""Words for looking at the layout: 40 % longer than English, and in Arabic letters from right to left. Both are made
from the catalogue when they are needed, and shipped to nobody. Placeholders stay as they are."""

import json
import re
from collections.abc import Callable
from itertools import cycle
from typing import Any

from tests.dist import ROOT

KEPT = re.compile(r"(\{\w+\}|\|[a-z]+$)")
LONGER = 1.4
ACCENTS = str.maketrans("aeiounclAEIOUNC", "áéíöüñçľÁÉÍÖÜÑÇ")
ARABIC = str.maketrans(
    {letter: "ابتثجحخدذرزسشصضطظعغفقكلمنه"[number] for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
)
PADDING = "lorem ipsum dolor sit amet "


def longer(text: str) -> str:
    """A word of one or two letters is a unit or a key and stays."""
    if len(text) < 3:
        return text
    more = round(len(text) * (LONGER - 1))
    filled = "".join(letter for letter, _ in zip(cycle(PADDING), range(more), strict=False))
    glue = "" if " " not in text else " "
    return text.translate(ACCENTS) + glue + (filled.strip() if glue else filled.replace(" ", ""))


def arabic(text: str) -> str:
    return text.lower().translate(ARABIC)


def pseudo(text: str, change: Callable[[str], str]) -> str:
    """The text without the mark that tells two meanings apart, changed between its placeholders."""
    parts = KEPT.split(text)
    return "".join(part if part.startswith("{") else change(part) for part in parts if not part.startswith("|"))


def spanish() -> dict[str, Any]:
    words: dict[str, Any] = json.loads((ROOT / "static/i18n/es.json").read_text(encoding="utf-8"))
    return words


#: By the name of their pictures: the language a browser is told, the direction, and the words.
LOOKS: dict[str, tuple[str, str, Callable[[], dict[str, Any]]]] = {
    "spanish": ("es", "ltr", spanish),
    "long": ("en", "ltr", lambda: {source: pseudo(source, longer) for source in spanish()}),
    "arabic": ("ar", "rtl", lambda: {source: pseudo(source, arabic) for source in spanish()}),
}

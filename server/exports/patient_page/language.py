"""Dates, figures and lists in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.domain.canonical import number_text

SMALL_INSIDE = ("en", "es")  # where the second word of a list begins small
LONGEST_WHY = 3


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    words: dict[str, Any]

    def fill(self, word: str, /, **values: object) -> str:
        return str(self.words[word]).format_map(values)

    def apart(self, text: str) -> str:
        """A name or code set apart from what is read from the right, so that it does not pull figures with it."""
        return f"\u2068{text}\u2069" if self.words["dir"] == "rtl" and text else text

    def number(self, value: float) -> str:
        return number_text(value).replace(".", self.words["decimal"])

    def measure(self, value: float, unit: str) -> str:
        return f"{self.number(value)}\u00a0{self.words[unit]}"

    def short_date(self, day: str) -> str:
        on = date.fromisoformat(day[:10])
        return self.fill("short", d=on.day, mon=self.words["mon"][on.month - 1])

    def long_date(self, day: str) -> str:
        on = date.fromisoformat(day[:10])
        return self.fill("long", d=on.day, month=self.words["months"][on.month - 1], y=on.year)

    def weekday(self, day: str) -> str:
        return str(self.words["days"][date.fromisoformat(day[:10]).weekday()])

    def day_of_week(self, day: str) -> str:
        """ "Wed 9 Sep"."""
        return f"{self.weekday(day)} {self.short_date(day)}"

    def moment(self, at: str) -> str:
        return f"{self.long_date(at)}{self.words['sep']}{at[11:16]}"

    def listed(self, parts: Iterable[str]) -> str:
        return str(self.words["sep"]).join(part for part in parts if part)

    def why(self, indications: list[str]) -> str:
        """ "your acne scars and your pores"; what is treated is the skin where nothing more is known."""
        known = [one for one in indications if one in self.words["why"] and one != "other"][:LONGEST_WHY]
        said = [self.words["why"][one] for one in known or ["other"]]
        head, last = said[:-1], said[-1]
        return f"{self.listed(head)}{self.words['and']}{last}" if head else str(last)

    def sites(self, places: list[dict[str, str]]) -> str:
        """ "Both cheeks, chin": a pair of sides is one."""
        keys, said = [place["key"] for place in places], []
        for place in places:
            name = self.site(place, keys)
            if name and name not in said:
                said.append(name)
        small = [name if n == 0 or self.code not in SMALL_INSIDE else lowered(name) for n, name in enumerate(said)]
        return self.listed(small)

    def site(self, place: dict[str, str], keys: list[str]) -> str:
        if place["text"]:
            return self.apart(place["text"])
        stem, _, side = place["key"].rpartition("_")
        if side not in ("left", "right"):
            named = self.words["sites"].get(place["key"], self.words["other_site"])
            return str(named[0] if isinstance(named, list) else named)
        pair = self.words["sites"].get(stem, [self.words["other_site"]] * 3)
        both = f"{stem}_left" in keys and f"{stem}_right" in keys
        return str(pair[0] if both else pair[1 if side == "left" else 2])


def lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()

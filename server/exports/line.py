"""One recorded value on its way out. Its words are made when a page asks for them: files hold values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from server.domain.catalogue import Field
from server.exports.values import People, shown_items

Words = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """A field of the catalogue as it leaves: its label and unit of measure in one language, and in which formats."""

    field: Field
    name: str
    kind: str
    label: str
    measure: str
    formats: frozenset[str]


class Line:
    """One recorded value. ``value`` is what leaves of it, ``entered`` what the record holds. ``shown`` is the value in
    words, ``items`` the entries of a list. ``changed``: not as it was first signed."""

    __slots__ = ("_words", "changed", "entered", "known", "people", "unit", "value")

    def __init__(
        self, unit: str, known: Known, value: Any, entered: Any, people: People, *, changed: bool = False,
        words: Words | None = None,
    ) -> None:  # fmt: skip
        self.unit, self.known, self.value, self.entered, self.people = unit, known, value, entered, people
        self.changed, self._words = changed, words

    @property
    def name(self) -> str:
        """``unit.field`` (``numbing.amount_g``)."""
        return f"{self.unit}.{self.known.name}"

    @property
    def field(self) -> str:
        return self.known.name

    @property
    def label(self) -> str:
        return self.known.label

    @property
    def kind(self) -> str:
        return self.known.kind

    @property
    def measure(self) -> str:
        return self.known.measure

    @property
    def formats(self) -> frozenset[str]:
        """Where the catalogue lets it go."""
        return self.known.formats

    @property
    def drawing(self) -> Any:
        """A signature as lines of points: pages show it, files say only that there is one."""
        return self.entered if self.known.kind == "strokes" else None

    @property
    def shown(self) -> str:
        return self._said()[0]

    @property
    def items(self) -> tuple[str, ...]:
        return self._said()[1]

    @property
    def has_words(self) -> bool:
        return self._words is not None

    def _said(self) -> Words:
        if self._words is None:
            items = shown_items(self.known.field, self.entered, self.people)
            self._words = "; ".join(items), items
        return self._words

    def marked(self, changed: bool) -> "Line":
        return Line(self.unit, self.known, self.value, self.entered, self.people, changed=changed, words=self._words)

    def rewritten(self, rewrite: Callable[[str], str]) -> "Line":
        """With each of its words made safe for somewhere."""
        known = replace(self.known, label=rewrite(self.label), measure=rewrite(self.measure))
        words = rewrite(self.shown), tuple(map(rewrite, self.items))
        return Line(self.unit, known, self.value, self.entered, self.people, changed=self.changed, words=words)

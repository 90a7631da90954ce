"""Whole notes and patients drawn from the catalogue: every field may appear, sensible and absurd."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from server.domain.catalogue import RECORD_TYPES, Field, Section

ID = "0192f0aa-0000-7000-8000-00000000000{}"
DAYS = (
    "2026-10-19", "2026-10-18", "2026-10-05", "2026-09-22", "2026-04-20", "2016-10-19", "2004-10-20", "1970-10-20",
    "2026-11-30", "2024-02-29", "2026-02-29", "soon",
)  # fmt: skip
CLOCKS = ("09:00:00+02:00", "09:59:00+02:00", "10:00:00.5+02:00", "14:01Z", "23:30:00-05:00")
MOMENTS = tuple(f"{day}T{clock}" for day in ("2026-10-19", "2026-10-22") for clock in CLOCKS)
ABSURD = (0, -1, -0.5, 0.1 + 0.2, 1e15, 1e308, -1e308, 5e-324, 2**53)
WORDS = ("", "x", "U-1", "note-1", "unknown", "Dr Lim", "  ", "𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸𝔸", "Látex, Jod", "hyaluronic")


def numbers_of(field: Field) -> list[float]:
    """Around the limits of the field, what people usually enter, and what nobody can mean."""
    ends = [end for end in (field.minimum, field.maximum) if end is not None]
    around = [end + step for end in ends for step in (-0.1, 0, 0.1)]
    grades = [choice.value for choice in field.choices if isinstance(choice.value, int)]
    pain = [*range(12), 7.5] if field.kind == "nrs" else []
    usual = [float(value) for value in field.usual if isinstance(value, int | float)]
    return [*around, *grades, *grades, *pain, *usual, *usual, *ABSURD, 1, 2, 30, 100, 300]


def chosen(field: Field) -> st.SearchStrategy[Any]:
    return st.sampled_from([choice.value for choice in field.choices] + ["", "nothing known"])


def number(field: Field) -> st.SearchStrategy[Any]:
    return st.sampled_from(numbers_of(field))


KINDS: dict[str, Callable[[Field], st.SearchStrategy[Any]]] = {
    "choice": chosen,
    "choices": lambda field: st.lists(chosen(field), max_size=3),
    "tri": lambda _: st.sampled_from(["yes", "no", "unknown"]),
    "bool": lambda _: st.booleans(),
    "date": lambda _: st.sampled_from(DAYS),
    "datetime": lambda _: st.sampled_from([*MOMENTS, *DAYS]),
    "numbers": lambda field: st.lists(number(field), max_size=3),
    "paths": lambda _: st.lists(st.sampled_from(WORDS), max_size=2),
    "texts": lambda _: st.lists(st.sampled_from(WORDS), max_size=2),
    "strokes": lambda _: st.just({"width": 300, "height": 100, "strokes": [[[0.1, 0.2, 0]]]}),
    "rows": lambda field: st.lists(fields_of(field.fields), max_size=3),
    **dict.fromkeys(("int", "decimal", "scale", "nrs"), number),
}


def value_of(field: Field) -> st.SearchStrategy[Any]:
    return KINDS[field.kind](field) if field.kind in KINDS else st.sampled_from(WORDS)


def fields_of(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the fields, more often few than all."""
    named = {field.name: value_of(field) for field in fields}
    some = st.lists(st.sampled_from(sorted(named)), unique=True, max_size=min(len(named), 9))
    return some.flatmap(lambda names: st.fixed_dictionaries({name: named[name] for name in names}))


def keys_of(section: Section) -> list[str]:
    if section.repeats == "key":
        return [f"{section.unit}:{key.key}" for key in section.keys]
    return [f"{section.unit}:{ID.format(n)}" for n in (1, 2)] if section.repeats else [section.unit]


def with_fields(record_type: str) -> list[Section]:
    return [one for one in RECORD_TYPES[record_type].sections if not one.unit.startswith(("text:", "override"))]


def content(record_type: str) -> st.SearchStrategy[dict[str, Any]]:
    """A few units of every section."""
    units = [
        (st.lists(st.sampled_from(keys_of(section)), unique=True, max_size=3), fields_of(section.fields))
        for section in with_fields(record_type)
    ]

    @st.composite
    def whole(draw: st.DrawFn) -> dict[str, Any]:
        return {key: draw(fields) for keys, fields in units for key in draw(keys)}

    return whole()


BASELINE = next(section for section in RECORD_TYPES["note"].sections if section.unit == "assessment")
GIVEN = {section.unit: fields_of(section.fields) for section in RECORD_TYPES["note"].sections
         if section.unit in ("visit", "numbing", "prp", "needling")}  # fmt: skip
CONTEXTS = st.fixed_dictionaries({
    "patient": content("patient"),
    "previous": st.sampled_from([None, "2026-09-21", "2026-10-06"]),
    "now": st.sampled_from(["2026-10-19T15:00:00+00:00", "2026-11-23T10:00:00+00:00"]),
    "used_units": st.sampled_from([[], ["U-1"]]),
    "baseline": fields_of(BASELINE.fields),
    "photo_before": st.booleans(),
    "note_id": st.sampled_from(["", "note-1"]),
    "same_day": st.lists(st.fixed_dictionaries({}, optional=GIVEN), max_size=2),
})  # fmt: skip
JUDGED = st.tuples(content("note"), CONTEXTS)
UNIT = st.one_of(
    [st.tuples(st.sampled_from(keys_of(section)), fields_of(section.fields)) for section in with_fields("note")]
)
FEW_UNITS = st.lists(UNIT, max_size=3).map(dict)

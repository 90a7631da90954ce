"""A cell as the value of a field, or why it is none."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.catalogue import Field
from server.domain.catalogue.kinds import LONGEST
from server.domain.search import fold
from server.domain.translation import _

YES, NO, UNKNOWN = {"yes", "y", "true", "si", "s"}, {"no", "n", "false"}, {"unknown", "not known", "desconocido"}
ORDERS = ("ymd", "dmy", "mdy")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
FIGURES = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})", re.ASCII)
FIRST_YEAR = 1900


class BadValue(Exception):
    """The sentence, in the language of the person."""


@dataclass(frozen=True, slots=True)
class Options:
    """``order`` of dates that do not begin with the year, ``decimal`` sign, and whether the person says that the visits
    of this file were treatments where no column does."""

    order: str = "ymd"
    decimal: str = "."
    treated: bool = False


def read_value(field: Field, text: str, options: Options, today: date) -> Any:
    """The value for a text that is not empty. Raises BadValue."""
    if field.kind == "date":
        return read_date(text, options.order, today)
    if field.kind in ("int", "decimal", "scale", "nrs"):
        return read_number(field, text, options.decimal)
    if field.kind in ("tri", "bool"):
        return read_answer(field.kind, text)
    if field.kind == "choice":
        return read_choice(field, text)
    if field.kind == "choices":
        return list(dict.fromkeys(read_choice(field, part) for part in re.split(r"[;,|]", text) if part.strip()))
    if len(text) > LONGEST[field.kind]:
        raise BadValue(_("Longer than {n} characters.", n=LONGEST[field.kind]))
    return text


def read_date(text: str, order: str, today: date) -> str:
    whole, parts = ISO.fullmatch(text), FIGURES.fullmatch(text)
    figures = whole or (parts if order != "ymd" else None)
    if figures is None:
        raise BadValue(_("“{value}” is not a date in the chosen order.", value=text))
    places = ORDERS[0] if whole else order
    found = dict(zip(places, figures.groups(), strict=True))
    if len(found["y"]) != 4:
        raise BadValue(_("“{value}” is not a date with a four-digit year.", value=text))
    try:
        on = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        raise BadValue(_("“{value}” is not a date in the chosen order.", value=text)) from None
    if on.year < FIRST_YEAR or on > today:
        raise BadValue(_("{value} is before 1900 or in the future.", value=on.isoformat()))
    return on.isoformat()


def read_number(field: Field, text: str, decimal: str) -> int | float:
    other = "," if decimal == "." else "."
    if not re.fullmatch(rf"-?\d+(?:{re.escape(decimal)}\d+)?", text, re.ASCII) or other in text or len(text) > 15:
        raise BadValue(_("“{value}” is not a number.", value=text))
    value = float(text.replace(decimal, "."))
    found = int(value) if value.is_integer() else value
    if field.kind != "decimal" and not isinstance(found, int):
        raise BadValue(_("“{value}” is not a whole number.", value=text))
    least, most = field.minimum, field.maximum
    if (least is not None and found < least) or (most is not None and found > most):
        raise BadValue(_("{value} is not between {least} and {most}.", value=text, least=least, most=most))
    choices = {choice.value for choice in field.choices}
    if choices and found not in choices and str(found) not in choices:
        raise BadValue(_("“{value}” is not one of the choices.", value=text))
    return found


def read_answer(kind: str, text: str) -> Any:
    said = fold(text)
    answer = "yes" if said in YES else "no" if said in NO else "unknown" if said in UNKNOWN else None
    if answer is None or (kind == "bool" and answer == "unknown"):
        raise BadValue(_("“{value}” is neither yes nor no.", value=text))
    return answer == "yes" if kind == "bool" else answer


def read_choice(field: Field, text: str) -> Any:
    said = fold(text)
    for choice in field.choices:
        if said in (fold(str(choice.value)), fold(choice.label), fold(_(choice.label))):
            return choice.value
    raise BadValue(_("“{value}” is not one of the choices.", value=text.strip()))

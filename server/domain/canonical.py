"""Canonical JSON (RFC 8785) and the hash people sign.

The tablet and the server must come to the same bytes for the same content, whatever wrote it: keys in the order of
their UTF-16 code units, numbers as ECMAScript prints them, strings escaped no more than needed.
"""

import hashlib
import json
import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

EXACT_INTEGER = 2**53
ALIKE = frozenset({str, bool, type(None)})  # the same in both languages, whatever the value


def canonical_json(value: Any) -> bytes:
    """UTF-8 bytes of the value. Raises ValueError for NaN, infinities, lone surrogates and what JSON cannot say."""
    try:
        return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except _NotPlain:
        return _text(value).encode("utf-8")


class _NotPlain(Exception):
    """The C encoder of Python would write this otherwise than ECMAScript does."""


def _plain(value: Any) -> Any:
    """The same value in what both languages write alike: ASCII keys, exact integers, decimals without an exponent."""
    kind = type(value)
    if kind in ALIKE:
        return value
    if kind is dict:
        if not _are_ascii(value):
            raise _NotPlain
        return {key: item if type(item) in ALIKE else _plain(item) for key, item in value.items()}
    if kind is list:
        return [item if type(item) in ALIKE else _plain(item) for item in value]
    if kind is float and value.is_integer():
        value, kind = int(value), int
    if (kind is int and abs(value) <= EXACT_INTEGER) or (kind is float and 1e-4 <= abs(value) < 1e16):
        return value
    raise _NotPlain


def _are_ascii(keys: Iterable[Any]) -> bool:
    """Whether they are texts of ASCII; joined, they are looked at once."""
    try:
        return "".join(keys).isascii()
    except TypeError:
        return False


def content_hash(record_id: str, patient_id: str | None, record_type: str, fields: dict[str, dict[str, Any]]) -> str:
    """SHA-256 (hex) of a record's content; cleared fields and empty units count as absent."""
    signed = {"id": record_id, "patient_id": patient_id, "type": record_type, "fields": without_empty(fields)}
    return digest(signed)


def record_hash(record: Any, fields: dict[str, dict[str, Any]]) -> str:
    """Of this content of a record, or of a row of one: over the patient it was written for, wherever it went since."""
    return content_hash(record.id, record.signed_patient_id or record.patient_id, record.type, fields)


def digest(value: Any) -> str:
    """SHA-256 (hex) of any value, by its canonical text."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def without_empty(fields: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    kept = {unit: {name: v for name, v in values.items() if v is not None} for unit, values in fields.items() if values}
    return {unit: values for unit, values in kept.items() if values}


def same(one: Any, other: Any) -> bool:
    """Equality as JSON sees it: 1 is 1.0, but never true."""
    return canonical_json(one) == canonical_json(other)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: str(member[0]).encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{json.dumps(_key(k), ensure_ascii=False)}:{_text(v)}" for k, v in members) + "}"
    raise ValueError(f"not JSON: {type(value).__name__}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise ValueError("a key must be text")
    return key


def number_text(value: int | float) -> str:
    """ECMAScript Number::toString. JSON numbers are doubles there, so a large integer is rounded to one first."""
    if isinstance(value, int) and abs(value) <= EXACT_INTEGER:
        return str(value)
    try:
        number = float(value)
    except OverflowError as error:
        raise ValueError("number out of range") from error
    if not math.isfinite(number):
        raise ValueError("number out of range")
    if number == 0:
        return "0"
    written = Decimal(repr(abs(number)))
    digits = "".join(map(str, written.as_tuple().digits)).rstrip("0")
    return ("-" if number < 0 else "") + _place(digits, written.adjusted() + 1)


def _place(digits: str, point: int) -> str:
    """Put the decimal point after ``point`` digits, or fall back to an exponent where ECMAScript does."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if count > 1 else "")
    return f"{mantissa}e{point - 1:+d}"

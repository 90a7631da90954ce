"""Columns for queries, rebuilt from a record's content in the transaction that changes it."""

import unicodedata

from server.db import db
from server.models import PatientIndex, Record

MAX_SORT_NAME = 120  # it travels in cursors


def fold(text: str) -> str:
    """Search form: NFKC, case folded, without diacritics, single spaces. "Łukasz  GÓRA" is found by "gora"."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.translate(LETTERS).split())


# Letters whose stroke or ligature Unicode does not decompose, as people type them without it.
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def rebuild_index(record: Record) -> None:
    """The search row of a patient: gone when the record is void."""
    if record.type != "patient":
        return
    row = db.session.get(PatientIndex, record.id) if record.rev > 1 else None
    if record.state == "void":
        if row is not None:
            db.session.delete(row)
        return
    identity = record.content.get("identity", {})
    given, family, mrn, born = (str(identity.get(name) or "") for name in ("given", "family", "mrn", "birth_date"))
    if row is None:
        row = PatientIndex(record_id=record.id, clinic_id=record.clinic_id)
        db.session.add(row)
    row.mrn = mrn
    row.sort_name = f"{fold(family)} {fold(given)}".strip()[:MAX_SORT_NAME]
    row.search = " ".join(filter(None, (fold(given), fold(family), fold(given), fold(mrn), born)))

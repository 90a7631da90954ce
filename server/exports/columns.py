"""The columns of the table form, there whether or not a record fills them."""

from functools import cache

from server.domain.translation import language
from server.exports.blocks import columns_of
from server.exports.derived import derived_columns
from server.exports.document import Column
from server.exports.follow_ups import source_columns


def every_column() -> tuple[Column, ...]:
    """Those of the catalogue: of the patient, of a visit, of who saw them afterwards, of what is worked out."""
    return columns_in(language.get())


@cache
def columns_in(_language: str) -> tuple[Column, ...]:
    return (*columns_of("patient", "patient."), *columns_of("note"), *source_columns(), *derived_columns())

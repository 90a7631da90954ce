"""What was copied from an earlier visit, and which of it a person has confirmed since."""

from server.domain.catalogue.kinds import RECORDS, Field, Section

CARRIED = Section("carried", "Carried over", (
    Field("source", "text", "Copied from", source="DES"),
    Field("source_date", "date", "Copied from the visit of", exports=RECORDS, source="DES"),
    Field("open", "paths", "Not yet confirmed", source="DES"),
    Field("confirmed", "paths", "Confirmed", source="DES"),
), widget="none")  # fmt: skip

SECTIONS = (CARRIED,)

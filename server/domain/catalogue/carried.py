"""What the app notes beside the entries: what was copied from an earlier visit, and which of it a person has confirmed
since; which times were entered after the visit, and which by a clock that was wrong."""

from server.domain.catalogue.kinds import RECORDS, Field, Section

CARRIED = Section("carried", "Copied values", (
    Field("source", "text", "Copied from", source="DES"),
    Field("source_date", "date", "Copied from the visit of", exports=RECORDS, source="DES"),
    Field("open", "paths", "Not yet confirmed", source="DES"),
    Field("confirmed", "paths", "Confirmed", source="DES"),
), widget="none")  # fmt: skip

# Each mark of a list is the path of a time, then the day and who entered it, or the minutes the clock was ahead.
CLOCK = Section("clock", "Times entered afterwards", (
    Field("afterwards", "bool", "Entered afterwards", exports=RECORDS, source="DES", since=2,
          help="Choose the times. The present time is not used."),
    Field("late", "texts", "Times entered later", exports=("json",), source="DES", since=2),
    Field("ahead", "texts", "Times by a clock that was wrong", exports=("json",), source="DES", since=2),
), merge="set", widget="none", since=2)  # fmt: skip

SECTIONS = (CARRIED, CLOCK)

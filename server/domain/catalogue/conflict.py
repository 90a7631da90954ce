"""Two people wrote the same unit, or an edit came too late: a record of its own, owned by the server."""

from server.domain.catalogue.kinds import RECORDS, Field, Section

KINDS = "two_sided, late_edit, edit_of_void or void_vs_edit"

SECTIONS = (
    Section("about", "What it is about", (
        Field("record_type", "text", "Type of record", exports=RECORDS),
        Field("record_id", "text", "Record", exports=RECORDS),
        Field("patient_id", "text", "Patient", exports=RECORDS),
        Field("unit", "text", "Section", exports=RECORDS),
        Field("kind", "text", "Kind", exports=RECORDS, help=KINDS),
    )),
    Section("base", "Before", (Field("value", "content", "Value", exports=RECORDS),)),
    Section("mine", "Sent in", (
        Field("value", "content", "Value", exports=RECORDS),
        Field("author", "person", "Author", exports=RECORDS),
        Field("author_name", "text", "Name of the author", exports=RECORDS),
        Field("device", "text", "Device", exports=RECORDS),
        Field("client_time", "datetime", "Time on the device", exports=RECORDS),
        Field("op_id", "text", "Operation", exports=RECORDS),
        Field("also", "texts", "Also written by", exports=RECORDS),
    )),
    Section("more", "Also sent in", (Field("entries", "content", "Texts", exports=RECORDS),)),
    Section("theirs", "On the server", (Field("value", "content", "Value", exports=RECORDS),)),
    Section("resolution", "Chosen", (
        Field("value", "content", "Value", exports=RECORDS),
        Field("by", "person", "Chosen by", exports=RECORDS),
        Field("at", "datetime", "Chosen at", exports=RECORDS),
    )),
)  # fmt: skip

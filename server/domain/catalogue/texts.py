"""Free text, and the words with which people answer for a finding that stands."""

from server.domain.catalogue.kinds import ALL, RECORDS, Field, Key, Section
from server.domain.rules import RULES

RULE_KEYS = tuple(Key(rule, message) for rule, message in {row["id"]: row["message"] for row in RULES["rows"]}.items())

SECTIONS = (
    Section("text:observations", "Observations in words", (
        Field("text", "longtext", "Observations in words", exports=ALL, source="DES"),), merge="text", widget="text"),
    Section("text:plan", "Plan", (Field("text", "longtext", "Plan", exports=ALL, source="DES"),), merge="text",
    widget="text"),
    Section("text:remarks", "Remarks", (
        Field("text", "longtext", "Remarks", exports=RECORDS, source="DES"),), merge="text", widget="text"),
    Section("reason", "Reasons", (
        Field("text", "longtext", "Why this stands", exports=ALL, source="DES"),),
        help="At least 10 characters.", repeats="key", keys=RULE_KEYS, widget="findings"),
    Section("override", "Supervisor's overrides", (
        Field("text", "longtext", "Why this may be signed", exports=ALL, source="DES"),),
        help="At least 10 characters.", repeats="key", keys=RULE_KEYS, widget="findings"),
)  # fmt: skip

"""Free text, and the words with which people answer for a finding that stands."""

from server.domain.catalogue.kinds import ALL, RECORDS, Field, Key, Section
from server.domain.rules import RULES

MESSAGES: dict[str, str] = {}
for row in RULES["rows"]:
    # The first row says what the rule is about: a sentence with figures has other words for that.
    MESSAGES.setdefault(row["id"], row.get("about", row["message"]))
RULE_KEYS = tuple(Key(rule, message) for rule, message in MESSAGES.items())

# The values a text was written for: where, their fingerprint and the sentence as it was shown; and the words for them,
# where other words of the same rule are for something else.
JUDGED = Field("judged", "rows", "Written for", source="DES", fields=(
    Field("at", "text", "Where", source="DES"), Field("fp", "text", "Fingerprint", source="DES"),
    Field("shown", "longtext", "As shown", source="DES"),
    Field("text", "longtext", "Reason for this finding", source="DES", since=2)))  # fmt: skip

SECTIONS = (
    Section("text:observations", "Observations in words", (
        Field("text", "longtext", "Observations in words", exports=ALL, source="DES"),), merge="text", widget="text"),
    Section("text:plan", "Plan", (Field("text", "longtext", "Plan", exports=ALL, source="DES"),), merge="text",
    widget="text"),
    Section("text:remarks", "Remarks", (
        Field("text", "longtext", "Remarks", exports=RECORDS, source="DES"),), merge="text", widget="text"),
    Section("reason", "Reasons", (
        Field("text", "longtext", "Reason given", exports=ALL, source="DES"), JUDGED),
        help="At least 10 characters.", repeats="key", keys=RULE_KEYS, widget="findings"),
    Section("override", "Supervisor's overrides", (
        Field("text", "longtext", "Reason for the override", exports=ALL, source="DES"), JUDGED),
        help="At least 10 characters.", repeats="key", keys=RULE_KEYS, widget="findings"),
)  # fmt: skip

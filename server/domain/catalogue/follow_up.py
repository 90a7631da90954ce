"""A follow-up: what a colleague saw or heard of a patient after a visit, as a record of its own (domain-2.md 3).

It never changes the note of the visit. ``seen`` has the fields of an observation of a note and what else a telephone
interview asks.
"""

from dataclasses import replace

from server.domain.catalogue.kinds import ALL, RECORDS, SIGN, Condition, Field, Section, options
from server.domain.catalogue.observations import GRADES, OBSERVATION
from server.domain.catalogue.sites import SITE_CHOICES

REACHED: Condition = ("about.reached", "is", "yes")
POINTS = {"T24": "1 day", "T72": "3 days", "T7d": "7 days", "T28d": "28 days", "other": "Other time"}
MOVED = ("at", "how")  # of an observation; a follow-up says them in ``about``


def without_requirements(field: Field) -> Field:
    return replace(field, required="", required_if=(), required_at=(), only_at=())


ABOUT = Section("about", "Follow-up", (
    Field("note_id", "text", "Visit", required=SIGN, source="DES"),
    Field("note_version_seen", "int", "Version of the note that was seen", unit="{version}", minimum=0, maximum=10_000,
          source="DES"),
    Field("point", "choice", "Time point", required=SIGN, exports=ALL, source="DES", choices=options(POINTS)),
    Field("at", "datetime", "Seen or called at", required=SIGN, exports=ALL, source="DES"),
    Field("how", "choice", "How", required=SIGN, exports=ALL, source="DES", choices=options({
        "phone": "By phone", "in_person": "In person", "video": "By video", "photo": "From a photo",
        "message": "By message"})),
    Field("reached", "choice", "Reached", required=SIGN, exports=ALL, source="DES", choices=options({
        "yes": "Reached", "no_answer": "No answer", "message_left": "Message left", "number_wrong": "Wrong number"})),
    Field("informant", "choice", "Information from", exports=RECORDS, source="DES", choices=options({
        "patient": "The patient", "guardian": "A guardian", "other": "Somebody else"})),
    Field("informant_words", "text", "Who that is", exports=RECORDS, source="DES"),
))  # fmt: skip

SEEN = Section("seen", "Findings", (
    *(without_requirements(field) for field in OBSERVATION.fields if field.name not in MOVED),
    Field("visual_symptom", "tri", "Visual disturbance", exports=ALL, source="GK"),
    Field("breathless", "tri", "Short of breath", exports=ALL, source="GK"),
    Field("new_lump", "tri", "New lump", exports=ALL, source="[GRAN]"),
    Field("sites", "rows", "Where", exports=ALL, source="DES", fields=(
        Field("site", "choice", "Site", choices=SITE_CHOICES, exports=ALL, source="DES"),
        Field("finding", "text", "Finding", exports=ALL, source="DES"),
        Field("grade", "scale", "Grade", choices=GRADES, exports=ALL, source="DES"))),
))  # fmt: skip

ADVICE = Section("advice", "Advice", (
    Field("given", "longtext", "Advice given", exports=ALL, source="DES"),
    Field("referred_to", "text", "Referred to", exports=ALL, source="DES"),
    Field("next_contact_on", "date", "Next contact on", exports=ALL, source="DES"),
    Field("photos", "text", "Photo set", exports=RECORDS, source="[PHOTO]"),
))  # fmt: skip

FLAGS = Section("flags", "Red flags", (
    Field("answer", "choice", "What follows from the red flag", exports=RECORDS, source="DES", choices=options({
        "open_event": "An adverse event is opened", "not_an_event": "Not an adverse event"})),
    Field("reason", "longtext", "Why it is not an adverse event", exports=RECORDS, source="DES"),
    Field("event", "text", "The adverse event", source="DES"),
    Field("judged", "text", "Red flags answered", source="DES"),
))  # fmt: skip

SECTIONS = (ABOUT, SEEN, ADVICE, FLAGS)

"""What a supervisor pointed at when they returned a note, in words."""

from collections.abc import Sequence
from typing import Any

from server.domain.catalogue import section_of
from server.domain.translation import N_, _

REASONS = {
    "missing": N_("Missing"),
    "check": N_("Please check"),
    "unclear": N_("Unclear"),
    "contradicts": N_("Contradicts another entry"),
}


def unreviewed_words(why: str) -> str:
    """Why nobody countersigns a version; empty where somebody does."""
    words = {
        "alone": _("No countersign: a practice with one clinician, which has declared so"),
        "share": _("Not chosen for a countersignature by the policy of the clinic"),
    }
    return words.get(why, "")


def asked(comment: str, pins: Sequence[dict[str, Any]]) -> str:
    """The comment on the note as a whole, then each place."""
    return "; ".join(filter(None, [comment, *map(pin_words, pins)]))


def pin_words(pin: dict[str, Any]) -> str:
    code = pin["reason"]
    reason = _(REASONS[code]) if code in REASONS else ""
    return f"{place_words(pin)}: {', '.join(filter(None, [reason, pin['comment'].strip()]))}"


def place_words(pin: dict[str, Any]) -> str:
    """The section, the site or time point, and the field, where the catalogue knows them."""
    section = section_of("note", pin["unit"])
    if section is None:
        return str(pin["unit"])
    key = pin["unit"].partition(":")[2]
    of_key = [_(one.label) for one in section.keys if section.repeats == "key" and one.key == key]
    of_field = [_(one.label) for one in section.fields if one.name == pin["field"] and one.exports]
    return ", ".join([_(section.label), *of_key, *of_field])

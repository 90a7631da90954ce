"""Who wrote a record: whoever did may not be its second person, in whatever way they wrote it."""

from typing import Any

OVERRIDE = "override:"  # a supervisor's answer to a rule: an act of the review, not a part of the note


def with_writers(writers: list[str], units: list[str], people: list[str]) -> list[str]:
    """The people who wrote a record so far, each once, after these people changed these units."""
    wrote = any(not unit.startswith(OVERRIDE) for unit in units)
    return [*writers, *(one for one in dict.fromkeys(people) if one not in writers)] if wrote else writers


def has_written(
    user_id: str, author_id: str | None, content: dict[str, Any], signatures: list[dict[str, Any]], writers: list[str]
) -> bool:
    """Whether the person opened the record, treated, signed or amended it, or wrote any unit of it."""
    signers = {entry["user_id"] for entry in signatures if entry["meaning"] != "countersign"}
    return user_id in {author_id, content.get("visit", {}).get("operator"), *signers, *writers}

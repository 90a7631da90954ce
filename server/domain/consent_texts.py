"""The texts that a patient reads before signing a consent. A clinic has its own, version by version and language by
language; ``consent_texts.json`` ships as a start. A signed note names the version, "3.es" or "2026-11-24.en"."""

import json
from pathlib import Path
from typing import Any

from server.domain.patient_page.words import LANGUAGES, PAGE

SHIPPED: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
PARTS = ("all", "prp", "photo_clinical", "photo_marketing", "off_label")
"""What is told before every signature, and what beside each tick."""
USUAL = "en"
"""The one language whose shipped text is in use until the clinic has approved a text of its own."""
LONGEST = 3000

Text = dict[str, str]


def version_name(version: int, language: str) -> str:
    """Version 0 is what ships."""
    return f"{version or SHIPPED['version']}.{language}"


def shipped(language: str) -> Text | None:
    found = SHIPPED["languages"].get(language)
    return dict(found) if found else None


def paragraphs(text: Text, consent: dict[str, Any]) -> list[str]:
    """What was read with these ticks, line by line."""
    told = [part for part in PARTS if part == "all" or consent.get(part) is True]
    return [line.strip() for part in told for line in text.get(part, "").splitlines() if line.strip()]


def languages() -> dict[str, dict[str, str]]:
    """How each language calls itself, and from which side it is read."""
    return {
        code: {"name": PAGE["languages"][code]["name"], "dir": PAGE["languages"][code]["dir"]} for code in LANGUAGES
    }

"""Which consent text a patient reads on the tablet, and which one a signed note shows."""

from typing import Any

from server.domain.consent_texts import PARTS, paragraphs
from tests.node.page import NodePage

SHOW = """async ([values, wanted, texts]) => {
  const { textFor, linesOf } = await import("/src/features/note-sections/consent-text.js");
  const shown = textFor(values, wanted, texts ?? undefined);
  return shown && [shown.name, shown.language, shown.version && linesOf(shown.version.text, values)];
}"""


def version(language: str, words: str) -> dict[str, Any]:
    text = {part: f"{words} {part}\n {words} again " for part in PARTS}
    return {"language": language, "text": text, "author_name": None, "approved_name": None, "approved_at": None}


TEXTS = {
    "languages": {"en": {"name": "English", "dir": "ltr"}, "es": {"name": "Español", "dir": "ltr"}},
    "in_use": {"en": "4.en", "es": "1.es"},
    "versions": {"2.en": version("en", "before"), "4.en": version("en", "now"), "1.es": version("es", "ahora")},
}


def test_the_text_in_use_is_read_in_the_language_of_the_patient_and_what_was_signed_stays(page: NodePage) -> None:
    ticks = {"procedure": True, "prp": True, "off_label": False}
    assert page.evaluate(SHOW, [ticks, "es", TEXTS])[:2] == ["1.es", "es"]
    assert page.evaluate(SHOW, [ticks, "de", TEXTS])[:2] == ["4.en", "en"]
    signed = ticks | {"text_version": "2.en"}
    lines = paragraphs(TEXTS["versions"]["2.en"]["text"], signed)  # type: ignore[index]
    assert lines == ["before all", "before again", "before prp", "before again"]
    assert page.evaluate(SHOW, [signed, "es", TEXTS]) == ["2.en", "en", lines]
    assert page.evaluate(SHOW, [ticks | {"text_version": "9.ar"}, "es", TEXTS]) == ["9.ar", "ar", None]
    assert page.evaluate(SHOW, [ticks, "en", None]) is None
    assert page.evaluate(SHOW, [signed, "en", None]) == ["2.en", "en", None]

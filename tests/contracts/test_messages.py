"""Every word shown to people is in the catalogue of translations, and every translation fits its source."""

import json
import re
from pathlib import Path

from babel.messages.catalog import Catalog

from server.cli import message_list, messages

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def test_the_template_is_current() -> None:
    assert messages.TEMPLATE.read_bytes() == messages.template(), "run `make messages`"


def test_strings_of_both_halves_and_of_the_catalogue_are_found() -> None:
    found = {where.split("/")[0] + "/" + where.split("/")[1] for where, _text in messages.collect()}
    assert {"server/domain", "static/src", "templates/shell.html"} <= found
    assert "Cream is recorded as removed before it was applied." in {text for _where, text in messages.collect()}


def test_tables_looked_up_in_t_are_found() -> None:
    source = (
        'const STATES = {\n  draft: "Draft",\n  signed: "Signed",\n};\nshow(t(STATES[state]));\nt("Waiting {n}", { n })'
    )
    assert set(messages.script_strings(source)) == {"Draft", "Signed", "Waiting {n}"}


def test_the_list_to_read_holds_every_message_and_label() -> None:
    text = "\n".join(message_list.lines())
    assert sorted({words for _where, words in message_list.collected() if words not in text}) == []
    assert text.index("## Numbing cream") < text.index("Cream is recorded as removed") < text.index("## Needling")


def translated() -> Catalog:
    catalog = Catalog(locale="pl")
    catalog.add("Sign", "Podpisz")
    catalog.add(("Waiting {n}", "Waiting {n}"), ("{n} oczekujący", "{n} oczekujące", "{n} oczekujących"))
    catalog.add("Not yet", "")
    return catalog


def test_the_tablet_gets_the_plural_forms_by_the_browsers_names() -> None:
    words = messages.for_tablet(translated())
    assert words["Sign"] == "Podpisz"
    assert words["Waiting {n}"] == {
        "one": "{n} oczekujący", "few": "{n} oczekujące", "many": "{n} oczekujących", "other": "{n} oczekujących"
    }  # fmt: skip
    assert "Not yet" not in words


def test_what_is_shipped_is_made_of_the_translations() -> None:
    for source in messages.LOCALE.glob("*/LC_MESSAGES/needlepoint.po"):
        catalog = messages.read_catalog(source)
        assert source.with_suffix(".mo").read_bytes() == messages.binary(catalog), "run `make messages`"
        words = json.loads((messages.TABLET / f"{source.parts[-3]}.json").read_text(encoding="utf-8"))
        assert words == messages.for_tablet(catalog), "run `make messages`"


def test_every_message_is_translated() -> None:
    """Sentences that are the same in both languages are translated by themselves."""
    for source in messages.LOCALE.glob("*/LC_MESSAGES/needlepoint.po"):
        known = {message.id: message.string for message in messages.read_catalog(source)}
        shown = {text for _where, text in messages.collect()}
        assert sorted(text for text in shown if not known.get(text) and not known.get((text, text))) == []


def test_translations_keep_the_placeholders() -> None:
    assert [(path.stem, source) for path in messages.TABLET.glob("*.json") for source in strays(path)] == []


def strays(path: Path) -> list[str]:
    """Sources whose translation has a placeholder that the source has not."""
    words = json.loads(path.read_text(encoding="utf-8"))
    forms = [
        (source, form)
        for source, text in words.items()
        for form in ([text] if isinstance(text, str) else text.values())
    ]
    return [source for source, form in forms if not set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(source))]

"""``flask messages``: one catalogue of messages for server and tablet.

``extract`` collects every string shown to people (``_()`` and ``N_()`` in Python, ``t()`` in JavaScript, the labels of
the record catalogue, rules and limits) into ``server/locale/needlepoint.pot``. ``compile`` turns each language's
``needlepoint.po`` into the .mo the server reads and the ``static/i18n/<language>.json`` the tablet reads. Both need the
development requirements (babel); serving needs neither.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from server.domain import catalogue
from server.domain.limits import LIMITS
from server.domain.rules import RULES
from server.domain.translation import LOCALE

ROOT = LOCALE.parent.parent
TEMPLATE = LOCALE / "needlepoint.pot"
TABLET = ROOT / "static" / "i18n"
KEYWORDS = {"_": None, "N_": None}
SHOWN = {"label", "help"}
STRING = r'"((?:[^"\\\n]|\\.)*)"'
CALL = re.compile(rf"\bt\(\s*{STRING}")
TABLE_CALL = re.compile(r"\bt\(\s*([A-Z][A-Z_]*)\s*[\[.]")
SAMPLES = range(1000)
HEADER = r"""# The words of Needlepoint. Made by `make messages`.
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\n"

"""

Message = tuple[str, str]  # where it stands, what it says

group = AppGroup("messages", help="The words shown to people, and their translations (contributors only).")


@group.command("extract")
def extract_command() -> None:
    """Bring server/locale/needlepoint.pot up to date with the source."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(template())
    click.echo(f"{len(set(collect()))} places in {TEMPLATE.relative_to(ROOT)}")


@group.command("compile")
def compile_command() -> None:
    """Build what server and tablet read from every translated needlepoint.po."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/needlepoint.po")):
        language = source.parts[-3]
        translated = read_catalog(source)
        source.with_suffix(".mo").write_bytes(binary(translated))
        TABLET.mkdir(exist_ok=True)
        words = json.dumps(for_tablet(translated), ensure_ascii=False, indent=0, sort_keys=True)
        (TABLET / f"{language}.json").write_text(words + "\n", encoding="utf-8")
        click.echo(f"{language}: {len(for_tablet(translated))} of {len(translated)}")


@group.command("list")
def list_command() -> None:
    """Write every message and label in the order of the note to build/messages.txt, to be read."""
    from server.cli.message_list import PATH, write_list

    click.echo(f"{write_list()} lines in {PATH.relative_to(ROOT)}")


def collect() -> Iterator[Message]:
    """Every string shown to people, with the file it stands in. JavaScript is known by its path under static/."""
    for path in sorted((ROOT / "server").rglob("*.py")):
        yield from ((place(path), text) for text in python_strings(path))
    for path in sorted((ROOT / "templates").glob("*.html")):
        yield from ((place(path), text) for text in python_strings(path, "jinja2.ext:babel_extract"))
    for path in sorted((ROOT / "static" / "src").rglob("*.ts")):
        yield from ((place(path), text) for text in script_strings(path.read_text(encoding="utf-8")))
    yield from (("server/domain/catalogue", text) for text in shown(catalogue.forms()))
    yield from (("server/domain/limits.json", text) for text in shown(LIMITS))
    for row in RULES["rows"]:
        yield from (("server/domain/rules.json", row[name]) for name in ("sentence", "message") if name in row)
    yield from (("server/domain/rules.json", text) for text in RULES["words"].values())
    yield from (("server/domain/rules.json", text) for forms in RULES["figures"].values() for text in forms)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_strings(path: Path, method: str = "python") -> Iterator[str]:
    from babel.messages.extract import extract

    with path.open("rb") as file:
        for _line, text, _comments, _context in extract(method, file, KEYWORDS):
            yield text if isinstance(text, str) else text[0]


def script_strings(source: str) -> Iterator[str]:
    """What stands in ``t("...")``, and in the tables of constants that are looked up inside ``t(TABLE[key])``."""
    for found in CALL.finditer(source):
        yield unquoted(found[1])
    for name in sorted(set(TABLE_CALL.findall(source))):
        table = re.search(rf"const {name}\b[^=]*= [^{{]*\{{(.*?)\n?\}}\)?;", source, re.DOTALL)
        for found in re.finditer(rf":\s*{STRING}", table[1] if table else ""):
            yield unquoted(found[1])


def unquoted(literal: str) -> str:
    return str(json.loads(f'"{literal}"'))


def shown(entry: Any) -> Iterator[str]:
    """Labels and helps anywhere inside plain data."""
    if isinstance(entry, list):
        for item in entry:
            yield from shown(item)
    elif isinstance(entry, dict):
        yield from (text for name, text in entry.items() if name in SHOWN and isinstance(text, str) and text)
        for item in entry.values():
            yield from shown(item)


def template() -> bytes:
    from io import BytesIO

    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    found = Catalog(project="Needlepoint", charset="utf-8")
    for where, text in collect():
        counts = where.startswith("static/") and "{n}" in text
        found.add((text, text) if counts else text, locations=[(where, 0)])
    file = BytesIO()
    write_po(file, found, sort_output=True, include_lineno=False, omit_header=True, width=120)
    return HEADER.encode() + file.getvalue().rstrip() + b"\n"


def read_catalog(path: Path) -> Any:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def binary(translated: Any) -> bytes:
    from io import BytesIO

    from babel.messages.mofile import write_mo

    file = BytesIO()
    write_mo(file, translated)
    return file.getvalue()


def for_tablet(translated: Any) -> dict[str, Any]:
    """Source to translation; where number decides, to {"one": ..., "other": ...} as the browser names the forms."""
    words: dict[str, Any] = {}
    for message in translated:
        if not message.id or message.fuzzy or not message.string:
            continue
        if message.pluralizable:
            words[message.id[0]] = {form: message.string[index] for form, index in plural_forms(translated).items()}
        else:
            words[message.id] = message.string
    return {source: text for source, text in words.items() if text and (isinstance(text, str) or all(text.values()))}


def plural_forms(translated: Any) -> dict[str, int]:
    """Which of gettext's numbered forms stands for each form of the browser's Intl.PluralRules."""
    from gettext import c2py

    index, named = c2py(translated.plural_expr), translated.locale.plural_form
    return {named(number): index(number) for number in reversed(SAMPLES)} | {"other": translated.num_plurals - 1}

"""The language of an answer: what ``Accept-Language`` asks for, where it is shipped."""

from flask import Flask, request

from server.domain.translation import ENGLISH, LOCALE, language

SHIPPED = (ENGLISH, *sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/needlepoint.mo")))
DATA_FILES = {"csv", "xlsx", "json"}  # what programs read has the same headings everywhere


def choose_language() -> None:
    is_data = request.path.rpartition(".")[2] in DATA_FILES
    language.set(ENGLISH if is_data else request.accept_languages.best_match(SHIPPED, ENGLISH) or ENGLISH)


def install_language(app: Flask) -> None:
    app.before_request(choose_language)

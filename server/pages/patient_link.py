"""What a patient's link opens: a form that asks the birth date, then the page as a PDF. No script, no login.

Whatever opens nothing has the same answer, to the byte: guessed, ended, expired, locked, or about what is not there any
more. The token stands in the address alone, and no answer sends it on (``Referrer-Policy``) or is kept.
"""

from datetime import date

from flask import Blueprint, Response, current_app, render_template, request

from server.auth.guards import public
from server.auth.request_validation import form
from server.config import settings
from server.db import begin_write, db, utc_now
from server.domain.errors import Refusal
from server.domain.patient_page.words import LANGUAGES, LINK, PAGE
from server.domain.translation import ENGLISH
from server.exports.formatting import file_stem
from server.exports.pdf import patient
from server.pages.shipped import STYLE_SHEET
from server.services.accounts.codes import hash_code
from server.services.accounts.throttle import Attempt, TooMany, reserve_visit
from server.services.patient_links.opened import Visited, enter, look
from server.services.summaries.patient import PatientPage

MINUTE = 60
EARLIEST = 1850
blueprint = Blueprint("patient_link", __name__)


@blueprint.route("/l/<string:token>")
@public
def ask(token: str) -> Response:
    """The form."""
    try:
        attempt = counted("")
    except TooMany as wait:
        return too_many(wait)
    begin_write()
    found = look(hash_code(token), attempt, utc_now(), settings().demo)
    db.session.commit()
    return nothing() if found is None else asked(found)


@blueprint.route("/l/<string:token>", methods=["POST"])
@public
@form
def open_page(token: str) -> Response:
    """The page, for the right birth date. The audit row is on disk before the first byte leaves."""
    try:
        attempt = counted(hash_code(token))
    except TooMany as wait:
        return too_many(wait)
    born = typed_day()
    begin_write()
    found = enter(hash_code(token), born, attempt, utc_now(), settings().demo)
    db.session.commit()
    if found is None:
        return nothing()
    return sent(found.page) if found.is_open else asked(found, "wrong" if born else "no_day")


def counted(link: str) -> Attempt:
    """A try, counted before it is looked at. Raises TooMany."""
    begin_write()
    attempt = reserve_visit(link, request.remote_addr or "", str(current_app.secret_key), utc_now())
    db.session.commit()
    return attempt


def typed_day() -> str | None:
    """YYYY-MM-DD, or None where the three figures are no day."""
    try:
        year, month, day = (int(request.form.get(name, "").strip()) for name in ("year", "month", "day"))
        return date(year, month, day).isoformat() if year >= EARLIEST else None
    except ValueError:
        return None


def asked(found: Visited, error: str = "") -> Response:
    names = found.page.names
    phone = names.phone or found.page.facts["phone"]
    return shown(403 if error else 200, "ask", clinic=names.clinic, phone=phone, error=error)


def nothing() -> Response:
    return shown(404, "nothing")


def too_many(refused: TooMany) -> Response:
    wait = int(refused.extra["retry_after"])
    response = shown(429, "wait", minutes=-(-wait // MINUTE))
    response.headers["Retry-After"] = str(wait)
    return response


def sent(page: PatientPage) -> Response:
    try:
        body = patient.render(page.facts, page.names, page.words, page.language)
    except Refusal:
        return shown(503, "busy")
    name = f"{file_stem(page.names.mrn)}_{page.facts['on']}_page-{page.language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return private(Response(body, mimetype="application/pdf", headers=headers))


def shown(status: int, what: str, **values: object) -> Response:
    """In the language of the telephone, of those that the page itself has."""
    style = f"/static/{STYLE_SHEET}"
    code = request.accept_languages.best_match(LANGUAGES, ENGLISH) or ENGLISH
    words, side = LINK[code], PAGE["languages"][code]["dir"]
    text = render_template("patient_link.html", what=what, style=style, language=code, dir=side, words=words, **values)
    return private(Response(text, status, mimetype="text/html"))


def private(response: Response) -> Response:
    """No copy of it stays anywhere, and no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response

"""The words on the slip with a link, in the language of the patient's page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from server.domain.patient_page.words import LINK, PAGE
from server.exports.patient_page.language import Language


def words_of(language: str, phone: str, expires_at: datetime, zone: str) -> dict[str, str]:
    """``zone`` is that of the clinic, or empty: the last day is that of UTC then. They say their own ``language`` and
    ``dir``."""
    words, page = LINK[language], Language(language, PAGE["languages"][language])
    last = expires_at.astimezone(ZoneInfo(zone) if zone else UTC).date().isoformat()
    return {
        "language": language,
        "dir": page.words["dir"],
        "title": words["heading"],
        "scan": words["scan"],
        "ask": words["ask"],
        "until": words["until"].format(date=page.long_date(last)),
        "call": f"{words['call']} {page.apart(phone)}",
    }

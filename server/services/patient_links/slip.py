"""The words on the slip with a link, in the language of the patient where the product speaks it, else in English."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from server.domain.translation import ENGLISH, LOCALE, _, speaking
from server.exports.formatting import date_words


def words_of(language: str, phone: str, expires_at: datetime, zone: str) -> dict[str, str]:
    """``zone`` is that of the clinic, or empty: the last day is that of UTC then. They say their own ``language``."""
    spoken = language if (LOCALE / language).is_dir() else ENGLISH
    last = expires_at.astimezone(ZoneInfo(zone) if zone else UTC).date().isoformat()
    with speaking(spoken):
        return {
            "language": spoken,
            "title": _("The page about your visit"),
            "scan": _("Point your phone's camera at the square, or type the address into its browser."),
            "ask": _("Then enter your date of birth."),
            "until": _("The link works until {date}.", date=date_words(last)),
            "call": _("Questions? Call us: {phone}", phone=phone),
        }

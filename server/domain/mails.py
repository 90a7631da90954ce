"""The words of mails. Nothing of a record stands in one: that something waits, and where to look."""

from dataclasses import dataclass

from server.domain.translation import N_, _


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


SUBJECTS = {
    "invite": N_("Your account in Needlepoint"),
    "reset": N_("A new password for Needlepoint"),
    "adverse_event": N_("An adverse event waits for a supervisor"),
    "weekly": N_("What waits for you in Needlepoint"),
    "test": N_("A test of mail from Needlepoint"),
}
TEXTS = {
    "invite": N_("{name}, you were added to {clinic}. Choose your password here, within two days:"),
    "reset": N_("{name}, a new password was asked for at {clinic}. Choose it here, within two days:"),
    "adverse_event": N_("{name}, an adverse event was recorded at {clinic}. Sign in to see it:"),
    "weekly": N_("{name}, this waits for you at {clinic}:"),
    "test": N_("Mail from Needlepoint arrives."),
}
ENDINGS = {
    "invite": N_("The link works once. If you did not expect it, tell your clinic and do not use it."),
    "reset": N_(
        "The link works once. Where it asks for a code, that is your own one-time code, or the one that a second "
        "person gives you. If you did not ask for it, tell your clinic."
    ),
}
COUNTS = {
    "to_review": N_("Notes that wait for your review: {n}"),
    "follow_ups": N_("Follow-ups that wait for your review: {n}"),
    "quarantined": N_("Refused or imported entries to settle: {n}"),
    "returned": N_("Your notes that were returned to you: {n}"),
    "unsigned": N_("Your notes that are not signed yet: {n}"),
}


def write_mail(about: str, name: str, clinic: str, link: str, counts: dict[str, int] | None = None) -> Mail:
    """In the language of the moment."""
    lines = [_(TEXTS[about], name=name, clinic=clinic)]
    lines += [_(COUNTS[what], n=n) for what, n in (counts or {}).items()]
    lines += [link] if link else []
    lines += [_(ENDINGS[about])] if about in ENDINGS else []
    return Mail(_(SUBJECTS[about]), "\n\n".join(lines) + "\n")

"""Whether a text is a reason that somebody else can follow: long enough, and words. Mirrors ``core/reasons.ts``."""

from server.domain.answers import is_long_enough

LEAST_LETTERS = 5  # different ones


def is_real_reason(text: str) -> bool:
    """At least ten characters, five different letters and two words; other scripts may do without blanks."""
    letters = {letter for letter in text.lower() if letter.isalpha()}
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    is_worded = len(words) > 1 or any(not letter.isascii() for letter in letters)
    return is_long_enough(text) and is_worded and len(letters) >= LEAST_LETTERS

"""What a login says while its person has the device: a signature over it, with the key that the device secret opens.

The cookie stays in a browser that is locked or handed over. Where its person has a key on that device, the cookie alone
shows nothing of a record and does nothing in their name.
"""

from functools import lru_cache

from server.services.keys.signatures import is_signed

TITLE = "needlepoint open 1"
LENGTH = 86  # of a signature in base64url


@lru_cache(maxsize=4096)
def is_opened(public: str, login_id: str, given: str) -> bool:
    """Whether ``given`` was signed for this login with the key of which ``public`` is known."""
    return len(given) == LENGTH and is_signed(public, given, f"{TITLE}\n{login_id}")

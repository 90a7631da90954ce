"""What a login says while its person has the device: a signature over it, with the key that the device secret opens.

The cookie stays in a browser that is locked or handed over. Where its person has a key on that device, the cookie alone
shows nothing of a record and does nothing in their name.

Before there is such a key, and where its secret is forgotten, a proof of the sign-in takes its place: it is in the
answer to the sign-in alone, never in a cookie, and the app keeps it in memory only.
"""

import hmac
from functools import lru_cache

from server.services.keys.sealing import to_text
from server.services.keys.signatures import is_signed
from server.services.keys.wrapping import wrapping_key

TITLE = "needlepoint open 1"
PROOF = "needlepoint sign-in 1"
LENGTH = 86  # of a signature in base64url


@lru_cache(maxsize=4096)
def is_opened(public: str, login_id: str, given: str) -> bool:
    """Whether ``given`` was signed for this login with the key of which ``public`` is known."""
    return len(given) == LENGTH and is_signed(public, given, f"{TITLE}\n{login_id}")


def proof_of(login_id: str) -> str:
    """What only the answer to a sign-in says. Whoever knows the login, or has its cookie, cannot make it."""
    return to_text(hmac.digest(wrapping_key(), f"{PROOF}\n{login_id}".encode(), "sha256"))


def is_proof(login_id: str, given: str | None) -> bool:
    return given is not None and hmac.compare_digest(given.encode(), proof_of(login_id).encode())

"""The code that a second person gives to whoever is to choose another password."""

import base64
import secrets

from server.domain.translation import N_
from server.services.accounts.passwords import hash_token, is_same
from server.services.accounts.second_factor import SecondFactorNeeded, WrongCode

CODE_BYTES = 10


def new_reset_code() -> str:
    """80 bits, in four groups to be read out."""
    code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def hash_reset_code(code: str) -> str:
    return hash_token("".join(code.split()).replace("-", "").upper())


def require_reset_code(kept: str | None, code: str | None) -> None:
    """Raises SecondFactorNeeded without a code, WrongCode for another one, or while no second person has confirmed."""
    if not code:
        raise SecondFactorNeeded(N_("A second person confirms this under People and devices, and gives you a code."))
    if kept is None or not is_same(kept, hash_reset_code(code)):
        raise WrongCode(N_("This is not the code that the second person was given."))

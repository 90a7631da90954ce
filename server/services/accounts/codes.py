"""Codes that people write down or read out: random bits as groups of four letters and digits, 80 bits unless asked."""

import base64
import secrets

from server.services.accounts.passwords import hash_token

BYTES, GROUP = 10, 4


def new_code(size: int = BYTES) -> str:
    code = base64.b32encode(secrets.token_bytes(size)).decode().rstrip("=")
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """Without spaces and hyphens, in capitals."""
    return "".join(typed.split()).replace("-", "").upper()


def hash_code(typed: str) -> str:
    """What the database keeps of a code, however it is typed."""
    return hash_token(plain(typed))

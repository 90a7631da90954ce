"""Secrets in the database, wrapped by a key that comes from the installation's SECRET_KEY."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.db import db
from server.services.keys.sealing import IV, to_bytes, to_text


class Unreadable(Exception):
    """It was wrapped under another SECRET_KEY, for another purpose, or is damaged."""


def wrap(purpose: str, plain: bytes) -> str:
    iv = os.urandom(IV)
    return to_text(iv + AESGCM(wrapping_key()).encrypt(iv, plain, purpose.encode()))


def unwrap(purpose: str, wrapped: str) -> bytes:
    try:
        raw = to_bytes(wrapped)
        return AESGCM(wrapping_key()).decrypt(raw[:IV], raw[IV:], purpose.encode())
    except (ValueError, InvalidTag):
        raise Unreadable from None


def wrapping_key() -> bytes:
    """Found with the engine, for services know nothing of the configuration."""
    key: bytes = db.engine.get_execution_options()["wrapping_key"]
    return key


def secret_fingerprint() -> str:
    """By which SECRET_KEY something was wrapped; says nothing about the key itself."""
    return hashlib.sha256(b"fingerprint" + wrapping_key()).hexdigest()[:8]

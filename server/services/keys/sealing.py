"""Sealing to a clinic: whoever has its public key can close, only the server can open.

``ephemeral public (65 bytes) || IV (12) || AES-256-GCM ciphertext with tag``; the key comes from ECDH on P-256 by HKDF,
and the purpose is in it, so that what was sealed for one thing opens for nothing else. Public keys are raw points.
"""

import base64
import hashlib
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
POINT, IV, TAG = 65, 12, 16
INFO = "needlepoint seal 1 "
URL_SAFE = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


class NotSealed(Exception):
    """It was not sealed to this key for this purpose, or is damaged."""


def seal(public: bytes, purpose: str, plain: bytes) -> bytes:
    own = ec.generate_private_key(CURVE)
    shared, ephemeral, iv = own.exchange(ec.ECDH(), read_point(public)), point_of(own), os.urandom(IV)
    return ephemeral + iv + cipher(shared, ephemeral + public, purpose).encrypt(iv, plain, purpose.encode())


def unseal(private: ec.EllipticCurvePrivateKey, purpose: str, sealed: bytes) -> bytes:
    ephemeral, iv, closed = sealed[:POINT], sealed[POINT : POINT + IV], sealed[POINT + IV :]
    try:
        shared = private.exchange(ec.ECDH(), read_point(ephemeral))
        return cipher(shared, ephemeral + point_of(private), purpose).decrypt(iv, closed, purpose.encode())
    except (ValueError, InvalidTag):
        raise NotSealed from None


def cipher(shared: bytes, salt: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=(INFO + purpose).encode()).derive(shared))


def read_point(raw: bytes) -> ec.EllipticCurvePublicKey:
    """A public key, or ValueError: only whole points, for a shortened one would have another id."""
    if len(raw) != POINT:
        raise ValueError("not an uncompressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw)


def point_of(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).digest()[:16].hex()


def to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    """Raises ValueError for what ``to_text`` would not have written."""
    if not URL_SAFE.fullmatch(text):
        raise ValueError("not base64url")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_text(raw) != text:
        raise ValueError("not the shortest base64url")
    return raw

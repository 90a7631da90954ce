"""The signature of an op: ECDSA on P-256 over its id, kind, record, time and the digest of its whole text.

What is signed never changes again, so it can be checked at acceptance and as often as somebody asks later.
"""

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.domain.canonical import digest
from server.services.keys.sealing import read_point, to_bytes

TITLE = "needlepoint op 1"
NAMED = ("op_id", "kind", "type", "id", "client_time")
HALF = 32


def statement(op: dict[str, Any]) -> str:
    """What a signature of this op is over. ``op`` is as sent."""
    unsigned = {name: value for name, value in op.items() if name != "signature"}
    return "\n".join([TITLE, *(str(op[name]) for name in NAMED), digest(unsigned)])


def is_signed(public: str, value: str, text: str) -> bool:
    try:
        raw = to_bytes(value)
        if len(raw) != 2 * HALF:
            return False
        r, s = int.from_bytes(raw[:HALF]), int.from_bytes(raw[HALF:])
        read_point(to_bytes(public)).verify(encode_dss_signature(r, s), text.encode(), ec.ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True

"""Keys as they travel: bytes as unpadded base64url."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from server.schemas.base import Closed

POINT = 65
DATA_KEY = 32
PROOF = 32
SEALED_DATA_KEY = POINT + 12 + DATA_KEY + 16


class Bytes(fields.String):
    """So many bytes as base64url without padding; handed over as that text, of the right length."""

    default_error_messages = {"invalid": "Not base64url of the right length."}

    def __init__(self, length: int, **kwargs: Any) -> None:
        self.length = length
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) != -(-self.length * 4 // 3):
            raise self.make_error("invalid")
        return text


def proof() -> Bytes:
    return Bytes(PROOF, metadata={"description": "From the answer to the sign-in, where no key of theirs is open here"})


class KeysIn(Closed):
    """A new signing key retires the one before it on this device; a copy alone takes the place of the copy."""

    signing = Bytes(POINT, metadata={"description": "Public key, P-256, uncompressed"})
    recovery = Bytes(SEALED_DATA_KEY, metadata={"description": "The data key, sealed to the clinic"})
    proof = proof()

    @validates_schema
    def says_something(self, body: dict[str, Any], **_kwargs: Any) -> None:
        if not {"signing", "recovery"} & body.keys():
            raise ValidationError("A signing key, a copy of the data key, or both.", "signing")


class RecoverIn(Closed):
    proof = proof()


class KeyOut(Closed):
    key = fields.String(required=True, allow_none=True, metadata={"description": "Id of the key that signs now"})


class DataKeyOut(Closed):
    data_key = Bytes(DATA_KEY, required=True)


class KeysOut(Closed):
    """What the tablet seals to, what this person signs with on this device, and how it is to lock."""

    clinic = fields.String(required=True, allow_none=True)
    signing = fields.List(fields.String(), required=True)
    recovery = fields.Boolean(required=True, metadata={"description": "Whether the clinic holds a copy it can open"})
    managed = fields.Boolean(required=True)
    lock_minutes = fields.Integer(required=True)
    lease_days = fields.Integer(required=True)

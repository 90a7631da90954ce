"""What passes between the server and a passkey. Bytes are base64url without padding, as WebAuthn writes them."""

from marshmallow import fields, validate

from server.schemas.base import Closed, Id, Instant, Line

BYTES = validate.Length(min=1, max=4096)
ATTESTATION = validate.Length(min=1, max=16384)


class PasskeyAskedOut(Closed):
    """What a passkey is asked to sign, once and within five minutes."""

    challenge = fields.String(required=True)
    site = fields.String(required=True, metadata={"description": "The name of the server (relying party)"})
    known = fields.List(fields.String(), required=True, metadata={"description": "The ids of the person's passkeys"})


class NewPasskeyOut(PasskeyAskedOut):
    """What the browser needs to make a passkey."""

    user_id = fields.String(required=True)
    user_name = fields.String(required=True)
    user_label = fields.String(required=True)
    algorithms = fields.List(fields.Integer(), required=True)


class PasskeyAnswerIn(Closed):
    """What a passkey answered."""

    id = fields.String(required=True, validate=BYTES)
    client_data = fields.String(required=True, validate=BYTES)
    authenticator_data = fields.String(required=True, validate=BYTES)
    signature = fields.String(required=True, validate=BYTES)


class MadePasskeyIn(Closed):
    """A passkey that the browser has made."""

    id = fields.String(required=True, validate=BYTES)
    client_data = fields.String(required=True, validate=BYTES)
    attestation = fields.String(required=True, validate=ATTESTATION)


class PasskeyIn(Closed):
    name = Line(60, required=True)
    made = fields.Nested(MadePasskeyIn, required=True)


class PasskeyOut(Closed):
    id = Id(required=True)
    name = fields.String(required=True)
    created_at = Instant(required=True)
    last_used_at = Instant(required=True, allow_none=True)


class PasskeysOut(Closed):
    possible = fields.Boolean(
        required=True, metadata={"description": "The server has a name, without which browsers make no passkey"}
    )
    items = fields.List(fields.Nested(PasskeyOut), required=True)

"""Signing in, setting up, accepting an invitation."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.schemas.base import Address, Closed, Id, Instant, Line, YesNo
from server.schemas.keys import KeysOut
from server.schemas.passkeys import PasskeyAnswerIn

SECRET = validate.Length(min=1, max=1024)
NOTICES = (
    "password_reset",
    "renamed",
    "password_changed",
    "second_factor_on",
    "second_factor_off",
    "recovery_code",
    "passkey_added",
    "passkey_removed",
    "passkey_copied",
    "signing_key",
    "data_key",
    "own_waits",
    "own_confirmed",
    "waits",
    "confirmed",
    "reset",
)
TOKEN = validate.Length(min=1, max=200)
TYPED_CODE = validate.Length(min=1, max=40)
CODE = fields.String(
    validate=TYPED_CODE, metadata={"description": "A one-time code, a recovery code or the code of a reset"}
)


class DeviceIn(Closed):
    id = Id(required=True)
    name = Line(80, required=True)


class LoginIn(Closed):
    email = fields.String(required=True, validate=validate.Length(min=1, max=254))
    password = fields.String(required=True, validate=SECRET)
    device = fields.Nested(DeviceIn, required=True)
    code = CODE
    passkey = fields.Nested(PasskeyAnswerIn)


class ClinicIn(Closed):
    name = Line(required=True)


class FirstPersonIn(Closed):
    name = Line(required=True)
    email = Address(required=True)
    password = fields.String(required=True, validate=SECRET)
    treats = YesNo(load_default=False)


class SetupIn(Closed):
    token = fields.String(required=True, validate=TOKEN)
    clinic = fields.Nested(ClinicIn, required=True)
    user = fields.Nested(FirstPersonIn, required=True)
    device = fields.Nested(DeviceIn, required=True)


class InviteIn(Closed):
    token = fields.String(required=True, validate=TOKEN)
    password = fields.String(required=True, validate=SECRET)
    device = fields.Nested(DeviceIn, required=True)
    code = CODE
    passkey = fields.Nested(PasskeyAnswerIn)


class PersonOut(Closed):
    id = Id(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(["practitioner", "supervisor", "admin"]))
    treats = fields.Boolean(required=True)
    confirmed = fields.Boolean(
        required=True,
        metadata={"description": "Whether a second person confirmed the role; until then it approves nothing"},
    )


class ClinicOut(Closed):
    id = Id(required=True)
    name = fields.String(required=True)


class DeviceNameOut(Closed):
    id = Id(required=True)
    name = fields.String(required=True)


class NoticeOut(Closed):
    """Something the person should know about their own account or, if they may confirm roles, about another's."""

    kind = fields.String(required=True, validate=validate.OneOf(NOTICES))
    at = Instant(required=True)
    device = fields.String(metadata={"description": "The name of the device it was done on"})
    name = fields.String(metadata={"description": "Whose account it is about, if another's"})
    by = fields.String(metadata={"description": "The name of who did it; empty for the server's console"})


class SecondFactorOut(Closed):
    since = Instant(required=True, allow_none=True, metadata={"description": "Null while no one-time code is asked"})
    codes_left = fields.Integer(required=True, metadata={"description": "Recovery codes not used yet"})
    passkeys = fields.Integer(required=True, metadata={"description": "Passkeys that answer in place of a code"})
    asked = fields.Boolean(
        required=True, metadata={"description": "The clinic asks this person to set up one-time codes or a passkey"}
    )


class VerifiedOut(Closed):
    """The last check of all rows of the clinic."""

    at = Instant(required=True)
    whole = fields.Boolean(required=True)
    broken = fields.List(Id(), required=True, metadata={"description": "Records that are not as they were written"})


class MeOut(Closed):
    user = fields.Nested(PersonOut, required=True)
    clinic = fields.Nested(ClinicOut, required=True)
    device = fields.Nested(DeviceNameOut, required=True)
    notices = fields.List(fields.Nested(NoticeOut), required=True)
    keys = fields.Nested(KeysOut, required=True)
    second_factor = fields.Nested(SecondFactorOut, required=True)
    verified = fields.Nested(VerifiedOut, required=True, allow_none=True)
    epoch = fields.String(required=True)
    server_time = Instant(required=True)
    signed_in_until = Instant(required=True)
    idle_minutes = fields.Integer(required=True)
    demo = fields.Boolean(required=True)
    version = fields.String(required=True)
    login = fields.String(required=True, metadata={"description": "The id of this login, over which an open app signs"})


class SignedInOut(MeOut):
    proof = fields.String(
        required=True,
        metadata={"description": "Shows `POST /me/keys` that who asks has signed in: in no cookie, for five minutes"},
    )


class SetupOut(Closed):
    needed = fields.Boolean(required=True)
    me = fields.Nested(MeOut, required=True, allow_none=True)


class PasswordIn(Closed):
    current = fields.String(required=True, validate=SECRET)
    password = fields.String(required=True, validate=SECRET)


class ProofIn(Closed):
    """One of the three."""

    password = fields.String(validate=SECRET)
    code = CODE
    passkey = fields.Nested(PasskeyAnswerIn)

    @validates_schema
    def holds_one(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if len(data) != 1:
            raise ValidationError("one of password, code and passkey", "password")


class CodeIn(Closed):
    code = fields.String(required=True, validate=TYPED_CODE)


class NewSecretOut(Closed):
    secret = fields.String(required=True)
    uri = fields.String(required=True)
    picture = fields.String(required=True, metadata={"description": "The address as a QR code, an SVG data URI"})


class RecoveryCodesOut(Closed):
    codes = fields.List(fields.String(), required=True)


class CurrentIn(Closed):
    current = fields.String(required=True, validate=SECRET)


class OwnLoginOut(Closed):
    id = fields.String(required=True)
    device = fields.String(required=True, metadata={"description": "The name of the device"})
    created_at = Instant(required=True)
    last_seen_at = Instant(required=True, metadata={"description": "When the person last did something there"})
    expires_at = Instant(required=True)
    current = fields.Boolean(required=True, metadata={"description": "The one that asks"})


class OwnLoginsOut(Closed):
    items = fields.List(fields.Nested(OwnLoginOut), required=True)


class EndedOut(Closed):
    ended = fields.Integer(required=True)

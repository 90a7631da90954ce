"""People and devices as an administrator sees them."""

from typing import Any

from marshmallow import fields, validate

from server.schemas.base import Address, Closed, Id, Instant, Line, YesNo

ROLE = validate.OneOf(["practitioner", "supervisor", "admin"])
STATUS = validate.OneOf(["active", "revoked"])


class UserIn(Closed):
    email = Address(required=True)
    name = Line(required=True)
    role = fields.String(required=True, validate=ROLE)
    treats = YesNo(load_default=False)


class UserPatchIn(Closed):
    name = Line()
    role = fields.String(validate=ROLE)
    treats = YesNo()
    active = YesNo()


class UserConfirmIn(Closed):
    role = fields.String(required=True, validate=ROLE, metadata={"description": "The role as it was shown"})


class UserOut(Closed):
    id = Id(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=ROLE)
    treats = fields.Boolean(required=True)
    active = fields.Boolean(required=True)
    joined = fields.Method("has_joined", required=True, metadata={"type": "boolean"})
    waits_since = Instant(
        required=True, allow_none=True, metadata={"description": "Since when the role waits for a second person"}
    )
    waits_by = fields.String(
        required=True, allow_none=True, metadata={"description": "Id of the person who gave the role, or console"}
    )
    reset_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Id of the person who started a reset that is not used yet"},
    )
    created_at = Instant(required=True)
    invite_expires_at = Instant(required=True, allow_none=True)

    def has_joined(self, user: Any) -> bool:
        """Whether the person has chosen a password."""
        return user.password_hash is not None


class UsersOut(Closed):
    items = fields.List(fields.Nested(UserOut), required=True)


class InviteOut(Closed):
    token = fields.String(required=True)
    expires_at = Instant(required=True)
    mailed = fields.Boolean(
        required=True, metadata={"description": "Whether the link leaves by email as well; else it is handed over"}
    )


class ResetOut(InviteOut):
    needs = fields.String(
        required=True,
        validate=validate.OneOf(["code", "second_person"]),
        metadata={"description": "What the link needs: the person's own one-time code, or the code of a second person"},
    )


class ResetCodeOut(Closed):
    code = fields.String(required=True)


class DevicePatchIn(Closed):
    status = fields.String(required=True, validate=STATUS)


class DeviceOut(Closed):
    id = Id(required=True)
    name = fields.String(required=True)
    status = fields.String(required=True, validate=STATUS)
    created_at = Instant(required=True)
    last_seen_at = Instant(required=True)
    app_version = fields.String(required=True, allow_none=True)
    pending_ops = fields.Integer(required=True)
    oldest_pending_at = Instant(required=True, allow_none=True)
    storage = fields.Dict(required=True, allow_none=True)


class ListedDevice(DeviceOut):
    last_person = fields.String(
        required=True, allow_none=True, metadata={"description": "Who used it last; null if no sign-in on it is stored"}
    )


class DevicesOut(Closed):
    items = fields.List(fields.Nested(ListedDevice), required=True)

"""Photos, whose body is no JSON."""

from marshmallow import fields

from server.schemas.base import Closed, Id

JPEG = "image/jpeg"


class PictureQuery(Closed):
    """Of whoever delivers without a login: whose login on which device it was."""

    user_id = Id()
    device_id = Id()


class PictureOut(Closed):
    """What was received: nothing else that answers can know the hash."""

    proto = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)

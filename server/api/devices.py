"""The tablets and computers of the clinic."""

from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.permissions import Action
from server.models import Device
from server.schemas.users import DeviceOut, DevicePatchIn, DevicesOut
from server.services.accounts import devices

blueprint = Blueprint("devices", __name__, description="Tablets and computers")


@blueprint.route("/devices")
@requires(Action.LIST_DEVICES)
@blueprint.response(200, DevicesOut)
def list_devices() -> dict[str, Any]:
    """Every device of the clinic, the last seen first."""
    begin_write()
    found = devices.list_devices(current_actor())
    db.session.commit()
    return {"items": found}


@blueprint.route("/devices/<uuid:device_id>", methods=["PATCH"])
@requires(Action.MANAGE_DEVICES, fresh=True)
@blueprint.arguments(DevicePatchIn)
@blueprint.response(200, DeviceOut)
def change_device(body: dict[str, Any], device_id: str) -> Device:
    """Block a device or readmit it. Blocking ends its sessions at the next request."""
    begin_write()
    device = devices.set_device_status(current_actor(), device_id, body["status"])
    db.session.commit()
    return device

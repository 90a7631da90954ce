"""Who somebody is to the permissions, from the row of their account."""

from typing import Any

from server.domain.permissions import Actor


def actor_of(user: Any, device_id: str | None = None) -> Actor:
    rights = (user.role, bool(user.treats))
    return Actor(user.id, user.clinic_id, user.name, *rights, device_id, confirmed=user.waits_since is None)

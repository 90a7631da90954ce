"""Refusals. Each names what prevented the request; ``code`` is what programs read, ``detail`` what people read."""

from typing import Any


class Refusal(Exception):
    """A request that cannot be granted. ``status`` is its HTTP class, ``extra`` machine-readable particulars."""

    status = 400
    code = "refused"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra


class NotFound(Refusal):
    status, code = 404, "not_found"


class NotAllowed(Refusal):
    status, code = 403, "not_allowed"


class Invalid(Refusal):
    status, code = 422, "validation"


class Full(Refusal):
    """The record has as many of these as it takes; ``extra`` names the ``most``."""

    status, code = 422, "full"


class StaleVersion(Refusal):
    """The content is not the one the actor saw."""

    status, code = 409, "stale"


class WrongState(Refusal):
    status, code = 409, "wrong_state"


class ConflictOpen(Refusal):
    status, code = 409, "conflict_open"


class Incomplete(Refusal):
    """Something is missing to sign; ``extra`` holds ``missing`` and ``findings``."""

    status, code = 422, "incomplete"


class UpdateNeeded(Refusal):
    """The app that asks cannot show all of what it would sign; ``extra`` names the ``schema`` it needs."""

    status, code = 409, "update_needed"


class Damaged(Refusal):
    """What is stored is not what was written."""

    status, code = 409, "damaged"


class EpochChanged(Refusal):
    status, code = 409, "epoch_changed"

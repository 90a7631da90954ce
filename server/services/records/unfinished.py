"""What was only begun on a tablet that is to be erased: never an entry, and never lost."""

from server.domain.errors import Refusal
from server.services.records.batch import Batch
from server.services.records.ops import Op, Result


class Unfinished(Refusal):
    """Nobody has saved it, so nobody may take it for something that was recorded."""

    status, code = 422, "unfinished"


def refuse_unfinished(_batch: Batch, _op: Op) -> Result:
    """Refused ops are kept whole, and that is all that may become of it."""
    raise Unfinished("This was only begun and never saved. A supervisor sees to it.")

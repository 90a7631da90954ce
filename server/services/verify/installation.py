"""Every clinic of this installation, checked as of one moment."""

from server.db import begin_snapshot
from server.services.clinic import clinic_ids
from server.services.verify.clinic import first_break
from server.services.verify.heads import read_heads
from server.services.verify.seal import note_now


def verify_all() -> dict[str, str | None]:
    """The first place of each clinic that is not as it was written, or None."""
    heads = list(read_heads())  # first: a later head may be of work that the snapshot does not show
    begin_snapshot()
    return {clinic_id: first_break(clinic_id, heads) for clinic_id in clinic_ids()}


def note_whole(found: dict[str, str | None]) -> None:
    """Keep the heads of the chains that are whole."""
    for clinic_id in (clinic_id for clinic_id, broken in found.items() if not broken):
        note_now(clinic_id)

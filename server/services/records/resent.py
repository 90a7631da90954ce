"""Ops that a tablet sends again after a restore: when they were first received, and whether that is proven."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.services.issuer import Issuer
from server.services.records.ops import BadOp, Op, body_hash


@dataclass(frozen=True, slots=True)
class Resent:
    """``received_at`` as the tablet states it; ``proven`` when a receipt of this installation says the same."""

    received_at: datetime
    proven: bool


def read_resent(
    issuer: Issuer, clinic_id: str, ops: Sequence[Op | BadOp], claims: Iterable[dict[str, Any]]
) -> dict[str, Resent]:
    """By op. A receipt holds for one op with one body."""
    bodies = {op.op_id: op.raw for op in ops if isinstance(op, Op)}
    return {
        claim["op_id"]: Resent(claim["received_at"], is_proven(issuer, clinic_id, claim, bodies[claim["op_id"]]))
        for claim in claims
        if claim["op_id"] in bodies
    }


def is_proven(issuer: Issuer, clinic_id: str, claim: dict[str, Any], body: Any) -> bool:
    receipt = claim["receipt"]
    return receipt is not None and issuer.proves(
        receipt, clinic_id, claim["op_id"], body_hash(body), claim["received_at"]
    )

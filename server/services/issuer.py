"""What only this installation can have issued: places in its history and receipts of ops, each with a MAC.

The key is the installation's SECRET_KEY. A cursor or a receipt of another server, or a made up one, proves nothing.
"""

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.services.cursors import BadCursor, decode_cursor, encode_cursor

HASH = 16
KINDS = (str, int, int, str, str)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a tablet has read: a number of the feed in an epoch, and the audit row that was the newest then."""

    epoch: str
    seq: int
    audit_n: int
    audit_hash: str


@dataclass(frozen=True, slots=True)
class Issuer:
    key: str

    def cursor(self, clinic_id: str, place: Place) -> str:
        values = (place.epoch, place.seq, place.audit_n, place.audit_hash[:HASH])
        return encode_cursor(*values, self._mac("feed", clinic_id, *values))

    def read_cursor(self, clinic_id: str, cursor: str) -> Place | None:
        """The place; None when this installation did not issue it to this clinic."""
        try:
            *values, mac = decode_cursor(cursor, *KINDS)
        except BadCursor:
            return None
        is_ours = hmac.compare_digest(mac.encode(), self._mac("feed", clinic_id, *values).encode())
        return Place(*values) if is_ours else None

    def receipt(self, clinic_id: str, op_id: str, body_hash: str, received_at: datetime) -> str:
        """Proves that this op, with this body, was accepted at that time."""
        return self._mac("op", clinic_id, op_id, body_hash, received_at.astimezone(UTC).isoformat())

    def proves(self, receipt: str, clinic_id: str, op_id: str, body_hash: str, received_at: datetime) -> bool:
        ours = self.receipt(clinic_id, op_id, body_hash, received_at)
        return hmac.compare_digest(receipt.encode(), ours.encode())

    def _mac(self, *values: Any) -> str:
        text = json.dumps(["needlepoint", *values])
        digest = hmac.digest(self.key.encode(), text.encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:HASH]).decode().rstrip("=")

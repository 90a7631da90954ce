"""What the patient is told of a follow-up, on the tablet."""

from server.domain.catalogue import RECORD_TYPES
from tests.node.page import NodePage

CALL = {
    "about": {"reached": "yes", "at": "2026-09-16T00:30:00+02:00"},
    "seen": {"erythema": 1, "new_lesions": ["papules"], "note": "Sounds worried.", "sites": [{"finding": "Weeping."}]},
    "advice": {"given": "Come in.", "referred_to": "Dermatology", "photos": "IMG 12"},
    "flags": {"answer": "not_an_event", "reason": "Known acne."},
}
SECTIONS = [
    {"unit": section.unit, "fields": [{"name": field.name, "kind": field.kind} for field in section.fields]}
    for section in RECORD_TYPES["follow_up"].sections
]


def test_no_remark_or_referral_is_told(page: NodePage) -> None:
    body = "async ([call, sections]) => (await import('/src/core/follow-up.js')).toldToPatient(call, sections)"
    told = page.evaluate(body, [CALL, SECTIONS])
    assert told == {"seen": {"erythema": 1, "new_lesions": ["papules"]}, "advice": {"given": "Come in."}}

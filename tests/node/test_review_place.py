"""The card of a note that waits says why it stands where it stands in the queue."""

from typing import Any

from tests.node.page import NodePage

QUEUE = """async (notes) => {
  const { queueFor } = await import("/src/features/review/review-queue.js");
  const { placeWords } = await import("/src/features/review/review-place.js");
  const queue = queueFor({ id: "s" }, notes, new Map(), {});
  return queue.map((entry) => [entry.note.id, placeWords(entry, false), placeWords(entry, true)]);
}"""


def note(name: str, day: str, *findings: dict[str, Any]) -> dict[str, Any]:
    whole = {"id": name, "type": "note", "state": "signed", "author_id": "a", "patient_id": "p", "signatures": []}
    return whole | {"fields": {"visit": {"session_date": day}}, "findings": list(findings)}


def finding(severity: str, message: str, **rest: Any) -> dict[str, Any]:
    return {"rule": "N02", "severity": severity, "message": message, "fields": [], **rest}


def test_a_place_is_explained_by_the_finding_it_comes_from(page: NodePage) -> None:
    notes = [
        note("clean", "2026-11-01", finding("info", "Good to know.")),
        note("decided", "2026-11-02", finding("warn", "Decided before.", since="decided", was="reason")),
        note("warned", "2026-11-03", finding("warn", "Look twice.")),
        note(
            "deep",
            "2026-11-20",
            finding("info", "Good to know."),
            finding("warn", "Look."),
            finding("reason", "Too deep."),
        ),
        note("lowered", "2026-11-21", finding("info", "Asked before.", was="reason")),
    ]
    found = page.evaluate(QUEUE, notes)
    assert [name for name, *_ in found] == ["deep", "lowered", "decided", "warned", "clean"]
    words = {name: place for name, place, _ in found}
    assert words["deep"].startswith("Its place comes from “Needs a reason”: Too deep.")
    assert words["lowered"].startswith("Its place comes from “Needs a reason”: Asked before.")
    assert words["warned"].startswith("Its place comes from “Take note”: Look twice.")
    assert words["decided"].startswith("Its place comes from “Take note”: Decided before.")
    assert words["clean"].startswith("No finding to look at")
    assert {late for _, _, late in found} == {"You put this note off: it comes after the others."}

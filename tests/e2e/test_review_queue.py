"""What the review queue offers, and what a note is compared with, as the shipped app works it out without a screen."""

from typing import Any

import pytest

from server.domain import catalogue
from server.domain.limits import LIMITS
from server.domain.rules import RULES
from tests.domain.vectors import cases

pytestmark = pytest.mark.e2e

QUEUE = """async ([notes, ops]) => {
  const { merge, reviewQueue } = await import("/static/dist/app.js");
  const late = {...merge.overlay({...notes[0], state: "returned", id: "late"}, ops), state: "signed"};
  const all = [...notes, late];
  return [reviewQueue.queueFor({id: "s"}, all, new Map(), {}).map(({note}) => note.id),
          reviewQueue.ownWaiting({id: "s"}, all).map(({id}) => id)];
}"""
BEFORE = """async ([notes, note, forms]) => {
  const { noteContext, noteModel, reviewQueue } = await import("/static/dist/app.js");
  return [notes, notes.filter(({id}) => id !== "kept")].map((notes) => {
    const { view } = noteModel.judge({note, forms, notes, content: note.fields}).judged;
    const { previous, baseline, photo_before } = view.context;
    return [previous, baseline.on ?? null, photo_before, noteContext.lastTreated(notes, note)?.id ?? null,
            reviewQueue.noteBefore(note, notes)?.id ?? null];
  });
}"""


@pytest.fixture(scope="module")
def page(browser, server):
    tab = browser.new_page()
    tab.goto(f"{server.url}/manifest.webmanifest")
    yield tab
    tab.close()


def test_w4_the_review_is_not_offered_to_whoever_wrote(page):
    """Of the notes that wait, and of those whose text waits on this tablet, the queue holds only other people's."""
    note = {"state": "signed", "findings": [], "patient_id": "p", "type": "note"}
    notes = [{**note, "id": case["name"], **case["record"]} for case in cases("writers")]
    ops = [{"kind": "patch", "unit": "text:plan", "patch": {"text": "x"}, "user_id": "s", "client_time": "2026-11-23"}]
    waiting, own = page.evaluate(QUEUE, [notes, ops])
    assert sorted(waiting) == sorted(case["name"] for case in cases("writers") if not case["expect"])
    assert sorted(own) == sorted(["late", *(case["name"] for case in cases("writers") if case["expect"])])


DECIDE = """async () => {
  const { reviewUndo } = await import("/static/dist/app.js");
  const [said, stored] = [[], []];
  const book = reviewUndo.decisions(() => {});
  const act = (id) => () => {
    said.push(id);
    return new Promise((done) => stored.push(() => done(`op ${id}`)));
  };
  const turn = () => new Promise((go) => setTimeout(go));
  for (const id of "abcd") {
    book.make(id, "Approved", act(id));
    await turn();
  }
  const held = [..."abcd"].filter(book.isHeld).join("");
  const over = book.end();
  for (let n = 0; n < 8; n++) {
    stored.shift()?.();
    await turn();
  }
  await over;
  return { held, said: said.join(""), after: [..."abcd"].filter(book.isHeld).join(""), done: book.done };
}"""


def test_decisions_that_come_faster_than_they_are_stored_are_all_stored_once(page) -> None:
    """One decided while an earlier one was being written took the place of the next."""
    assert page.evaluate(DECIDE) == {"held": "abcd", "said": "abcd", "after": "", "done": 4}


LEAVE = """async () => {
  const { pendingWrites, reviewUndo } = await import("/static/dist/app.js");
  const said = [];
  const book = reviewUndo.decisions(() => {});
  book.make("a", "Approved", async () => said.push("a"));
  pendingWrites.writeHeld();
  const waited = pendingWrites.pendingCount();
  await pendingWrites.settled();
  const stored = said.join("");
  await book.end();
  return { waited, stored };
}"""


def test_a_decision_that_can_still_be_undone_is_stored_before_the_tablet_is_locked(page) -> None:
    """The lock, a hand-over and a sign-out wait for it; it was written after the keys had left, and so it was not."""
    assert page.evaluate(LEAVE) == {"waited": 1, "stored": "a"}


@pytest.mark.soak
def test_a_void_visit_is_neither_previous_nor_baseline(page):
    """What the tablet judges a note by, and what the reviewer compares it with, is the visit that was not voided."""

    def visit(id_: str, on: str, state: str) -> dict[str, Any]:
        fields = {"visit": {"session_date": on, "performed": "treated"}, "photo": {"taken": "yes"}}
        fields["assessment"] = {"on": on}
        return {"id": id_, "state": state, "patient_id": "p", "version": 1, "fields": fields}

    note = visit("n", "2026-11-24", "draft")
    notes = [visit("old", "2026-10-01", "void"), visit("kept", "2026-10-02", "approved"), note]
    notes.append(visit("late", "2026-11-03", "void"))
    forms = {"record_types": catalogue.forms(), "rules": RULES, "limits": LIMITS}
    found = page.evaluate(BEFORE, [notes, note, forms])
    assert found == [["2026-10-02", "2026-10-02", True, "kept", "kept"], [None, None, False, None, None]]


PLACES = """async (notes) => {
  const { queueFor, placeWords } = (await import("/static/dist/app.js")).reviewQueue;
  const queue = queueFor({ id: "s" }, notes, new Map(), {});
  return queue.map((entry) => [entry.note.id, placeWords(entry, false), placeWords(entry, true)]);
}"""


def waiting_note(name: str, day: str, *findings: dict[str, Any]) -> dict[str, Any]:
    whole = {"id": name, "type": "note", "state": "signed", "author_id": "a", "patient_id": "p", "signatures": []}
    return whole | {"fields": {"visit": {"session_date": day}}, "findings": list(findings)}


def found_there(severity: str, message: str, **rest: Any) -> dict[str, Any]:
    return {"rule": "N02", "severity": severity, "message": message, "fields": [], **rest}


@pytest.mark.soak
def test_a_place_is_explained_by_the_finding_it_comes_from(page) -> None:
    notes = [
        waiting_note("clean", "2026-11-01", found_there("info", "Good to know.")),
        waiting_note("decided", "2026-11-02", found_there("warn", "Decided before.", since="decided", was="reason")),
        waiting_note("warned", "2026-11-03", found_there("warn", "Look twice.")),
        waiting_note(
            "deep",
            "2026-11-20",
            found_there("info", "Good to know."),
            found_there("warn", "Look."),
            found_there("reason", "Too deep."),
        ),
        waiting_note("lowered", "2026-11-21", found_there("info", "Asked before.", was="reason")),
    ]
    found = page.evaluate(PLACES, notes)
    assert [name for name, *_ in found] == ["deep", "lowered", "decided", "warned", "clean"]
    words = {name: place for name, place, _ in found}
    assert words["deep"].startswith("Its place comes from “Needs a reason”: Too deep.")
    assert words["lowered"].startswith("Its place comes from “Needs a reason”: Asked before.")
    assert words["warned"].startswith("Its place comes from “Take note”: Look twice.")
    assert words["decided"].startswith("Its place comes from “Take note”: Decided before.")
    assert words["clean"].startswith("No finding to look at")
    assert {late for _, _, late in found} == {"You put this note off: it comes after the others."}

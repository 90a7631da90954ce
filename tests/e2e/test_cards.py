"""On the page where a note is signed: one cause is one card, and what the course has decided is one folded line."""

import re
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PRACTITIONER, TABLET, open_app, sign_in, store
from tests.e2e.journey import signed_in_api, sync_now
from tests.e2e.test_components import COMPLETE, PATIENT, edit, new_note, stored
from tests.e2e.test_sign_page import to_sign
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE, signable

COURSE = "course:0192f0aa-0000-7000-8000-000000000001"


def test_depth_at_two_sites_is_one_card_with_one_reason(tablet: Page) -> None:
    deep = {"zone:forehead": {"depth_mm": [2.0], "passes": 2}, "zone:chin": {"depth_mm": [2.25], "passes": 2}}
    agreed = {"consent": COMPLETE["consent"] | {"off_label": True}}
    note = new_note(tablet, COMPLETE | deep | agreed)
    to_sign(tablet, note)
    cards = tablet.locator(".finding[data-severity=reason]")
    expect(cards).to_have_count(1)
    expect(cards.locator(".finding-also li")).to_have_count(3)
    expect(tablet.get_by_role("region", name="Before you sign: 1")).to_be_visible()
    cards.get_by_label("Why is this right for this patient?").fill("Thick scars, as agreed.")
    expect(cards.get_by_text("Reason given")).to_be_visible()
    expect(tablet.get_by_role("button", name="Sign", exact=True)).to_be_enabled()
    judged = stored(tablet, note)["reason:N02"]["judged"]
    assert len({row["fp"] for row in judged}) == 4


CREAM = {"used": True, "product": "emla", "applied_at": "2026-03-02T08:00:00+01:00"}
DRAWN = {"used": True, "drawn_at": "2026-03-02T08:00:00+01:00", "used_at": "2026-03-02T09:10:00+01:00"}


def test_what_is_not_settled_is_said_beside_the_act(tablet: Page) -> None:
    """No consent and no questions yet: said where the cream goes on; one tap takes the cream off before the needles;
    what is left of the PRP is offered as discarded."""
    bare = {unit: values for unit, values in COMPLETE.items() if unit not in ("consent", "check", "needling", "prp")}
    note = new_note(tablet, bare | {"numbing": {"used": True, "product": "emla"}})
    edit(tablet, note, "numbing")
    expect(tablet.get_by_text("No signed consent for this treatment.").first).to_be_visible()
    expect(tablet.get_by_text("The safety questions have not been answered yet.")).to_be_visible()
    begun = before_needling(tablet)
    note = new_note(tablet, begun | {"prp": DRAWN | {"volume_ml": 4, "topical_ml": 3.5}})
    edit(tablet, note, "needling")
    expect(tablet.get_by_text("No signed consent for this treatment.")).to_have_count(0)
    earliest = tablet.evaluate(LOCAL, 0)
    tablet.get_by_role("button", name="Cream off, all removed").tap()
    expect(tablet.get_by_text("The cream is not recorded as removed.")).to_have_count(0)
    numbing = stored(tablet, note)["numbing"]
    removed = numbing.pop("removed_at")
    assert earliest <= removed[:19] <= tablet.evaluate(LOCAL, 0)
    assert numbing == begun["numbing"] | {"residual_removed": "yes"}
    edit(tablet, note, "prp")
    tablet.get_by_role("button", name="The rest was discarded").tap()
    assert stored(tablet, note)["prp"]["discarded_ml"] == 0.5


LOCAL = "(minutes) => new Date(Date.now() - minutes * 60000).toLocaleString('sv').replace(' ', 'T')"


def before_needling(tablet: Page) -> dict[str, dict[str, Any]]:
    """A visit that goes on now: the cream went on half an hour ago, and nothing was needled yet."""
    on = tablet.evaluate(LOCAL, 30)
    offset = tablet.evaluate("new Date().toTimeString().replace(/.*GMT(...)(..).*/, '$1:$2')")
    visit = COMPLETE["visit"] | {"session_date": on[:10]}
    rest = {unit: values for unit, values in COMPLETE.items() if unit != "needling"}
    return rest | {"visit": visit, "numbing": CREAM | {"applied_at": on + offset}}


@pytest.mark.parametrize("is_late", [True, False], ids=["entered afterwards", "cream only planned"])
def test_the_cream_is_not_said_to_be_off_now(tablet: Page, is_late: bool) -> None:
    """Times of a visit of another day are picked, and a cream that is only planned has not come off."""
    begun = before_needling(tablet)
    late = begun | {"visit": COMPLETE["visit"], "numbing": CREAM}
    planned = begun | {"numbing": {name: value for name, value in CREAM.items() if name != "applied_at"}}
    note = new_note(tablet, late if is_late else planned)
    edit(tablet, note, "needling")
    warning = tablet.locator(".banner").filter(has_text="The cream is not recorded as removed.")
    expect(warning.get_by_role("button")).to_have_text("Show")


@pytest.mark.soak
def test_a_later_visit_of_the_day_is_told_on_the_first(tablet: Page) -> None:
    both = """const id = await edits.createPatient(given[0]);
      return [await edits.createNote(id, given[1]), await edits.createNote(id, given[2])];"""
    later = COMPLETE | {"needling": COMPLETE["needling"] | {"started_at": "2026-03-02T15:00:00+01:00"}}
    first, second = store(tablet, both, [PATIENT, COMPLETE, later])
    for note, told in ((first, 1), (second, 0)):
        tablet.evaluate("(id) => { location.hash = `#/notes/${id}`; }", note)
        tablet.locator(".note-read").wait_for()
        expect(tablet.get_by_text("Later the same day, at ")).to_have_count(told)


def second_session(server: ServerProcess) -> str:
    """After a first one in which a missing skin type and an autoimmune disease were answered for."""
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        patient = client.new_patient(1)
        patient["fields"] |= ANSWERED_ONCE | {
            "body": {"sex_at_birth": "female"},
            "history:autoimmune": {"answer": "yes"},
            COURSE: {"started_on": "2026-01-05", "sessions_planned": 3, "interval_weeks": 6},
        }
        patient["fields"]["identity"]["birth_date"] = "1985-03-14"
        notes = []
        for session, day in enumerate(("2026-01-12", "2026-02-23"), 1):
            fields = signable(client.user_id, session_date=day, session_no=session, course=COURSE)
            notes.append(client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields=fields))
        _, body = client.push([patient, *notes])
        shown = body["results"][1]["record"]
        sign = {"content_hash": shown["content_hash"], "acknowledged": ["X08"]}
        _, body = client.push([client.op("sign", "note", shown["id"], **sign)])
        (found,) = [one for one in body["results"][0]["error"]["findings"] if one["rule"] == "P16"]
        unit = {"text": "Stable, agreed with her doctor.", "judged": [{"fp": found["fp"], "shown": found["message"]}]}
        patch = {"unit": "reason:P16", "base_rev": shown["rev"], "base": {}, "patch": unit}
        _, body = client.push([client.op("patch", "note", shown["id"], **patch)])
        sign["content_hash"] = body["results"][0]["record"]["content_hash"]
        _, body = client.push([client.op("sign", "note", shown["id"], **sign)])
        assert body["results"][0]["status"] == "applied", body
    return notes[1]["id"]


def test_what_the_course_has_decided_is_one_folded_line(browser: Browser, server: ServerProcess) -> None:
    note = second_session(server)
    page = open_app(browser.new_context(**TABLET), server)
    sign_in(page)
    sync_now(page)
    to_sign(page, note)
    expect(page.get_by_role("button", name="Sign", exact=True)).to_be_enabled()
    folded = page.locator("details", has_text="Decided earlier in this course: 2")
    expect(folded).to_have_count(1)
    folded.locator("summary").click()
    expect(folded.get_by_text(re.compile(r"^Decided on .*2026.* by N\. Vidal"))).to_have_count(2)

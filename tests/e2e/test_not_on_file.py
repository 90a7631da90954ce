"""What rules need of patients and nobody has entered, in one place for the supervisor."""

from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, TABLET, open_app, sign_in, store
from tests.e2e.journey import signed_in_api, sync_now
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE, signable

pytestmark = pytest.mark.soak

COURSE = {"course:0192f0aa-0000-7000-8000-000000000001": {"started_on": "2026-03-02", "sessions_planned": 3}}
KNOWN = {"sex_at_birth": "male", "fitzpatrick": "III", "weight_kg": 70}


def named(family: str, **units: dict[str, object]) -> dict[str, object]:
    identity = {"mrn": family, "given": "Ana", "family": family, "birth_date": "1997-03-14"}
    return {"identity": identity, "allergy_status": {"none_known": "yes"}, "body": KNOWN, **COURSE, **units}


SERUM = {
    "category": "growth_factor", "product": "Peptide serum", "manufacturer": "Example", "lot": "PS-7", "amount_ml": 1,
    "origin": "synthetic", "sterile": "no", "labelled_for": "intradermal", "timing": "after_0_10min",
    "zones": ["cheek_left"], "allergy_checked": "yes",
}  # fmt: skip
SERUM_UNIT = "serum:0192f0aa-0000-7000-8000-000000000001"


def sign_with(server: ServerProcess, product: str) -> None:
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        patient = client.new_patient(1)
        patient["fields"] |= ANSWERED_ONCE
        patient["fields"]["identity"]["birth_date"] = "1985-03-14"
        fields = signable(client.user_id)
        fields["device"] |= {"product": product}
        del fields["visit"]["operator_trained"]
        fields[SERUM_UNIT] = SERUM
        fields["consent"]["off_label"] = True
        note = client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields=fields)
        _, body = client.push([patient, note])
        shown = body["results"][1]["record"]["content_hash"]
        _, body = client.push(
            [client.op("sign", "note", note["id"], content_hash=shown, acknowledged=["X05", "C04", "S07"])]
        )
        assert body["results"][0]["status"] == "applied", body


def test_a_device_without_its_label_and_an_operator_without_a_training_are_one_row_each(
    browser: Browser, server: ServerProcess
) -> None:
    for _note in range(2):
        sign_with(server, "dermapen4")
    page = open_app(browser.new_context(**TABLET), server)
    sign_in(page, SUPERVISOR)
    sync_now(page)
    page.evaluate("() => { location.hash = '#/not-on-file'; }")
    row = page.locator("section.group", has_text="Devices and products").get_by_role("listitem")
    expect(row).to_have_count(2)
    for words in ("N. Vidal, Dermapen 4", "The label of this device is not on file"):
        expect(row.filter(has_text=words)).to_contain_text("notes: 2")


def test_a_serum_is_approved_where_it_is_listed_and_on_the_shelf_without_the_server(
    browser: Browser, server: ServerProcess
) -> None:
    sign_with(server, "skinpen")
    page = open_app(browser.new_context(**TABLET), server)
    sign_in(page, SUPERVISOR)
    sync_now(page)
    page.evaluate("() => { location.hash = '#/not-on-file'; }")
    group = page.locator("section.group", has_text="Serums on freshly needled skin")
    expect(group).to_contain_text("Its box is not on the shelf")
    box = {"kind": "serum", "product": "Peptide serum", "lot": "PS 7", "sterile": "no", "opened_on": "2026-11-01"}
    server.stop()
    try:
        store(page, "return edits.createLot(given);", box)
        group.get_by_role("button", name="Approve").click()
        page.get_by_role("dialog").get_by_role("button", name="Approve").click()
        expect(group).to_have_count(0)
        page.evaluate("() => { location.hash = '#/shelf'; }")
        expect(page.get_by_text("approved for freshly needled skin")).to_be_visible()
        page.get_by_role("button", name="Withdraw approval").click()
        page.get_by_role("button", name="Approve for needled skin").click()
        page.get_by_role("dialog").get_by_role("button", name="Approve").click()
        expect(page.get_by_text("approved for freshly needled skin")).to_be_visible()
    finally:
        server.start()
    sync_now(page)
    assert store(page, "return (await outbox.list()).length;") == 0
    assert page.evaluate(JUDGED, SERUM_UNIT) == ["info"]


JUDGED = """async (unit) => {
  const { forms, noteModel, noteParts, records } = await import("/static/dist/app.js");
  const note = (await records.all("note")).find(({ fields }) => fields[unit]);
  const found = await new Promise((done) => {
    const stop = noteParts.watchNote(note.id, (all) => setTimeout(() => done(all, stop?.())));
  });
  const draft = { ...found, note: { ...found.note, state: "draft" } };
  const { judged } = noteModel.judge({ ...draft, content: note.fields, forms: forms.currentForms() });
  return judged.findings.filter(({ rule, at }) => rule === "S07" && at === unit).map(({ severity }) => severity);
}"""


def test_a_missing_skin_type_is_added_in_one_place(browser: Browser, server: ServerProcess) -> None:
    page = open_app(browser.new_context(**TABLET), server)
    sign_in(page, SUPERVISOR)
    whole, lacking = named("Whole"), named("Lacking", body={"sex_at_birth": "male", "weight_kg": 70})
    ids = store(
        page, "return [await edits.createPatient(given[0]), await edits.createPatient(given[1])];", [whole, lacking]
    )
    page.evaluate("() => { location.hash = '#/settings'; }")
    page.get_by_role("link", name="Not on file").click()
    row = page.get_by_role("listitem").filter(has_text="Lacking")
    expect(row).to_contain_text("Skin type (Fitzpatrick)")
    expect(page.get_by_role("listitem").filter(has_text="Whole")).to_have_count(0)
    expect(row.get_by_role("link")).to_have_attribute("href", f"#/patients/{ids[1]}/edit")
    store(page, 'return edits.setFields("patient", given, "body", {fitzpatrick: "II"});', ids[1])
    expect(page.get_by_text("No patient has anything missing")).to_be_visible()

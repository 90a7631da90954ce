"""The main job: a note taken with the server gone is countersigned and leaves as a summary."""

import csv
import io
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pypdf import PdfReader

from tests.api_client import ApiClient
from tests.e2e import case_two
from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, TABLET, open_again, open_app
from tests.e2e.journey import Note, sign_in_by_hand, signed_in_api, sync_now, wait_for_notes, wait_saved
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e
IN_CHUNKS = True


def download(server: ServerProcess, client: ApiClient, path: str) -> bytes:
    request = urllib.request.Request(f"{server.url}/api/v1{path}", headers={"Cookie": client.cookie})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def take_note_offline(server: ServerProcess, profile: Callable[[], BrowserContext]) -> BrowserContext:
    """Sign in once, lose the server, start cold, write C2, sign; the browser is killed twice on the way."""
    context = profile()
    page = open_app(context, server)
    sign_in_by_hand(page, PRACTITIONER)
    context.close()
    server.stop()

    context = profile()
    page = open_again(context, server.url)
    case_two.create_patient(page)
    case_two.enter_all(page)
    wait_saved(page)
    address = page.url
    context.close()

    context = profile()
    page = open_again(context, address)
    note = Note(page)
    note.part("Cream")
    expect(note.group("Amount").get_by_role("button", name="35 g, change")).to_be_visible()
    case_two.sign(page)
    expect(page.get_by_text("Signed").first).to_be_visible()
    context.close()
    return profile()


def approve_in_second_browser(browser: Browser, server: ServerProcess) -> None:
    context = browser.new_context(**TABLET)
    page = open_app(context, server)
    sign_in_by_hand(page, SUPERVISOR)
    page.goto(f"{server.url}/#/review")
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("All reviewed").wait_for()
    page.goto(f"{server.url}/#/")
    page.get_by_role("heading", name="Home").wait_for(state="attached")
    sync_now(page)
    page.get_by_role("link", name="0 waiting").wait_for()
    context.close()


def check_summaries(server: ServerProcess, client: ApiClient, patient_id: str) -> None:
    pdf = download(server, client, f"/patients/{patient_id}/summary.pdf?audience=clinician")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    for figure in ("Kofi Mensah", "1.5", "35", "LMX 4", "3", "6"):
        assert figure in text, figure
    table = download(server, client, f"/patients/{patient_id}/summary.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    cells = {name.split(" ")[0].split("[")[0]: value for name, value in row.items()}
    assert float(cells["zone.cheek_left.depth_mm"]) == 1.5
    assert float(cells["zone.temple_right.depth_mm"]) == 1
    assert float(cells["numbing.amount_g"]) == 35
    assert float(cells["prp.volume_ml"]) == 3
    assert float(cells["needling.pain_nrs"]) == 6
    assert float(cells["obs.T30.pain_now"]) == 3
    assert float(cells["obs.T0.erythema"]) == 2


def test_note_taken_offline_is_countersigned_and_exported(
    server: ServerProcess, profile: Callable[[], BrowserContext], browser: Browser
) -> None:
    context = take_note_offline(server, profile)
    server.start()
    page = open_again(context, server.url)
    sync_now(page)
    expect(page.get_by_role("link", name="0 waiting")).to_be_visible(timeout=60_000)

    client = signed_in_api(server, PRACTITIONER)
    (head,) = wait_for_notes(client, "signed")
    _, note = client.request("GET", f"/notes/{head['id']}")
    assert note["fields"]["numbing"]["amount_g"] == 35
    assert note["fields"]["zone:chin"]["depth_mm"] == [1.5]
    client.close()
    approve_in_second_browser(browser, server)
    (approved,) = wait_for_notes(client, "approved")
    assert approved["id"] == note["id"]
    check_summaries(server, client, note["patient_id"])
    client.close()

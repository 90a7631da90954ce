"""A link for a patient, from the consent on the tablet to the page on a telephone without script, and its end."""

from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api_client import ApiClient
from tests.e2e.conftest import PASSWORD, PRACTITIONER, open_app, sign_in, start_clinic
from tests.exports.entries import complete
from tests.exports.samples import patient
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
NAME = "https://notes.example.org"


@pytest.fixture
def public(tmp_path: Any) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path, PUBLIC_URL=NAME)
    try:
        start_clinic(process)
        yield process
    finally:
        process.kill()


def signed_visit(server: ServerProcess) -> str:
    """The id of its patient."""
    author, patient_id = ApiClient(server.port), str(uuid4())
    with closing(author):
        author.login(PRACTITIONER.email, PASSWORD)
        fields = {**ANSWERED_ONCE, **patient().content}
        author.push([author.op("create", "patient", patient_id, fields=fields)])
        content = complete(SimpleNamespace(id=author.user_id))  # type: ignore[arg-type]
        _, made = author.push([author.op("create", "note", str(uuid4()), patient_id=patient_id, fields=content)])
        note = made["results"][0]["record"]
        _, signed = author.push([author.op("sign", "note", note["id"], content_hash=note["content_hash"])])
        assert signed["results"][0]["status"] == "applied", signed
    return patient_id


def open_with(telephone: Page, day: str) -> None:
    for name, value in (("day", day), ("month", "8"), ("year", "1992")):
        telephone.locator(f"[name={name}]").fill(value)


def test_a_patient_opens_their_page_on_a_telephone_without_script(
    context: BrowserContext, browser: Browser, public: ServerProcess
) -> None:
    patient_id = signed_visit(public)
    tablet = open_app(context, public)
    sign_in(tablet)
    tablet.goto(f"{public.url}/#/patients/{patient_id}")
    tablet.get_by_role("button", name="Link for the patient").click()
    make = tablet.get_by_role("button", name="Make the link")
    expect(make).to_be_disabled()
    tablet.get_by_label("The patient has agreed").check()
    make.click()
    expect(tablet.get_by_role("img", name="QR code of the link")).to_be_visible()
    address = tablet.locator(".link-address").inner_text().replace(NAME, public.url)

    telephone = browser.new_context(java_script_enabled=False, accept_downloads=True).new_page()
    telephone.goto(address)
    open_with(telephone, "3")
    telephone.get_by_role("button", name="Open my page").click()
    expect(telephone.get_by_role("alert")).to_contain_text("not the date of birth")
    open_with(telephone, "2")
    with telephone.expect_download() as saved:
        telephone.get_by_role("button", name="Open my page").click()
    assert saved.value.suggested_filename.endswith("_page-en.pdf")

    tablet.get_by_role("button", name="Done").click()
    expect(tablet.get_by_text("opened: 1")).to_be_visible()
    expect(tablet.get_by_text("wrong birth dates: 1")).to_be_visible()
    tablet.get_by_role("button", name="End now").click()
    tablet.get_by_role("button", name="End the link").click()
    expect(tablet.get_by_text("Ended on")).to_be_visible()
    telephone.goto(address)
    expect(telephone.get_by_role("heading")).to_have_text("There is no page here")

    tablet.keyboard.press("Escape")
    public.stop()
    tablet.get_by_role("button", name="Link for the patient").click()
    expect(tablet.get_by_role("alert")).to_contain_text("the server, which cannot be reached now")
    expect(tablet.get_by_role("dialog").get_by_role("link", name="Print on this tablet")).to_be_visible()

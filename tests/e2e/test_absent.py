"""Every screen whose address names a patient, or a record about one, asks the server when it is not on the tablet."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_app, sign_in, store

pytestmark = [pytest.mark.e2e, pytest.mark.soak]
ROUTES = Path(__file__).parents[2] / "static" / "src" / "routes.ts"
ADDRESSES = re.findall(r'\["(/[^"]*:[^"]*)"', ROUTES.read_text())
OTHERS = {
    "/invite/:token": "nobody is signed in",
    "/patients/new/:next": "a new patient",
    "/review/:id": "notes that wait for review are always on the tablet",
}
PARTS = {":key": "T24", ":section": "visit", ":unit": "ae:0191a1c0-0000-7000-8000-000000000001"}


def address(route: str, record: str) -> str:
    for name, value in PARTS.items():
        route = route.replace(name, value)
    return route.replace(":id", record)


def test_every_screen_of_a_patient_asks_the_server_or_says_that_it_cannot(context, server):
    page = open_app(context, server)
    sign_in(page)
    store(page, "await engine.syncNow();")
    asking = [route for route in ADDRESSES if route not in OTHERS]
    assert len(asking) > 10
    for route in asking:
        record = str(uuid4())
        with page.expect_request(lambda request, record=record: f"snapshot?patient={record}" in request.url):
            page.goto(f"{server.url}/#{address(route, record)}")
        expect(page.get_by_role("heading", name="is not on this tablet")).to_be_visible()
    server.stop()
    try:
        for route in asking:
            page.goto(f"{server.url}/#{address(route, str(uuid4()))}")
            expect(page.get_by_text("The server cannot be reached now.")).to_be_visible()
            page.goto(f"{server.url}/#/")
            expect(page.get_by_text("The server cannot be reached now.")).to_have_count(0)
    finally:
        server.start()

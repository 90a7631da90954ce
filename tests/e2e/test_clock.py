"""What a tablet says about itself: a wrong clock, and storage that the browser erased."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import open_app, sign_in, store, wait_ready
from tests.e2e.test_components import PATIENT

pytestmark = pytest.mark.e2e


def test_a_clock_two_days_slow_is_said_and_gives_no_visit_its_date(context, server):
    context.clock.install(time=datetime.now(UTC) - timedelta(days=2))
    tablet = open_app(context, server)
    sign_in(tablet)
    person = store(tablet, "return edits.createPatient(given);", PATIENT)
    tablet.evaluate("(path) => { location.hash = path; }", f"/patients/{person}")
    notice = tablet.locator(".notice", has_text="The clock of this tablet is")
    expect(notice).to_contain_text("slow")
    tablet.get_by_role("button", name="New note").click()
    tablet.wait_for_url("**/edit**")
    (note,) = store(tablet, 'return (await records.all("note")).map(({fields}) => fields.visit.session_date);')
    assert note in {(datetime.now(UTC) - timedelta(hours=hours)).date().isoformat() for hours in (0, 1)}


def test_erased_storage_is_said_with_the_number_of_entries_lost(context, tablet, server):
    context.route("**/sync/push", lambda route: route.fulfill(status=503, json={}))
    store(tablet, "await edits.createPatient(given); await engine.syncNow();", PATIENT)
    origin = {"origin": server.url, "storageTypes": "indexeddb"}
    tablet.goto("about:blank")
    context.new_cdp_session(tablet).send("Storage.clearDataForOrigin", origin)
    context.unroute("**/sync/push")
    tablet.goto(server.url)
    wait_ready(tablet)
    sign_in(tablet)  # the kept login opens nothing on a tablet that has lost its keys
    tablet.evaluate("location.hash = '#/patients'")
    store(tablet, "await engine.syncNow();")
    notice = tablet.locator(".notice", has_text="The browser erased the storage of this tablet")
    expect(notice).to_contain_text("Entries the server had not received: 1.")
    notice.get_by_role("button", name="Understood").click()
    expect(notice).to_have_count(0)

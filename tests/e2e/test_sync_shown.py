"""What the screens say of sync is so: the connection, what waits and in which order, a conflict as it stands now."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import open_app, sign_in, store
from tests.e2e.test_sync_engine import PATIENT, new_note, server_note, settled

pytestmark = pytest.mark.e2e


@pytest.fixture
def timed(context, server) -> Page:
    """A tablet whose clock the test moves on."""
    context.clock.install()
    page = open_app(context, server)
    sign_in(page)
    store(page, "location.hash = '/'; await engine.syncNow();")
    return page


@pytest.fixture
def gone(server):
    """Ends the server as a power cut does; it is back for the next test."""
    yield server.kill
    if server.pid is None:
        server.start()


def says(page: Page):
    return expect(page.locator("[data-fact=connection]"))


def test_connected_is_said_only_on_an_answer_of_the_last_ten_seconds(timed, gone, server):
    says(timed).to_contain_text("Connected")
    gone()
    timed.clock.fast_forward(9_000)
    says(timed).to_contain_text("No connection")
    server.start()
    store(timed, "await engine.syncNow();")
    says(timed).to_contain_text("Connected")


def test_a_network_that_goes_is_said_at_once_and_asked_about(tablet, gone, server):
    store(tablet, "location.hash = '/'; await engine.syncNow();")
    tablet.evaluate("dispatchEvent(new Event('offline'))")
    says(tablet).to_contain_text("Connected")  # a hint only: the server is on this very machine
    gone()
    tablet.evaluate("dispatchEvent(new Event('offline'))")
    assert store(tablet, "return status.currentStatus().connection;") == "offline"


def test_a_file_that_cannot_be_fetched_says_so_where_it_was_asked(tablet):
    note = new_note(tablet)
    patient = store(tablet, 'return (await records.get("note", given)).patient_id;', note)
    tablet.evaluate("(path) => { location.hash = path; }", f"/patients/{patient}")
    pdf = tablet.get_by_role("button", name="Record (PDF)")
    with tablet.expect_download() as fetched:
        pdf.click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF")
    assert fetched.value.suggested_filename.endswith("_record.pdf")
    tablet.route("**/summary.pdf**", lambda route: route.abort())  # once known, no button is there
    pdf.click()
    expect(tablet.get_by_role("alert")).to_contain_text(
        "The server could not be reached. The file could not be created."
    )


def test_a_history_that_cannot_be_read_and_a_send_that_fails_say_so_where_they_were_asked(tablet, gone, server):
    note = new_note(tablet)
    store(tablet, "await engine.syncNow();")
    tablet.evaluate("(id) => { location.hash = `/notes/${id}`; }", note)
    history = tablet.get_by_role("button", name="Show every change")
    tablet.route("**/revisions**", lambda route: route.abort())  # the first to meet it: once known, nobody is asked
    history.click()
    expect(tablet.get_by_role("alert")).to_contain_text("The history is kept by the server, which could not be reached")
    gone()
    tablet.evaluate("location.hash = '#/waiting'")
    tablet.get_by_role("button", name="Check for changes").click()
    expect(tablet.get_by_role("alert")).to_contain_text("The server cannot be reached now. Everything stays")


def test_a_send_that_fails_says_so_though_the_one_before_it_came_to_its_end(tablet):
    store(tablet, "location.hash = '#/waiting'; await engine.syncNow();")
    held: list[Route] = []
    tablet.route("**/sync/pull**", lambda route: (held.append(route), None)[1])
    with tablet.expect_request("**/sync/pull**"):
        store(tablet, "void engine.syncNow();")
    store(tablet, "void [...document.querySelectorAll('main button')].at(-1).click();")
    tablet.route("**/api/v1/**", lambda route: route.abort())
    held[0].continue_()
    expect(tablet.get_by_role("alert")).to_contain_text("The server cannot be reached now. Everything stays")


def test_one_row_that_cannot_be_read_keeps_nothing_else_from_the_file(tablet):
    file = store(
        tablet,
        """
        await drafts.saveDraft("amend:1", {reason: "Wrong lot"});
        const bytes = await seal.seal("Swollen since noon", "draft:of-another", local.local().name);
        await local.local().write(["drafts"], ({drafts}) => drafts.put({key: "amend:2", payload: bytes, at: ""}));
        return [...JSON.parse(await outbox.exportAll()).drafts, seal.asText(bytes)];
        """,
    )
    assert file[0]["value"] == {"reason": "Wrong lot"}
    assert file[1]["value"].endswith(f": {file[2]}")


WAITING = "return (await outbox.list()).map(({n, op_id}) => [n, op_id]);"
FIFTY_TWO = """
  await edits.setFields("note", given[0], "needling", {pain_nrs: 3});
  for (let i = 0; i < 49; i++) await edits.createPatient(given[1]);
  await edits.setFields("note", given[0], "device", {speed_rpm: 12000});
  await edits.createPatient(given[1]);
"""


@pytest.mark.parametrize("status", ["retry", "blocked"])
def test_what_the_server_asks_to_keep_stays_in_its_place_and_holds_up_its_own_record_alone(
    tablet, context, server, status
):
    note, sent = new_note(tablet), []
    held, looked = [], False

    def keep_first(route):
        sent.append([op["op_id"] for op in route.request.post_data_json["ops"]])
        if len(sent) == 3 and not looked:  # the next try comes by itself
            held.append(route)
            return
        body = route.fetch().json()
        if len(sent) == 1:
            body["results"][0] = {"op_id": sent[0][0], "status": status}
        route.fulfill(json=body)

    context.route("**/sync/push", lambda route: route.abort())
    store(tablet, FIFTY_TWO + "await engine.syncNow();", [note, PATIENT])  # no cycle of its own is under way after it
    before = store(tablet, WAITING)
    context.route("**/sync/push", keep_first)  # in place of the other at once: a try of its own may come at any moment
    store(tablet, "await engine.syncNow();")
    first, later, last = before[0], before[50], before[51]
    assert sent[0] == [op_id for _n, op_id in before[:50]]
    assert sent[1] == [last[1]], "what came later for the same record waits for it"
    assert store(tablet, WAITING) == [first, later]
    looked = True
    for route in held:
        route.continue_()
    store(tablet, "await engine.syncNow();")
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    assert sent[2] == [first[1], later[1]]
    fields = server_note(server, note)["fields"]
    assert (fields["needling"], fields["device"]) == ({"pain_nrs": 3}, {"speed_rpm": 12000})


def test_a_refused_op_that_is_tried_again_takes_its_old_place(tablet):
    note = new_note(tablet)
    found = store(
        tablet,
        """
        await edits.sign(given);
        await engine.syncNow();
        const [refused] = await new Promise((told) => outbox.watchAttention((ops) => ops.length && told(ops)));
        const {n} = refused;
        await edits.createPatient({identity: {family: "Mensah"}});
        await outbox.retryOp(refused.op_id);
        return [n, (await outbox.list()).map((op) => [op.n === n, op.kind])];
        """,
        note,
    )
    assert found[1] == [[True, "sign"], [False, "create"]]


CREATE_CONFLICT = 'await edits.setFields("note", given, "text:plan", {text: "Ben\'s."}); await engine.syncNow();'
WRITE = 'await engine.syncNow(); await edits.setFields("note", given[0], "text:plan", {text: given[1]});'


def test_a_conflict_shows_what_stands_now_and_ends_with_the_choice(tablet, browser, server, context):
    """A edits, B conflicts, A edits on."""
    note = new_note(tablet)
    desk = browser.new_context()
    other = open_app(desk, server)
    sign_in(other)
    store(other, WRITE + "await engine.syncNow();", [note, "Ana's."])
    store(tablet, CREATE_CONFLICT, note)
    (conflict,) = store(tablet, 'return records.all("conflict", {states: ["open"]});')
    tablet.evaluate("(path) => { location.hash = path; }", f"/conflicts/{conflict['id']}")
    expect(tablet.locator("button.side[data-side=theirs]")).to_contain_text("Ana's.")
    expect(tablet.get_by_text("On the server: You, ")).to_be_visible()  # from the other tablet
    tablet.get_by_role("button", name="Combine both texts").click()
    tablet.get_by_label("Your wording").fill("Both of us.")
    tablet.evaluate("location.hash = '#/'")
    expect(tablet.get_by_role("heading", name="Home")).to_be_attached()
    tablet.evaluate("(path) => { location.hash = path; }", f"/conflicts/{conflict['id']}")
    expect(tablet.get_by_label("Your wording")).to_have_value("Both of us.")
    tablet.locator("button.side[data-side=mine]").click()
    store(other, WRITE + "await engine.syncNow();", [note, "Ana's, newer."])
    store(tablet, "await engine.syncNow();")
    expect(tablet.locator("button.side[data-side=theirs]")).to_contain_text("Ana's, newer.")
    expect(tablet.get_by_role("status").filter(has_text="has changed")).to_be_visible()
    expect(tablet.locator("button.side[aria-pressed=true]")).to_have_count(0)
    # once more, unseen by this tablet: the choice comes back with the newest text, and then it ends
    store(other, WRITE + "await engine.syncNow();", [note, "Ana's, newest."])
    choose = 'await edits.resolve(given, {text: "Ben\'s."}); await engine.syncNow();'
    store(tablet, choose, conflict["id"])
    expect(tablet.locator("button.side[data-side=theirs]")).to_contain_text("Ana's, newest.")
    tablet.locator("button.side[data-side=mine]").click()
    tablet.get_by_role("button", name="Use this version").click()
    expect(tablet).to_have_url(re.compile("#/conflicts$"))
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    assert store(tablet, "return status.currentStatus().conflicts;") == 0
    assert len(store(tablet, 'return records.all("conflict");')) == 1
    assert server_note(server, note)["fields"]["text:plan"] == {"text": "Ben's."}
    refused = store(
        tablet,
        """
        await edits.sign(given);
        await engine.syncNow();
        const refused = await new Promise((told) => outbox.watchAttention((ops) => ops.length && told(ops)));
        return refused.map(({error}) => error.code);
        """,
        note,
    )
    assert refused == ["incomplete"], "and not conflict_open"
    desk.close()

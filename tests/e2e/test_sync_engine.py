"""The engine against a real server that is stopped, restored, and answered for by strangers."""

import json

import pytest

from tests.api_client import ApiClient
from tests.e2e.conftest import PASSWORD, PRACTITIONER, SUPERVISOR, open_app, sign_in, store

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
PATIENT = {"identity": {"mrn": "M-1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
VISIT = {"visit": {"performed": "treated", "session_date": "2026-11-20", "session_no": 1}}
NEW_NOTE = """
  const patient = await edits.createPatient(given[0]);
  const note = await edits.createNote(patient, given[1]);
  await engine.syncNow();
  return note;
"""
SETTLED = """
  await engine.syncNow();
  return {outbox: (await outbox.list()).length, connection: status.currentStatus().connection};
"""


def new_note(page) -> str:
    return store(page, NEW_NOTE, [PATIENT, VISIT])


def settled(page) -> dict:
    return store(page, SETTLED)


def server_note(server, note: str) -> dict:
    client = ApiClient(server.port)
    client.login(SUPERVISOR.email, PASSWORD)
    status, body = client.request("GET", f"/notes/{note}")
    client.close()
    assert status == 200, body
    return body


def reported(server) -> int:
    """How many unsent entries the supervisor is told of, over all tablets."""
    client = ApiClient(server.port)
    client.login(SUPERVISOR.email, PASSWORD)
    _, devices = client.request("GET", "/devices")
    client.close()
    return sum(device["pending_ops"] for device in devices["items"])


def test_work_reaches_the_server_once_and_the_tablet_knows(tablet, server):
    note = new_note(tablet)
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    there = server_note(server, note)
    here = store(tablet, 'return records.get("note", given);', note)
    assert there["fields"] == here["fields"] == VISIT
    assert there["content_hash"] == here["content_hash"]
    assert (here["pending"], here["rev"], here["author_name"]) == (0, there["rev"], PRACTITIONER.name)
    assert store(tablet, "return status.currentStatus().receivedAt;")


def test_an_edit_is_sent_by_itself(tablet, server):
    note = new_note(tablet)
    store(
        tablet,
        """
        await edits.setFields("note", given, "text:plan", {text: "Rest"});
        await new Promise((done) => outbox.watchOutbox((ops) => ops.length === 0 && done()));
        """,
        note,
    )
    assert server_note(server, note)["fields"]["text:plan"] == {"text": "Rest"}


def test_work_waits_while_the_server_is_gone_and_goes_when_it_is_back(tablet, server):
    note = new_note(tablet)
    server.kill()
    store(tablet, 'await edits.setFields("note", given, "text:plan", {text: "Rest"});', note)
    assert settled(tablet) == {"outbox": 1, "connection": "offline"}
    assert tablet.evaluate("navigator.onLine")
    server.start()
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    assert server_note(server, note)["fields"]["text:plan"] == {"text": "Rest"}


def test_an_answer_that_was_lost_changes_nothing_twice(tablet, server, context):
    note = new_note(tablet)

    def lose(route):
        route.fetch()
        route.abort()

    context.route("**/api/v1/sync/push", lose)
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 3});', note)
    assert settled(tablet) == {"outbox": 1, "connection": "offline"}
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 4});', note)
    context.unroute("**/api/v1/sync/push")
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    there = server_note(server, note)
    assert (there["fields"]["needling"], there["rev"]) == ({"pain_nrs": 4}, 3)
    assert store(tablet, 'return (await records.all("conflict")).length;') == 0


STRANGERS = {
    "a portal's page": {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to our Wi-Fi</h1>"},
    "JSON of someone else": {"status": 200, "content_type": "application/json", "body": "{}"},
    "another protocol": {"status": 200, "content_type": "application/json", "body": '{"proto":2,"results":[]}'},
    "a cut answer": {"status": 200, "content_type": "application/json", "body": '{"proto":1,"resul'},
    "a redirect": {"status": 302, "headers": {"Location": "https://portal.example/"}, "body": ""},
    "a proxy's error": {"status": 502, "content_type": "text/html", "body": "<h1>Bad gateway</h1>"},
}


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_nothing_is_confirmed_by_a_stranger(tablet, context, stranger):
    note = new_note(tablet)
    context.route("**/api/v1/sync/**", lambda route: route.fulfill(**stranger))
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 3});', note)
    assert settled(tablet) == {"outbox": 1, "connection": "offline"}
    context.unroute("**/api/v1/sync/**")
    assert settled(tablet) == {"outbox": 0, "connection": "online"}


PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("status", "connection"), [(401, "signin"), (403, "signin"), (429, "offline"), (500, "offline"), (503, "offline")]
)
def test_a_refused_push_keeps_every_op(tablet, context, status, connection):
    note = new_note(tablet)
    body = json.dumps({"status": status, "title": "No", "code": "no"})
    context.route("**/sync/push", lambda route: route.fulfill(status=status, content_type=PROBLEM, body=body))
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 3});', note)
    assert settled(tablet) == {"outbox": 1, "connection": connection}
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 5});', note)
    context.unroute("**/sync/push")
    assert settled(tablet) == {"outbox": 0, "connection": "online"}


@pytest.mark.parametrize("status", [401, 403])
def test_who_is_refused_everything_asks_once_whether_the_unsent_is_taken(tablet, context, status):
    note, asked = new_note(tablet), []

    def refuse(route):
        asked.append(route.request.url.split("?")[0].rsplit("/", 1)[1])
        route.fulfill(status=status, content_type=PROBLEM, body=json.dumps({"title": "No", "code": "no"}))

    context.route("**/sync/**", refuse)
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 3});', note)
    assert settled(tablet) == {"outbox": 1, "connection": "signin"}
    assert 1 <= asked.count("drain") <= 2  # the edit may start a cycle of its own
    assert store(tablet, "return status.currentStatus().shutOut;") is None
    context.unroute("**/sync/**")


def test_what_an_answer_does_not_name_stays(tablet, context):
    note = new_note(tablet)

    def forget(route):
        body, sent = route.fetch().json(), route.request.post_data_json["ops"]
        named = [one for one, op in zip(body["results"], sent, strict=True) if op.get("unit") != "device"]
        route.fulfill(json={**body, "results": named})

    context.route("**/sync/push", forget)
    write = """
      await edits.setFields("note", given, "needling", {pain_nrs: 1});
      await edits.setFields("note", given, "device", {speed_rpm: 12000});
      await engine.syncNow();
      return (await outbox.list()).map((op) => [op.unit, op.sent]);
    """
    assert store(tablet, write, note) == [["device", True]]
    context.unroute("**/sync/push")
    assert settled(tablet)["outbox"] == 0


def test_a_batch_that_is_too_large_is_halved(tablet, context):
    sizes = []

    def small(route):
        sizes.append(len(route.request.post_data_json["ops"]))
        if sizes[-1] > 2:
            route.fulfill(status=413, content_type=PROBLEM, body='{"status":413,"code":"too_large"}')
        else:
            route.continue_()

    store(tablet, "await engine.syncNow();")
    context.route("**/sync/push", small)
    create = "for (let i = 0; i < 5; i++) await edits.createPatient(given); await engine.syncNow();"
    store(tablet, create, PATIENT)
    assert settled(tablet)["outbox"] == 0
    assert max(sizes[1:]) <= 2, sizes


def test_a_refused_op_goes_to_attention_and_holds_up_nobody(tablet, server):
    note = new_note(tablet)
    found = store(
        tablet,
        """
        await edits.sign(given);
        await edits.createPatient({identity: {family: "Mensah"}});
        await engine.syncNow();
        const refused = await new Promise((told) => outbox.watchAttention((ops) => ops.length && told(ops)));
        return [refused, (await outbox.list()).length, (await records.get("note", given))];
        """,
        note,
    )
    (refused,), waiting, record = found
    assert (refused["kind"], refused["error"]["code"]) == ("sign", "incomplete")
    assert refused["error"]["missing"]
    assert (waiting, record["state"], record["attention"]) == (0, "draft", 1)
    assert reported(server) == 1
    again = "await outbox.retryOp(given); await engine.syncNow(); return status.currentStatus().attention;"
    store(tablet, again, refused["op_id"])
    left = store(tablet, "return new Promise((told) => outbox.watchAttention((ops) => ops.length && told(ops)));")
    assert [op["kind"] for op in left] == ["sign"]
    assert left[0]["op_id"] != refused["op_id"]
    store(tablet, "await outbox.discardOp(given);", left[0]["op_id"])
    assert store(tablet, 'return (await records.get("note", given)).attention;', note) == 0


DIRTY = r"""
  await local.local().write(["outbox"], async ({outbox}) => {
    for (const [n, text] of [[1001, "a\u000bb"], [1002, "n\u0000ul"], [1003, "half \ud83d"]]) {
      const id = crypto.randomUUID();
      const op = {op_id: id, n, user_id: given[1], kind: "create", type: "patient", id, client_time: given[2]};
      op.fields = {identity: {family: text}};
      const payload = new TextEncoder().encode(JSON.stringify([`op:${id}`, op]));
      const row = {n, op_id: id, type: "patient", id, kind: "create", at: op.client_time, frozen: 1, stamp: id};
      outbox.put({...row, payload});
    }
  });
  await edits.setFields("note", given[0], "text:plan", {text: "Rest"});
  await engine.syncNow();
  const refused = await new Promise((told) => outbox.watchAttention((ops) => ops.length === 3 && told(ops)));
  const left = (await outbox.list()).length;
  for (const op of refused) await outbox.retryOp(op.op_id);
  await engine.syncNow();
  const names = await Promise.all(refused.map(({id}) => records.get("patient", id)));
  return [refused.map(({error}) => error.code), left, names.map(({fields}) => fields.identity.family),
    status.currentStatus().attention];
"""


def test_text_that_is_not_clean_holds_up_nothing_and_is_sent_cleaned_when_tried_again(tablet, server):
    """As a version before the cleaning had put it into the outbox."""
    note = new_note(tablet)
    me = store(tablet, "return local.me().user.id;")
    assert store(tablet, DIRTY, [note, me, "2026-11-23T07:41:02.113Z"]) == [
        ["validation"] * 3,
        0,
        ["a\nb", "nul", "half "],
        0,
    ]
    assert server_note(server, note)["fields"]["text:plan"] == {"text": "Rest"}


def test_what_is_typed_pasted_or_written_by_the_app_is_clean(tablet):
    note = new_note(tablet)
    tablet.evaluate("document.body.append(document.createElement('textarea'), document.createElement('input'))")
    typed = {}
    for box in ("textarea", "input"):
        tablet.locator(f"body > {box}").focus()
        tablet.keyboard.insert_text("one\x0btwo \x0c\x1b[2J\x1d")
        typed[box] = tablet.locator(f"body > {box}").input_value()
    assert typed == {"textarea": "one\ntwo \n[2J\x1d", "input": "one two  [2J\x1d"}
    ops = store(
        tablet,
        r"""
        await edits.setFields("note", given, "text:plan", {text: "a\u000bb\u0000 \ud83d"});
        await edits.voidRecord("note", given, "wrong\u000bpatient");
        return (await outbox.list()).map((op) => op.patch?.text ?? op.reason);
        """,
        note,
    )
    assert ops == ["a\nb ", "wrong\npatient"]
    assert settled(tablet) == {"outbox": 0, "connection": "online"}


def test_reading_goes_on_whatever_becomes_of_the_sending(tablet, browser, server, context):
    note = new_note(tablet)
    desk = browser.new_context()
    other = open_app(desk, server)
    sign_in(other)
    body = json.dumps({"status": 400, "title": "No", "code": "bad_json"})
    before = reported(server)
    context.route("**/sync/push", lambda route: route.fulfill(status=400, content_type=PROBLEM, body=body))
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 3});', note)
    write = 'await engine.syncNow(); await edits.setFields("note", given, "text:plan", {text: "Rest"});'
    store(other, write + "await engine.syncNow();", note)
    desk.close()
    assert settled(tablet)["outbox"] == 1
    assert store(tablet, 'return (await records.get("note", given)).fields["text:plan"];', note) == {"text": "Rest"}
    assert reported(server) == before + 1
    context.unroute("**/sync/push")
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    assert reported(server) == before


def test_two_tablets_that_write_one_unit_get_a_conflict_and_lose_nothing(tablet, browser, server):
    note = new_note(tablet)
    desk = browser.new_context()
    other = open_app(desk, server)
    sign_in(other)
    store(other, "await engine.syncNow();")
    write = 'await edits.setFields("note", given[0], "needling", {pain_nrs: given[1]});'
    tablet.context.route("**/api/v1/sync/**", lambda route: route.abort())
    store(tablet, write, [note, 3])
    store(other, write + "await engine.syncNow();", [note, 7])
    desk.close()
    tablet.context.unroute("**/api/v1/sync/**")
    assert settled(tablet)["outbox"] == 0
    (conflict,) = store(tablet, 'return records.all("conflict", {states: ["open"]});')
    assert conflict["fields"]["mine"]["value"] == {"pain_nrs": 3}
    assert conflict["fields"]["theirs"]["value"] == {"pain_nrs": 7}
    assert store(tablet, "return status.currentStatus().conflicts;") == 1
    store(tablet, "await edits.resolve(given, {pain_nrs: 3}); await engine.syncNow();", conflict["id"])
    assert server_note(server, note)["fields"]["needling"] == {"pain_nrs": 3}


def test_after_a_restore_what_was_confirmed_is_sent_again_as_it_was(tablet, server, tmp_path):
    """The whole database of the clinic is put back to before the note; the tablet brings the note back."""
    store(tablet, "await engine.syncNow();")
    backup = server.flask("backup", "--to", str(tmp_path)).splitlines()[-1]
    note = new_note(tablet)
    before = server_note(server, note)
    server.stop()
    server.flask("restore", backup, "--yes")
    server.start()
    assert settled(tablet)["connection"] in ("online", "signin")
    sign_in(tablet)
    store(tablet, "await engine.syncNow();")
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    after = server_note(server, note)
    assert after["fields"] == before["fields"]
    assert after["content_hash"] == before["content_hash"]


@pytest.mark.parametrize("others", [0, 5], ids=["before the cursor", "as long as it was"])
def test_what_a_server_without_a_new_epoch_lost_stays_here_and_is_sent_again(tablet, server, others):
    """Files put back by hand: the feed ends before the tablet's cursor, or others' work has filled the gap since."""
    store(tablet, "await engine.syncNow();")
    server.stop()
    saved = {path: path.read_bytes() for path in server.data_dir.glob("*.db*")}
    server.start()
    note = new_note(tablet)
    before = server_note(server, note)
    server.stop()
    for path in server.data_dir.glob("*.db*"):
        path.unlink()
    for path, content in saved.items():
        path.write_bytes(content)
    server.start()
    add_patients(server, others)
    found = store(tablet, 'await engine.checkEverything(); return records.get("note", given);', note)
    assert found["fields"] == VISIT
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    after = server_note(server, note)
    assert after["content_hash"] == before["content_hash"]
    assert store(tablet, 'return (await records.get("note", given)).rev;', note) == after["rev"]


def add_patients(server, count: int) -> None:
    client = ApiClient(server.port)
    client.login(PRACTITIONER.email, PASSWORD)
    if count:
        status, _ = client.push([client.new_patient(number) for number in range(count)])
        assert status == 200
    client.close()


def test_an_ended_login_lets_writing_go_on_and_asks_who_it_is_first(tablet, server, context):
    note = new_note(tablet)
    context.clear_cookies()
    store(tablet, 'await edits.setFields("note", given, "needling", {pain_nrs: 3});', note)
    assert settled(tablet) == {"outbox": 1, "connection": "signin"}
    as_other = ApiClient(server.port)
    as_other.login(SUPERVISOR.email, PASSWORD)
    name, value = as_other.cookie.split("; ")[-1].split("=", 1)
    as_other.close()
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    assert settled(tablet) == {"outbox": 1, "connection": "signin"}
    sign_in(tablet)
    assert settled(tablet) == {"outbox": 0, "connection": "online"}


def test_unsafe_requests_name_the_app_and_never_follow_a_redirect(tablet, context):
    seen = []
    context.on("request", lambda request: seen.append(request) if "/sync/push" in request.url else None)
    new_note(tablet)
    assert seen
    assert all(request.headers["x-requested-with"] == "needlepoint" for request in seen)

"""A tablet that was here before keeps what it holds: its databases open as they are, and new ones are made the same."""

import json
from uuid import uuid4

import pytest

from tests.api_client import ApiClient
from tests.e2e.conftest import PASSWORD, PRACTITIONER, open_again, sign_in, store
from tests.ops import make_op

pytestmark = pytest.mark.e2e

BOTH = ["type", "id"]
"""Name, key path, whether it is counted, and the indexes: name, key path, whether a value may stand there only once."""
OF_A_PERSON = [
    ["attention", "op_id", False, [["[type+id]", BOTH, False], ["n", "n", False]]],
    [
        "base",
        BOTH,
        False,
        [
            ["[type+patient_id]", ["type", "patient_id"], False],
            ["[type+seq]", ["type", "seq"], False],
            ["[type+state]", ["type", "state"], False],
        ],
    ],
    ["drafts", "key", False, []],
    ["files", ["sha256", "kind"], False, []],
    ["meta", "name", False, []],
    ["outbox", "n", True, [["[type+id]", BOTH, False], ["op_id", "op_id", True]]],
    ["pictures", ["note_id", "sha256"], False, [["sha256", "sha256", False], ["waits", "waits", False]]],
    ["sent", "op_id", False, [["n", "n", False], ["received_at", "received_at", False]]],
    ["summaries", BOTH, False, [["[type+day+id]", ["type", "day", "id"], False]]],
]
OF_THE_TABLET = [
    [name, key, False, []]
    for name, key in (("cache", "name"), ("keys", "key"), ("meta", "name"), ("people", "key"), ("settings", "name"))
]
OF_THE_TABLET_BEFORE = [store for store in OF_THE_TABLET if store[0] != "keys"]
BEFORE, VERSION, OF_THE_TABLET_NOW = 10, 13, 11
OF_A_PERSON_BEFORE = [
    [name, key, counted, [index for index in indexes if index[0] != "[type+seq]"]]
    for name, key, counted, indexes in OF_A_PERSON
    if name not in ("files", "pictures", "summaries")
]
AT = "2026-11-20T09:00:00.000Z"

MAKE = """async ([name, version, schema, rows]) => {
  const raw = await new Promise((done, failed) => {
    const asked = indexedDB.open(name, version);
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => done(asked.result);
    asked.onupgradeneeded = () => {
      for (const [store, keyPath, autoIncrement, indexes] of schema) {
        const made = asked.result.createObjectStore(store, {keyPath, autoIncrement});
        for (const [index, path, unique] of indexes) made.createIndex(index, path, {unique});
      }
    };
  });
  const sealed = (value) => (value?.seal ? new TextEncoder().encode(JSON.stringify(value.seal)) : value);
  const tx = raw.transaction(schema.map(([store]) => store), "readwrite");
  for (const [store, row] of rows)
    tx.objectStore(store).put(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, sealed(value)])));
  await new Promise((done, failed) => { tx.oncomplete = done; tx.onabort = () => failed(tx.error); });
  raw.close();
}"""
SCHEMA = """async (name) => {
  const raw = await new Promise((done) => {
    indexedDB.open(name).onsuccess = ({target}) => done(target.result);
  });
  const tx = raw.transaction([...raw.objectStoreNames]);
  const index = ({name, keyPath, unique, multiEntry}) => [name, keyPath, unique, ...(multiEntry ? ["multi"] : [])];
  const stores = [...raw.objectStoreNames].map((name) => {
    const {keyPath, autoIncrement, indexNames} = tx.objectStore(name);
    return [name, keyPath, autoIncrement, [...indexNames].map((each) => index(tx.objectStore(name).index(each)))];
  });
  raw.close();
  return [raw.version, stores];
}"""


def test_a_new_tablet_has_the_same_databases(tablet):
    name = store(tablet, "return local.fileOf(local.local().name);")
    assert tablet.evaluate(SCHEMA, name) == [VERSION, OF_A_PERSON]
    assert tablet.evaluate(SCHEMA, "needlepoint:device") == [OF_THE_TABLET_NOW, OF_THE_TABLET]


def seal(name: str, value: object) -> dict:
    return {"seal": [name, value]}


def base_row(record: dict) -> dict:
    clear = ("type", "id", "rev", "seq", "patient_id", "state", "happened_at")
    payload = seal(f"base:{record['type']}:{record['id']}", record)
    return {key: record[key] for key in clear} | {"payload": payload}


def op_row(n: int, op: dict, **more: object) -> dict:
    clear = {key: op[key] for key in ("op_id", "type", "id", "kind")} | {"n": n, "at": AT, "frozen": 0}
    return clear | {"stamp": str(uuid4()), "payload": seal(f"op:{op['op_id']}", op)} | more


def server_side(server) -> tuple[dict, list[dict]]:
    """Who works on the tablet, and a patient and a note as the server has them."""
    client = ApiClient(server.port)
    client.login(PRACTITIONER.email, PASSWORD)
    _, me = client.request("GET", "/me")
    patient = client.new_patient(7)
    note = client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields={"device": {"speed_rpm": 9000}})
    _, answer = client.push([patient, note])
    client.close()
    return me, [result["record"] for result in answer["results"]]


@pytest.fixture
def old(context, server):
    """What a tablet of before holds: a login, a note, a change of it, a new patient, a refusal, a receipt, a draft."""
    me, records = server_side(server)
    note = records[1]

    def op(*about: str, **more: object) -> dict:
        made = make_op(me["user"]["id"], *about, client_time=AT, app="before", **more)
        return {key: value for key, value in made.items() if key != "n"}  # its row has the number

    speed = [{"speed_rpm": 9000}, {"speed_rpm": 12000}]
    change = op("patch", "note", note["id"], unit="device", base_rev=note["rev"], base=speed[0], patch=speed[1])
    create = op("create", "patient", str(uuid4()), fields={"identity": {"given": "Ana", "family": "Ruiz"}})
    refused = op("sign", "note", note["id"], content_hash="0" * 64, acknowledged=[])
    receipt = op("patch", "note", note["id"], unit="device", base={}, patch=speed[0])
    answer = seal(f"answer:{refused['op_id']}", {"error": {"code": "incomplete", "detail": "Something is missing."}})
    rows = [
        *(("base", base_row(record)) for record in records),
        ("outbox", op_row(4, change)),
        ("outbox", op_row(5, create)),
        ("attention", op_row(3, refused, code="incomplete", answer=answer)),
        ("sent", op_row(2, receipt, frozen=1, status="applied", conflict_id=None, received_at=AT)),
        ("drafts", {"key": "amend:1", "payload": seal("draft:amend:1", {"reason": "wrong lot"}), "at": AT}),
        ("meta", {"name": "epoch", "value": me["epoch"]}),
    ]
    session = {key: me[key] for key in ("user", "clinic", "demo", "epoch", "version")}
    name = f"needlepoint:{me['clinic']['id']}:{me['user']['id']}"
    device = [
        ("meta", {"name": "session", "value": session}),
        ("meta", {"name": "device", "value": {"id": str(uuid4()), "name": "Old tablet"}}),
        ("people", {**me["user"], "key": name, "clinic": me["clinic"], "signedIn": True, "session": session}),
        ("settings", {"name": "theme", "value": "dark"}),
    ]
    page = context.new_page()
    page.goto(f"{server.url}/livez")
    page.evaluate(MAKE, ["needlepoint:device", BEFORE, OF_THE_TABLET_BEFORE, device])
    page.evaluate(MAKE, [name, BEFORE, OF_A_PERSON_BEFORE, rows])
    page.close()
    ids = {"note": note["id"], "patient": create["id"], "refused": refused["op_id"], "receipt": receipt["op_id"]}
    return {"name": name, **ids}


# nothing is sent before the test has looked
WAITS = "(name) => void navigator.locks.request(`sync ${name}`, () => new Promise((go) => { globalThis.go = go; }))"


@pytest.fixture
def page(context, server, old):
    """That tablet, on which the app of today is opened and its person has chosen a device secret."""
    opened = open_again(context, server.url)
    opened.evaluate(WAITS, old["name"])
    sign_in(opened)
    return opened


def test_a_tablet_of_before_shows_what_it_held(page, old):
    found = store(
        page,
        """
        const note = await records.get("note", given.note);
        return {
          who: session.session().user.email, device: device.device().name, theme: (await device.settings()).theme,
          note: [note.fields.device, note.pending, note.attention],
          patients: (await records.all("patient", {states: ["active"]})).map(({id}) => id),
          waiting: (await outbox.list()).map(({n, kind}) => [n, kind]),
          refused: await new Promise((told) => outbox.watchAttention(told)),
          draft: await drafts.getDraft("amend:1"),
          sent: await outbox.receivedAt(given.receipt),
          counts: await new Promise((told) =>
            status.watchStatus(({waiting, attention}) => waiting && told([waiting, attention]))),
        };
        """,
        old,
    )
    assert (found["who"], found["device"], found["theme"]) == (PRACTITIONER.email, "Old tablet", "dark")
    assert found["note"] == [{"speed_rpm": 12000}, 1, 1]
    assert old["patient"] in found["patients"]
    assert len(found["patients"]) == 2
    assert found["waiting"] == [[4, "patch"], [5, "create"]]
    assert [(each["op_id"], each["error"]["code"]) for each in found["refused"]] == [(old["refused"], "incomplete")]
    assert (found["draft"], found["sent"]) == ({"reason": "wrong lot"}, AT)
    assert found["counts"] == [2, 1]


def test_a_tablet_of_before_makes_the_summaries_of_what_it_held(page, old):
    found = store(
        page,
        """
        const made = async (type) => Object.fromEntries((await summaries.allSummaries(type)).byId);
        return {notes: await made("note"), patients: await made("patient"),
                shape: await local.getMeta("summaryShape")};
        """,
        old,
    )
    note = found["notes"][old["note"]]
    assert (note["pending"], note["attention"], note["fields"]) == (1, 1, {})
    assert found["patients"][old["patient"]]["search"].startswith("ana ruiz")
    assert (len(found["patients"]), found["shape"]) == (2, 8)


def test_what_a_tab_of_before_received_has_a_summary_too(page, old):
    """Such a tab stays usable beside a new one, and writes records without their summaries."""
    found = store(
        page,
        """
        await summaries.allSummaries("note");
        const raw = await new Promise((done) => {
          indexedDB.open(local.fileOf(given.name)).onsuccess = ({target}) => done(target.result);
        });
        const note = {...await records.get("note", given.note), id: "late", seq: 999999};
        const sealed = await seal.seal(note, "base:note:late", given.name);
        const tx = raw.transaction("base", "readwrite");
        tx.objectStore("base").put({type: "note", id: "late", rev: 1, seq: note.seq, state: "draft",
          patient_id: note.patient_id, happened_at: note.happened_at, payload: sealed});
        await new Promise((done) => { tx.oncomplete = done; });
        raw.close();
        const channel = new BroadcastChannel(local.fileOf(given.name));
        channel.postMessage(["base", "meta"]);
        return new Promise((told, failed) => {
          setTimeout(failed, 20_000, new Error("never told"));
          summaries.watchSummaries("note", ({byId}) => byId.has("late") && told([...byId.keys()].length));
        });
        """,
        old,
    )
    assert found == 2


def test_what_a_tab_of_before_made_is_found_by_its_day(page, old):
    """Such a tab makes rows without their day."""
    found = store(
        page,
        """
        await summaries.allSummaries("note");
        await local.local().write(["summaries"], async (opened) => {
          const {day, ...row} = await opened.summaries.get(["note", given.note]);
          await opened.summaries.put(row);
        });
        return new Promise((told, failed) => {
          setTimeout(failed, 10_000, new Error("never told"));
          summaries.watchSummaries("note", ({byId}) => byId.has(given.note) && told([...byId.keys()].length), 8);
        });
        """,
        old,
    )
    assert found == 1


def test_a_tablet_of_before_changes_and_sends_what_it_held(page, server, old):
    changed = store(
        page,
        """
        await edits.setFields("note", given.note, "device", {speed_rpm: 11000});
        await edits.setFields("patient", given.patient, "identity", {given: "Anna"});
        await outbox.discardOp(given.refused);
        await drafts.clearDraft("amend:1");
        return (await outbox.list()).map(({n, kind, patch}) => [n, kind, patch ?? null]);
        """,
        old,
    )
    assert changed == [[4, "patch", {"speed_rpm": 11000}], [5, "create", None], [6, "patch", {"given": "Anna"}]]
    page.evaluate("go()")
    left = store(
        page,
        """
        await engine.syncNow();
        const draft = await drafts.getDraft("amend:1");
        return [(await outbox.list()).length, status.currentStatus().attention, draft ?? null];
        """,
    )
    assert left == [0, 0, None]
    assert page.evaluate(SCHEMA, f"{old['name']}:sealed") == [VERSION, OF_A_PERSON]
    client = ApiClient(server.port)
    client.login(PRACTITIONER.email, PASSWORD)
    _, note = client.request("GET", f"/notes/{old['note']}")
    _, patient = client.request("GET", f"/patients/{old['patient']}")
    client.close()
    assert note["fields"]["device"] == {"speed_rpm": 11000}
    assert patient["fields"]["identity"]["given"] == "Anna", json.dumps(patient)

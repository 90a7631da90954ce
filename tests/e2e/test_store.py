"""What is said to be saved is on the disk; what is typed becomes few ops; nothing of it fails in silence."""

from uuid import uuid4

import pytest

from tests.e2e.conftest import open_app, sign_in, store, wait_ready

pytestmark = pytest.mark.e2e
PATIENT = {"identity": {"mrn": "M-1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
VISIT = {"visit": {"performed": "treated", "session_date": "2026-11-20", "session_no": 1}}
EMPTY = """
  const stores = ["base", "outbox", "sent", "attention", "drafts"];
  await local.local().write(stores, (opened) => Promise.all(stores.map((name) => opened[name].clear())));
"""
NEW_NOTE = """
  const patient = await edits.createPatient(given[0]);
  const note = await edits.createNote(patient, given[1]);
"""


@pytest.fixture(scope="module")
def cut_off(browser, server):
    """A tablet that has signed in and then lost its server for good: nothing is sent, all can be looked at."""
    context = browser.new_context()
    page = open_app(context, server)
    sign_in(page)
    store(page, "await engine.syncNow();")
    page.close()
    server.stop()
    yield context
    context.close()


@pytest.fixture
def alone(cut_off, server):
    """The same tablet with an empty outbox, started cold."""
    page = open_app(cut_off, server)
    store(page, EMPTY)
    yield page
    for each in cut_off.pages:
        each.close()


def new_note(page) -> str:
    return store(page, NEW_NOTE + "return note;", [PATIENT, VISIT])


def test_edits_of_one_unit_become_one_op_until_it_is_sent(alone):
    note = new_note(alone)
    ops = store(
        alone,
        """
        await edits.setFields("note", given, "needling", {pain_nrs: 3});
        await edits.setFields("note", given, "numbing", {used: true});
        await edits.setFields("note", given, "needling", {pain_nrs: 4, gloves: "nitrile"});
        await edits.setFields("note", given, "needling", {pain_nrs: null});
        return (await outbox.list()).filter((op) => op.kind === "patch");
        """,
        note,
    )
    assert [(op["unit"], op["base"], op["patch"]) for op in ops] == [
        ("needling", {}, {"pain_nrs": None, "gloves": "nitrile"}),
        ("numbing", {}, {"used": True}),
    ]


def test_an_op_on_the_wire_is_never_changed_and_the_next_one_builds_on_it(alone):
    note = new_note(alone)
    ops = store(
        alone,
        """
        await edits.setFields("note", given, "needling", {pain_nrs: 3});
        const taken = await freeze.takeBatch({tried: new Set(), held: new Set(), most: 50, bytes: 1e6});
        await edits.setFields("note", given, "needling", {pain_nrs: 4});
        const again = await freeze.takeBatch({tried: new Set(), held: new Set(), most: 3, bytes: 1e6});
        const shown = await records.get("note", given);
        const last = (await outbox.list()).at(-1);
        return {taken: taken.at(-1), again: again.at(-1), last, shown: shown.fields.needling};
        """,
        note,
    )
    assert ops["taken"] == ops["again"]
    assert ops["last"]["op_id"] != ops["taken"]["op_id"]
    assert (ops["last"]["base"], ops["last"]["patch"]) == ({"pain_nrs": 3}, {"pain_nrs": 4})
    assert ops["shown"] == {"pain_nrs": 4}


def test_an_op_on_the_wire_or_built_upon_cannot_be_withdrawn(alone):
    note = new_note(alone)
    found = store(
        alone,
        """
        const {withdrawOp} = withdraw;
        const plan = async (text) => (await edits.setFields("note", given, "text:plan", {text})).op;
        const first = await plan("Rest");
        const free = await withdrawOp(first);
        const second = await plan("Rest");
        const signed = await edits.voidRecord("note", given, "wrong patient");
        const built = await withdrawOp(second);
        await freeze.takeBatch({tried: new Set(), held: new Set(), most: 50, bytes: 1e6});
        const onWire = await withdrawOp(signed);
        const left = (await outbox.list()).map((op) => op.op_id);
        return {free, built, onWire, kept: left.includes(second) && left.includes(signed), gone: !left.includes(first)};
        """,
        note,
    )
    assert found == {"free": True, "built": False, "onWire": False, "kept": True, "gone": True}


def test_a_cursor_is_never_stored_before_its_page(alone):
    """A page that cannot be written leaves the place from which it is read again."""
    found = store(
        alone,
        """
        const {put} = IDBObjectStore.prototype;
        const page = [{type: "note", id: "x", rev: 1, seq: 1, patient_id: "y", state: "draft", happened_at: ""}];
        const before = await local.getMeta("cursor");
        IDBObjectStore.prototype.put = function (...all) {
          if (this.name === "base") throw new DOMException("no space", "QuotaExceededError");
          return put.apply(this, all);
        };
        const failed = await queue.applyPage(page, {cursor: "behind the page"}).catch((error) => error.name);
        IDBObjectStore.prototype.put = put;
        return [failed, (await local.getMeta("cursor")) === before, await records.get("note", "x")];
        """,
    )
    assert found == ["StorageError", True, None]


def test_what_the_server_lost_stays_where_this_tablet_wrote_of_it(alone):
    """Others' records that its list names no more: the one it had confirmed a change of stays, and is sent again. A
    list of another history, which was on its way while this one was learned of, compares nothing."""
    found = store(
        alone,
        """
        const person = (id, rev, more) => ({type: "patient", id, rev, seq: rev, patient_id: null, state: "active",
          happened_at: "", fields: {...given.fields, ...more}});
        const [written, read] = given.ids;
        await queue.applyPage([person(written, 3), person(read, 3)], {});
        const {op} = await edits.setFields("patient", written, "body", {weight_kg: 60});
        await freeze.takeBatch({tried: new Set(), held: new Set(), most: 50, bytes: 1e6});
        const record = person(written, 4, {body: {weight_kg: 60}});
        await queue.settle({op_id: op, status: "applied", record}, "2026-11-20T10:00:00Z");
        const compare = (epoch) =>
          queue.compareManifest({records: [], outside: {}, epoch}, "2026-11-20T10:00:00Z");
        await local.setMeta({epoch: "now", manifestAt: "never"});
        await compare("the history of before, in an answer that is late");
        const untouched = [(await outbox.list()).length, await local.getMeta("manifestAt"),
          (await records.get("patient", read)).rev];
        const {right: whole} = await compare("now");
        const waiting = (await outbox.list()).map(({op_id}) => op_id === op);
        return [untouched, whole, waiting, (await records.get("patient", written))?.fields,
          await records.get("patient", read)];
        """,
        {"ids": [str(uuid4()), str(uuid4())], "fields": {"identity": PATIENT["identity"]}},
    )
    assert found == [[0, "never", 3], False, [True], {**PATIENT, "body": {"weight_kg": 60}}, None]


def test_a_batch_keeps_to_its_number_and_its_size(alone):
    store(alone, 'for (let i = 0; i < 5; i++) await edits.createPatient({identity: {family: "x".repeat(400)}});')
    sizes = store(
        alone,
        """
        const none = {tried: new Set(), held: new Set()};
        const of = async (most, bytes) => (await freeze.takeBatch({...none, most, bytes})).length;
        return [await of(3, 1e6), await of(50, 2000), await of(50, 10)];
        """,
    )
    assert sizes == [3, 2, 1]


def test_many_edits_at_once_lose_nothing(alone):
    note = new_note(alone)
    found = store(
        alone,
        """
        const names = Array.from({length: 20}, (_, i) => `zone:z${i}`);
        const thrice = (unit) => [1, 2, 3].map((passes) => edits.setFields("note", given, unit, {passes}));
        await Promise.all(names.flatMap(thrice));
        const record = await records.get("note", given);
        return [names.every((unit) => record.fields[unit].passes === 3), (await outbox.list()).length];
        """,
        note,
    )
    assert found == [True, 22]


def test_two_tabs_write_one_note(alone, server):
    other = alone.context.new_page()
    other.goto(server.url)
    wait_ready(other)
    note = new_note(alone)
    write = 'for (let i = 1; i < 11; i++) await edits.setFields("note", given[0], "needling", {[given[1]]: i});'
    imported = "const { edits } = await import('/static/dist/app.js');"
    for page, name in ((alone, "pain_nrs"), (other, "dry_time")):
        page.evaluate(f"(given) => {{ globalThis.written = (async () => {{ {imported} {write} }})(); }}", [note, name])
    for page in (alone, other):
        page.evaluate("globalThis.written")
    ops = store(alone, 'return (await outbox.list()).filter((op) => op.kind === "patch");')
    assert [(op["base"], op["patch"]) for op in ops] == [({}, {"pain_nrs": 10, "dry_time": 10})]
    seen = store(other, 'return new Promise((told) => records.watch("note", given, told));', note)
    assert seen["fields"]["needling"] == {"pain_nrs": 10, "dry_time": 10}
    assert seen["pending"] == 2


def test_a_signature_on_this_tablet_is_shown_as_such_and_closes_the_note(alone):
    note = new_note(alone)
    found = store(
        alone,
        """
        const { canonical } = await import("/static/dist/app.js");
        await edits.sign(given, ["D03"]);
        const record = await records.get("note", given);
        const refusal = await edits.setFields("note", given, "needling", {pain_nrs: 1}).catch((error) => error.name);
        const op = (await outbox.list()).at(-1);
        return {record, refusal, op, hash: await canonical.contentHash(record)};
        """,
        note,
    )
    assert (found["record"]["state"], found["record"]["version"]) == ("signed", 1)
    assert found["record"]["local"]["signed"]
    assert found["record"]["local"]["created"]
    assert found["op"]["content_hash"] == found["hash"] == found["record"]["content_hash"]
    assert found["op"]["acknowledged"] == ["D03"]
    assert found["refusal"] == "StorageError"


FAULT = """
  const {put} = IDBObjectStore.prototype;
  let left = given[1];
  IDBObjectStore.prototype.put = function (...all) {
    if (left-- > 0) throw new DOMException("Connection to Indexed Database server lost", given[0]);
    return put.apply(this, all);
  };
"""


@pytest.mark.parametrize("name", ["UnknownError", "InvalidStateError", "AbortError"])
def test_a_dead_handle_is_replaced_and_the_save_completes(alone, name):
    saved = store(
        alone,
        FAULT
        + 'const id = await edits.createPatient({identity: {family: "Ruiz"}}); return records.get("patient", id);',
        [name, 1],
    )
    assert saved["fields"] == {"identity": {"family": "Ruiz"}}


@pytest.mark.parametrize("name", ["UnknownError", "QuotaExceededError"])
def test_a_save_that_fails_says_so_and_is_not_called_saved(alone, name):
    found = store(
        alone,
        FAULT
        + """
        const error = await edits.createPatient({identity: {family: "Ruiz"}}).catch((failure) => failure);
        return [error.name, error.message, status.currentStatus().saved, (await outbox.list()).length];
        """,
        [name, 1_000],
    )
    assert found[0] == "StorageError"
    assert ("space" if name == "QuotaExceededError" else name) in found[1]
    assert found[2:] == [False, 0]


@pytest.mark.parametrize("value", ["new Blob(['x'])", "new File(['x'], 'a.jpg')", "new Uint8Array(3)", "NaN"])
def test_what_is_not_plain_json_never_reaches_the_disk(alone, value):
    draft = f"drafts.saveDraft('amend', {{photo: {value}}}).catch((error) => error.name)"
    patient = f"edits.createPatient({{identity: {{photo: {value}}}}})"
    body = f"let refused; try {{ refused = await {patient}; }} catch (error) {{ refused = error.name; }}"
    assert store(alone, f"{body} return [await {draft}, refused, (await outbox.list()).length];") == [
        "TypeError",
        "TypeError",
        0,
    ]


def test_a_payload_read_under_another_name_is_refused(alone):
    body = """
      const own = local.local().name;
      const sealed = await seal.seal({a: 1}, "base:note:1", own);
      const damaged = sealed.with(-1, sealed.at(-1) ^ 1);
      const tried = [[sealed, "1"], [sealed, "2"], [damaged, "1"], [sealed, "1", "another"]];
      return Promise.all(tried.map(([bytes, id, owner = own]) =>
        seal.open(bytes, `base:note:${id}`, owner).catch(() => "refused")));
    """
    assert store(alone, body) == [{"a": 1}, "refused", "refused", "refused"]


def test_names_and_texts_are_only_in_sealed_payloads(alone):
    new_note(alone)
    clear = store(
        alone,
        """
        const rows = await local.local().read(["outbox"], ({outbox}) => outbox.getAll());
        const kinds = rows.map(({payload}) => payload.constructor.name);
        return rows.map(({payload, ...row}) => JSON.stringify(row)).join() + kinds;
        """,
    )
    assert "Ruiz" not in clear
    assert "Uint8Array" in clear


def test_drafts_are_kept_and_cleared(alone):
    found = store(
        alone,
        """
        await drafts.saveDraft("amend:1", {reason: "wrong lot"});
        const kept = await drafts.getDraft("amend:1");
        await drafts.clearDraft("amend:1");
        return [kept, (await drafts.getDraft("amend:1")) ?? null];
        """,
    )
    assert found == [{"reason": "wrong lot"}, None]


def test_unsent_work_can_be_taken_out_as_a_file(alone):
    note = new_note(alone)
    text = store(alone, "return JSON.parse(await outbox.exportAll());")
    assert text["format"] == "needlepoint-unsent"
    assert [(op["kind"], op["type"]) for op in text["waiting"]] == [("create", "patient"), ("create", "note")]
    assert text["waiting"][1]["id"] == note
    assert text["waiting"][0]["fields"] == PATIENT

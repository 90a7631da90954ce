"""The summary of each record stands beside it after whatever changes the record, and a watch is called for its own."""

from uuid import uuid4

import pytest

from tests.e2e.conftest import store

pytestmark = pytest.mark.e2e

SCENE = """
  const {userId} = {userId: session.session().user.id};
  const wrong = [];
  const DAYS = Math.floor((Date.now() - Date.parse("2026-06-01")) / 86400000);
  /** Every row as stored, against what is computed from the record as it is read with its ops. */
  const compare = async (step) => {
    const rows = await local.local().read(["summaries"], (opened) => opened.summaries.getAll());
    const stored = await Promise.all(rows.map((row) => payload.summaryIn(row, local.local().name)));
    const records_ = [...await records.all("note"), ...await records.all("patient")];
    const key = ({type, id}) => `${type}/${id}`;
    const text = (list) => JSON.stringify(list.sort((a, b) => (key(a) < key(b) ? -1 : 1)));
    const expected = records_.map(summary.summaryOf);
    if (text(stored) !== text(expected)) wrong.push([step, text(stored), text(expected)]);
    const held = (await Promise.all(["note", "patient"].map(summaries.allSummaries))).flatMap(({all}) => all);
    if (text(held) !== text(expected)) wrong.push([`${step}, in memory`, text(held), text(expected)]);
    const lately = expected.filter((each) => each.type === "note" && summary.dayOf(each) >= "2026-06-01");
    const range = await new Promise((done) => summaries.watchSummaries("note", ({all}) => done(all), DAYS));
    if (text(range) !== text(lately)) wrong.push([`${step}, of these days`, text(range), text(lately)]);
    return expected.length;
  };
  const received = (type, id, fields, more = {}) => ({
    type, id, patient_id: type === "note" ? given.patient : null, author_id: userId, author_name: "N. Vidal",
    state: type === "note" ? "draft" : "active", version: 0, rev: 1, seq: 1, schema: 1, content_hash: "h", fields,
    signatures: [], review: null, happened_at: "2026-01-02T12:00:00Z", created_at: "2026-01-02T12:00:00Z",
    updated_at: "2026-01-02T12:00:00Z", ...more});
  const first = async () => (await outbox.list())[0];
"""


CHANGES = """
  const counts = [];
  const steps = {
    created: async () => {
      await edits.createPatient({identity: {given: "Ana", family: "Ruiz"}});
      await edits.createNote(given.patient, {visit: {session_date: "2026-01-02"}});
    },
    "a page": () => queue.applyPage([
      received("patient", given.patient, {identity: {given: "Eva"}}),
      ...Array.from({length: 60}, (_, i) =>
        received("note", `n${i}`, {visit: {session_no: i}}, {state: i % 2 ? "draft" : "approved"}))],
      {cursor: "c1"}),
    edited: async () => {
      await edits.setFields("note", "n1", "visit", {session_no: 7});
      await edits.setFields("note", "n1", "numbing", {applied_at: "2026-01-02T10:00:00Z"});
      await edits.setFields("patient", given.patient, "identity", {family: "Soler"});
    },
    "a page under an edit": () => queue.applyPage(
      [received("note", "n1", {visit: {session_no: 2, performed: "treated"}}, {rev: 2}),
       received("note", "n3", {visit: {session_no: 3}}, {rev: 2, state: "approved"}),
       received("note", "n4", {visit: {session_date: "2026-06-01"}}, {rev: 2, state: "approved"})], {cursor: "c2"}),
    answered: async () => {
      const op = await first();
      const record = received(op.type, op.id, op.fields, {rev: 4});
      await queue.settle({op_id: op.op_id, status: "applied", record}, "2026-01-02T12:00:00Z");
    },
    refused: async () => {
      for (let turn = 0; turn < 2; turn++)
        await queue.reject({op_id: (await first()).op_id, error: {code: "refused"}});
    },
    discarded: async () => {
      const [op] = await new Promise((told) => outbox.watchAttention(told));
      await outbox.discardOp(op.op_id);
    },
    withdrawn: async () => withdraw.withdrawOp((await outbox.list()).at(-1).op_id),
    compared: () =>
      queue.compareManifest({records: [["patient", given.patient, 1], ["note", "n1", 2]], outside: {}}, "2026-01-03"),
    "new epoch": () => queue.startEpoch("e2"),
    "read again": () => queue.applyPage([received("note", "n2", {})], {cursor: "c3"}),
  };
  for (const [step, act] of Object.entries(steps)) {
    await act();
    counts.push(await compare(step));
  }
  return {wrong, counts};
"""


@pytest.fixture
def quiet(tablet, server):
    """Nothing but the test changes the records."""
    store(tablet, "await engine.syncNow();")
    server.stop()
    yield tablet
    server.start()


def test_a_summary_is_that_of_its_record_whatever_changes_it(quiet):
    """Edit, answer, refusal, page, comparison with the server's list, new epoch, discard."""
    found = store(quiet, SCENE + CHANGES, {"patient": str(uuid4())})
    assert found["wrong"] == []
    assert max(found["counts"]) >= 60
    assert min(found["counts"][:3]) > 0


def test_a_damaged_record_is_in_no_list_and_hinders_no_write(quiet):
    left = store(
        quiet,
        """
        const patient = await edits.createPatient({identity: {given: "Ana"}});
        const {op_id, n} = (await outbox.list()).at(-1);
        await local.local().write(["outbox"], async (db) => {
          const row = await db.outbox.get(n);
          await db.outbox.put({...row, payload: new Uint8Array([1])});
        });
        addEventListener("error", (event) => event.preventDefault());
        const {byId} = await summaries.allSummaries("patient");
        await queue.reject({op_id, error: {code: "refused"}});
        await outbox.discardOp(op_id);
        return [byId.has(patient), (await local.local().read(["outbox"], (db) => db.outbox.get(n))) ?? null];
        """,
    )
    assert left == [False, None]


def test_a_watch_is_called_for_its_own_records_only(quiet):
    """The record it is about, or those of its patient; lists hear of their type."""
    found = store(
        quiet,
        """
        const people = [await edits.createPatient({identity: {given: "A"}}), await edits.createPatient({})];
        const [mine, other] = [await edits.createNote(people[0]), await edits.createNote(people[1])];
        const calls = {};
        const count = (name) => () => { calls[name] = (calls[name] ?? 0) + 1; };
        const settle = async () => {
          await summaries.allSummaries("note");
          for (let turn = 0; turn < 3; turn++) await records.get("note", mine);
        };
        const stops = [
          records.watch("note", mine, count("note")),
          records.watch("patient", people[0], count("patient")),
          records.watchAll("note", {patientId: people[0]}, count("of the patient")),
          records.watchAll("lot", {}, count("lots")),
          summaries.watchSummaries("note", count("notes")),
          summaries.watchSummaries("patient", count("patients")),
        ];
        await settle();
        const before = {...calls};
        await edits.setFields("note", other, "visit", {session_no: 1});
        await settle();
        const others = {...calls};
        await edits.setFields("note", mine, "visit", {session_no: 1});
        await settle();
        stops.forEach((stop) => stop());
        const more = (now, then) => Object.keys(now).filter((name) => now[name] > then[name]).sort();
        return [Object.keys(before).length, more(others, before), more(calls, others)];
        """,
    )
    assert found == [6, ["notes"], ["note", "notes", "of the patient"]]

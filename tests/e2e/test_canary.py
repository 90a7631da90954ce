"""What a browser keeps of a day's work on its disk holds no word that was written, in no form."""

import base64
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api_client import ApiClient
from tests.e2e.conftest import ADMIN, PASSWORD, PRACTITIONER, SUPERVISOR, open_app, reload, sign_in, store

pytestmark = pytest.mark.e2e
WORD = "zqvxkanary"
WORK = """
  const word = (name) => `${given.word} ${name}`;
  const unitOf = ({ unit, repeats, keys }) =>
    repeats === "key" ? `${unit}:${keys[0].key}` : repeats === "id" ? `${unit}:${crypto.randomUUID()}` : unit;
  const value = ({ name, kind }) => (kind === "texts" ? [word(name)] : word(name));
  /** A marked word in each text of each section of a record. */
  const mark = async (type, id) => {
    let texts = 0;
    for (const section of forms.sections(type)) {
      const fields = section.fields.filter(({ kind }) => ["text", "longtext", "texts"].includes(kind));
      texts += fields.length;
      const values = Object.fromEntries(fields.map((field) => [field.name, value(field)]));
      if (fields.length) await edits.setFields(type, id, unitOf(section), values);
    }
    return texts;
  };
  const identity = { family: word("family"), given: word("given"), birth_date: "1990-02-03" };
  const patient = await edits.createPatient({ identity });
  const note = await edits.createNote(patient, { visit: { performed: "treated" } });
  const call = await edits.createFollowUp(patient, { about: { note_id: note, point: "T7d", reached: "yes" } });
  await engine.syncNow();
  const texts = [await mark("note", note), await mark("patient", patient), await mark("follow_up", call)];
  await engine.syncNow();
  await drafts.saveDraft(`amend:${note}`, { reason: word("amendment") });
  return { patient, note, texts };
"""
BEGUN = 'await edits.setFields("note", given.note, "text:plan", {text: given.word + " unsent"});'
COUNTS = """
  return local.local().read(["base", "outbox", "attention", "sent", "summaries", "drafts"], async (opened) =>
    Object.fromEntries(
      await Promise.all(Object.entries(opened).map(async ([name, rows]) => [name, await rows.count()]))));
"""
DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name)"


def shapes(word: str) -> list[bytes]:
    """In UTF-8 and UTF-16, and of both the parts of base64 that are the same wherever the word begins."""
    found = []
    for plain in (word.encode(), word.encode("utf-16-le")):
        found.append(plain)
        for before in range(3):
            coded = base64.b64encode(b"\0" * before + plain)
            found.append(coded[4 if before else 0 : len(coded) // 4 * 4 - 4])
    return found


def places(folder: Path) -> list[str]:
    """The files in which the word stands, as it is or in another form."""
    wanted = shapes(WORD)
    files = [(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    return [path.name for path, held in files if any(each in held or each in held.lower() for each in wanted)]


def test_no_word_of_a_days_work_stands_on_the_disk_in_clear_nor_anything_after_a_block(
    profile, server, tmp_path
) -> None:
    context = profile()
    tablet = open_app(context, server)
    sign_in(tablet)
    made = store(tablet, WORK, {"word": WORD})
    tablet.evaluate("(id) => { location.hash = `#/patients/${id}`; }", made["patient"])
    expect(tablet.get_by_role("heading", name=WORD).first).to_be_visible()
    tablet.evaluate("(id) => { location.hash = `#/notes/${id}`; }", made["note"])
    expect(tablet.get_by_text("Not signed yet").or_(tablet.get_by_text("not signed yet")).first).to_be_visible()
    tablet.evaluate("() => { location.hash = '#/patients'; }")
    tablet.get_by_role("searchbox").fill(f"{WORD} family")
    expect(tablet.get_by_role("link", name=WORD).first).to_be_visible()
    server.stop()
    store(tablet, BEGUN, {"word": WORD, **made})
    counts = store(tablet, COUNTS)
    assert all(counts.values()), counts
    folder = tmp_path / "profile"
    store(tablet, "await session.lock();")
    assert places(folder) == []
    reload(tablet)
    device = store(tablet, "await session.signOut({ force: true }); return device.device().id;")
    assert store(tablet, "return [session.session(), local.hasLocal()];") == [None, False]
    assert places(folder) == []
    context.close()
    assert places(folder) == []
    assert PRACTITIONER.name.encode() in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()), (
        "nothing was kept here at all"
    )
    server.start()
    block(server, device)
    context = profile()
    tablet = open_app(context, server)
    expect(tablet.get_by_text("This tablet was blocked.")).to_be_visible()
    assert tablet.evaluate(DATABASES) == ["needlepoint:device"]
    assert "drained" in {item["source"] for item in kept(server)}, "what was unsent is with the clinic"
    context.close()
    assert places(folder) == []


def block(server: Any, device: str) -> None:
    with closing(ApiClient(server.port)) as admin:
        admin.login(ADMIN.email, PASSWORD)
        status, answer = admin.request("PATCH", f"/devices/{device}", {"status": "revoked"})
        assert status == 200, answer


def kept(server: Any) -> list[dict[str, Any]]:
    with closing(ApiClient(server.port)) as supervisor:
        supervisor.login(SUPERVISOR.email, PASSWORD)
        return list(supervisor.request("GET", "/quarantine")[1]["items"])

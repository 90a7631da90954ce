"""What is read from the server: pages, the cursor behind them, and what the manifest mends."""

from contextlib import closing

import pytest

from tests.e2e.conftest import SUPERVISOR, store
from tests.e2e.journey import signed_in_api
from tests.e2e.test_sync_engine import new_note, server_note

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]


def test_a_base_that_is_wrong_is_mended_by_the_manifest(tablet, server):
    note = new_note(tablet)
    damage = """
      await local.local().write(["base"], async (opened) => {
        const row = await opened.base.get(["note", given]);
        await opened.base.put({...row, rev: row.rev + 40});
        await opened.base.put({...row, id: "00000000-0000-7000-8000-000000000000"});
      });
      await engine.checkEverything();
      return [await records.get("note", given), (await records.all("note")).length];
    """
    record, count = store(tablet, damage, note)
    assert record["rev"] == server_note(server, note)["rev"]
    assert count == len(store(tablet, 'return records.all("note");'))
    assert store(tablet, 'return records.get("note", "00000000-0000-7000-8000-000000000000");') is None


def test_a_record_of_others_that_is_missing_here_is_read_again(tablet, server):
    client = signed_in_api(server, SUPERVISOR)
    with closing(client):
        patient = client.new_patient(7)
        client.push([patient])
    lose = """
      await engine.syncNow();
      const before = await records.get("patient", given);
      await local.local().write(["base"], ({ base }) => base.delete(["patient", given]));
      const without = await records.get("patient", given);
      await engine.checkEverything();
      return [before.rev, without, (await records.get("patient", given))?.rev];
    """
    assert store(tablet, lose, patient["id"]) == [1, None, 1]


def test_a_page_that_cannot_be_stored_leaves_the_cursor(tablet, context):
    before = store(
        tablet, 'await engine.syncNow(); return [await local.getMeta("epoch"), await local.getMeta("cursor")];'
    )
    spoiled = {"proto": 1, "epoch": before[0], "cursor": "behind-the-page", "more": False, "changes": [{"id": "x"}]}
    context.route("**/sync/pull*", lambda route: route.fulfill(json=spoiled))
    after = store(
        tablet, 'await engine.syncNow(); return [await local.getMeta("epoch"), await local.getMeta("cursor")];'
    )
    assert after == before


def test_an_answer_that_was_overtaken_does_not_take_a_record_back(tablet):
    note = new_note(tablet)
    found = store(
        tablet,
        """
        const old = await records.get("note", given);
        await edits.setFields("note", given, "needling", {pain_nrs: 3});
        await engine.syncNow();
        await queue.applyPage([{...old}], {});
        return (await records.get("note", given)).fields.needling;
        """,
        note,
    )
    assert found == {"pain_nrs": 3}

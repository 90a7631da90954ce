"""What the files of a browser still hold in clear after a tablet of 0.1.0 was moved into the encrypted database.

The browser's engine keeps deleted data until it compacts its files, which no page can make it do. So this measures and
says what stays; what is shown is that nothing a page can open holds a word in clear.
"""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.api_client import ApiClient
from tests.e2e.conftest import PASSWORD, PRACTITIONER, open_again, sign_in, store
from tests.e2e.test_canary import DATABASES, WORD, places, shapes
from tests.e2e.test_old_database import (
    AT,
    BEFORE,
    MAKE,
    OF_A_PERSON_BEFORE,
    OF_THE_TABLET_BEFORE,
    base_row,
    op_row,
    seal,
)
from tests.ops import make_op

pytestmark = [pytest.mark.e2e, pytest.mark.soak]
MANY = 200
READ = """async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { indexedDB.open(name).onsuccess = ({target}) => done(target.result); });
    for (const store of db.objectStoreNames) {
      const all = await new Promise((done) => {
        db.transaction(store).objectStore(store).getAll().onsuccess = ({target}) => done(target.result);
      });
      const text = (value) => value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
      found.push(JSON.stringify(all, (_key, value) => text(value)));
    }
    db.close();
  }
  return found.join("");
}"""


def test_what_stays_of_a_tablet_of_before(profile: Any, server: Any, tmp_path: Path) -> None:
    client = ApiClient(server.port)
    client.login(PRACTITIONER.email, PASSWORD)
    me = client.request("GET", "/me")[1]
    clear = {"family": f"{WORD} family", "given": f"{WORD} given"}
    ops = [client.op("create", "patient", str(uuid4()), fields={"identity": clear}) for _ in range(MANY)]
    records = [result["record"] for at in range(0, MANY, 50) for result in client.push(ops[at : at + 50])[1]["results"]]
    client.close()
    made = make_op(me["user"]["id"], "create", "patient", str(uuid4()), client_time=AT, app="before")
    unsent = {key: value for key, value in made.items() if key != "n"} | {"fields": {"identity": clear}}
    name = f"needlepoint:{me['clinic']['id']}:{me['user']['id']}"
    session = {key: me[key] for key in ("user", "clinic", "demo", "epoch", "version")}
    rows = [*(("base", base_row(record)) for record in records), ("outbox", op_row(4, unsent))]
    rows += [("drafts", {"key": "amend:1", "payload": seal("draft:amend:1", {"reason": WORD}), "at": AT})]
    person = {**me["user"], "key": name, "clinic": me["clinic"], "signedIn": True, "session": session}
    device = [
        ("meta", {"name": "session", "value": session}),
        ("meta", {"name": "device", "value": {"id": str(uuid4()), "name": "Old tablet"}}),
        ("people", person),
    ]
    folder = tmp_path / "profile"
    context = profile()
    page = context.new_page()
    page.goto(f"{server.url}/livez")
    page.evaluate(MAKE, ["needlepoint:device", BEFORE, OF_THE_TABLET_BEFORE, device])
    page.evaluate(MAKE, [name, BEFORE, OF_A_PERSON_BEFORE, [*rows, ("meta", {"name": "epoch", "value": me["epoch"]})]])
    context.close()
    told = {"before": count(folder)}
    context = profile()
    page = open_again(context, server.url)
    sign_in(page)
    store(page, "await engine.syncNow();")
    assert store(page, "return (await records.all('patient', {states: ['active']})).length;") == MANY + 1
    assert name not in page.evaluate(DATABASES), "the plain database is gone"
    assert WORD not in page.evaluate(READ)
    told["moved, open"] = count(folder)
    context.close()
    told["moved, closed"] = count(folder)
    context = profile()
    page = context.new_page()
    page.goto(f"{server.url}/livez")
    context.close()
    told["opened once more"] = count(folder)
    for when, (times, files) in told.items():
        print(f"{when}: {times} times in clear, in {files}")


def count(folder: Path) -> tuple[int, list[str]]:
    held = [(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    plain = [each for each in shapes(WORD) if each in (WORD.encode(), WORD.encode("utf-16-le"))]
    times = sum(data.count(each) for _, data in held for each in plain)
    return times, sorted(set(places(folder)))

"""The tablet's database: writes are atomic, a failed write is reported, and every tab sees a change."""

import pytest

from tests.e2e.conftest import open_app, store

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

OPEN = """
  let opens = 0;
  const name = `test:${crypto.randomUUID()}`;
  const table = {a: {key: "id"}, b: {key: "id"}, meta: {key: "name"}};
  const {database} = db;
  const own = database(name, 10, table);
  const put = (row) => own.write(["a"], ({a}) => a.put(row));
  const rows = () => own.read(["a"], ({a}) => a.getAll());
  const next = () => new Promise((go) => setTimeout(go));
  const failure = (promise) => promise.then(() => null, (error) => error);
  /** Runs `hook` with each native transaction as it is opened. */
  const {transaction} = IDBDatabase.prototype;
  const opened = (hook) => {
    IDBDatabase.prototype.transaction = function (...all) {
      const tx = transaction.apply(this, all);
      if (this.name === name) hook(tx, all);
      return tx;
    };
  };
  const {open} = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...all) { opens += 1; return open.apply(this, all); };
  const rawOpen = (version) => new Promise((done) => {
    indexedDB.open(name, version).onsuccess = ({target}) => done(target.result);
  });
  const handle = async () => {
    let used;
    opened((tx) => { used = tx.db; });
    await rows();
    IDBDatabase.prototype.transaction = transaction;
    return used;
  };
  /** What a watcher was told, and a wait until it was told something that fits. */
  const follow = (database, see = (read) => read(["a"], ({a}) => a.count())) => {
    const told = [];
    let check = () => {};
    const stop = database.watch(["a"], see, (found) => { told.push(found); check(); });
    const until = (fits) => new Promise((done, failed) => {
      check = () => told.some(fits) && done();
      check() || setTimeout(failed, 20_000, new Error("never told"));
    });
    return {told, stop, until};
  };
"""


@pytest.fixture
def page(context, server):
    opened = open_app(context, server)
    trouble = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    yield opened
    assert trouble == []


def run(page, body: str, given: object = None):
    return store(page, OPEN + body, given)


def test_a_write_resolves_when_the_transaction_is_complete_and_asks_for_the_disk(page):
    found = run(
        page,
        """
        const order = [];
        opened((tx, [names, mode, options]) => {
          order.push(names, mode, options.durability);
          tx.addEventListener("complete", () => order.push("complete"));
        });
        await put({id: 1}).then(() => order.push("resolved"));
        return order;
        """,
    )
    assert found == [["a"], "readwrite", "strict", "complete", "resolved"]


def test_a_work_that_has_its_result_is_not_saved_while_the_transaction_can_still_fail(page):
    found = run(
        page,
        """
        opened((tx) => { const abort = tx.abort.bind(tx); queueMicrotask(() => queueMicrotask(abort)); });
        const error = await failure(own.write(["a"], ({a}) => { a.put({id: 1}).catch(() => {}); return "done"; }));
        IDBDatabase.prototype.transaction = transaction;
        return [error?.name, (await rows()).length];
        """,
    )
    assert found == ["StorageError", 0]


def test_an_error_of_a_request_that_was_caught_still_fails_the_write(page):
    found = run(
        page,
        """
        await put({id: 1, text: "first"});
        const error = await failure(own.write(["a"], async ({a}) => {
          await a.put({id: 2});
          await a.add({id: 1, text: "second"}).catch(() => {});
          return "done";
        }));
        return [error?.name, await rows()];
        """,
    )
    assert found == ["StorageError", [{"id": 1, "text": "first"}]]


def test_a_work_that_fails_leaves_nothing_half_written_and_its_own_error_is_thrown(page):
    found = run(
        page,
        """
        let runs = 0;
        const error = await failure(own.write(["a", "b"], async ({a, b}) => {
          runs += 1;
          await db.each([1, 2, 3], (id) => a.put({id}));
          b.put({id: 1}).catch(() => {});
          throw new RangeError("no");
        }));
        const keyless = await failure(own.write(["a"], ({a}) => db.each([{id: 1}, {}, {id: 2}], (row) => a.put(row))));
        const nothing = await own.write(["a"], () => "nothing");
        return [error.name, error.message, runs, keyless.name, nothing, await rows()];
        """,
    )
    assert found == ["RangeError", "no", 1, "StorageError", "nothing", []]


def test_a_read_is_one_moment(page):
    found = run(
        page,
        """
        await put({id: 1, n: 0});
        return own.read(["a", "b"], async ({a, b}) => {
          const before = await a.get(1);
          own.write(["a", "b"], async ({a, b}) => { await a.put({id: 1, n: 1}); await b.put({id: 1}); });
          for (let i = 0; i < 20; i++) await a.get(1);
          return [before.n, (await a.get(1)).n, await b.count()];
        });
        """,
    )
    assert found == [0, 0, 0]


def test_a_handle_that_was_closed_is_replaced_once_however_many_find_it_dead(page):
    found = run(
        page,
        """
        await put({id: 1});
        (await handle()).close();
        opens = 0;
        await Promise.all([put({id: 2}), put({id: 3}), rows()]);
        return [(await rows()).length, opens];
        """,
    )
    assert found == [3, 1]


def test_a_handle_that_dies_again_fails_loudly_and_the_next_try_begins_anew(page):
    found = run(
        page,
        """
        await rows();
        let calls = 0;
        const gone = new DOMException("gone", "InvalidStateError");
        IDBDatabase.prototype.transaction = () => { calls += 1; throw gone; };
        const error = await failure(put({id: 1}));
        IDBDatabase.prototype.transaction = transaction;
        await put({id: 2});
        return [error.name, error.message, calls, await rows()];
        """,
    )
    assert found[0] == "StorageError"
    assert "InvalidStateError" in found[1]
    assert found[2:] == [2, [{"id": 2}]]


def test_a_database_that_did_not_open_is_opened_anew(page):
    found = run(
        page,
        """
        const counted = IDBFactory.prototype.open;
        IDBFactory.prototype.open = () => { throw new DOMException("full", "QuotaExceededError"); };
        const error = await failure(put({id: 1}));
        IDBFactory.prototype.open = counted;
        await put({id: 2});
        return [error.message, await rows()];
        """,
    )
    assert "space" in found[0]
    assert found[1] == [{"id": 2}]


def test_a_full_disk_is_named_and_nothing_is_written(context, server):
    """On a page without the app: the browser asks for the room that is left when the first database is opened."""
    page = context.new_page()
    page.goto(f"{server.url}/livez")
    client = context.new_cdp_session(page)
    client.send("Storage.overrideQuotaForOrigin", {"origin": server.url, "quotaSize": 1})
    found = page.evaluate(
        f"""async () => {{ const db = await import("/static/dist/db.js"); {OPEN}"""
        """
        const error = await failure(own.write(["a"], async ({a}) => {
          await db.each([...Array(40).keys()], (id) => a.put({id, text: crypto.randomUUID().repeat(30_000)}));
        }));
        return [error?.name, error?.message, await rows()]; }"""
    )
    assert found[::2] == ["StorageError", []]
    assert "space" in found[1]


def test_a_full_disk_that_ends_the_transaction_is_not_taken_for_a_dead_handle(page):
    """The requests that wait then only report that they were aborted."""
    found = run(
        page,
        """
        await rows();
        opens = 0;
        opened((tx) => {
          Object.defineProperty(tx, "error", {value: new DOMException("", "QuotaExceededError")});
          queueMicrotask(() => tx.abort());
        });
        const error = await failure(own.write(["a"], async ({a}) => { await a.put({id: 1}); await a.put({id: 2}); }));
        return [error.message, opens];
        """,
    )
    assert "space" in found[0]
    assert found[1] == 0


def test_another_tab_and_another_handle_of_this_page_are_told(page, context, server):
    other = context.new_page()
    other.goto(page.url)
    other.wait_for_selector("html[data-ready='1']", state="attached")
    name = run(
        page,
        """
        globalThis.follower = follow(own);
        globalThis.twin = follow(database(name, 10, table));
        await follower.until((n) => n === 0);
        await put({id: 1});
        await globalThis.twin.until((n) => n === 1);
        return name;
        """,
    )
    there = 'await db.database(given, 10, {a: {key: "id"}}).write(["a"], ({a}) => a.put({id: 2}));'
    store(other, there, name)
    seen = "await follower.until((n) => n === 2); await twin.until((n) => n === 2); return true;"
    assert store(page, seen)
    other.close()


def test_a_watcher_never_looks_twice_at_once_and_looks_once_more_after_a_change(page):
    found = run(
        page,
        """
        let at_once = 0, most = 0, looks = 0;
        let hold = null;
        const see = async (read) => {
          most = Math.max(most, ++at_once);
          looks += 1;
          const n = await read(["a"], ({a}) => a.count());
          await new Promise((go) => { hold = go; if (looks > 1) go(); });
          at_once -= 1;
          return n;
        };
        const {told, until} = follow(own, see);
        while (!hold) await next();
        await db.each([1, 2, 3, 4], (id) => put({id}));
        hold();
        await until((n) => n === 4);
        await own.write(["b"], ({b}) => b.put({id: 1}));
        await next();
        return [most, looks, told];
        """,
    )
    assert found == [1, 2, [0, 4]]


def test_nothing_written_between_the_first_look_and_the_answer_is_missed(page):
    found = run(
        page,
        """
        const many = [...Array(30).keys()];
        const writing = many.reduce((before, id) => before.then(() => put({id})), Promise.resolve());
        const followers = [];
        for (let i = 0; i < 10; i++) { followers.push(follow(own)); await put({id: 100 + i}); }
        await writing;
        await Promise.all(followers.map(({until}) => until((n) => n === 40)));
        return followers.every(({told}) => told.at(-1) === 40);
        """,
    )
    assert found


def test_who_has_stopped_is_told_nothing_any_more(page):
    found = run(
        page,
        """
        let go;
        const held = (n) => new Promise((done) => { go = () => done(n); });
        const see = async (read) => held(await read(["a"], ({a}) => a.count()));
        const stopped = follow(own, see);
        while (!go) await next();
        stopped.stop();
        go();
        await put({id: 1});
        const closed = follow(own);
        own.close();
        for (let i = 0; i < 20; i++) await next();
        const refused = await failure(own.read(["a"], ({a}) => a.count()));
        return [stopped.told, closed.told, refused.name, refused.message];
        """,
    )
    assert found[:3] == [[], [], "StorageError"]
    assert "Somebody else" in found[3]


def test_a_look_that_fails_is_repeated_until_it_succeeds(page):
    found = run(
        page,
        """
        let left = 3;
        IDBDatabase.prototype.transaction = function (...all) {
          if (this.name === name && left-- > 0) throw new DOMException("unread", "NotReadableError");
          return transaction.apply(this, all);
        };
        const {told, until} = follow(own);
        await until((n) => n === 0);
        return told;
        """,
    )
    assert found == [0]


@pytest.mark.parametrize("end", ["own.probe()", "used.dispatchEvent(new Event('close'))"], ids=["found", "told"])
def test_a_handle_that_died_makes_everyone_look_again(page, end):
    """A suspended page missed notifications: here another handle writes without sending any."""
    found = run(
        page,
        """
        const silently = async (id) => {
          const tx = (await rawOpen()).transaction(["a"], "readwrite");
          tx.objectStore("a").put({id});
          await new Promise((done) => { tx.oncomplete = done; });
        };
        const {told, until} = follow(own);
        await until((n) => n === 0);
        const used = await handle();
        used.close();
        await silently(1);
        const before = told.length;
        await END;
        await until((n) => n === 1);
        await silently(2);
        dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
        await until((n) => n === 2);
        return before;
        """.replace("END", end),
    )
    assert found == 1


def test_what_a_later_version_adds_is_made_and_an_earlier_one_still_opens_it(page):
    found = run(
        page,
        """
        const heard = [];
        db.versionProblem.listen((what) => heard.push(what));
        await put({id: 1, kind: "x"});
        const added = {a: {key: "id", by: ["kind", ["kind", "id"]]}, c: {key: "n", counted: true}};
        const later = database(name, 11, {...table, ...added});
        const kinds = await later.read(["a"], ({a}) =>
          Promise.all([a.index("kind").count("x"), a.index("[kind+id]").count(["x", 1])]));
        await later.write(["c"], ({c}) => c.put({}));
        const counted = await later.read(["c"], ({c}) => c.getAll());
        await put({id: 2, kind: "x"});
        later.close();
        const earlier = await database(name, 10, table).read(["a"], ({a}) => a.count());
        return [heard, kinds, counted, earlier];
        """,
    )
    assert found == [["outdated"], [1, 1], [{"n": 1}], 2]


def test_a_window_that_keeps_an_older_version_open_is_spoken_of_and_the_work_waits_for_it(page):
    found = run(
        page,
        """
        const raw = await rawOpen(9);
        const saved = put({id: 1}), heard = await new Promise((done) => db.versionProblem.listen(done));
        raw.close();
        await saved;
        return [heard, await rows()];
        """,
    )
    assert found == ["blocked", [{"id": 1}]]

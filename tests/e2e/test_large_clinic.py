"""The screens of a large clinic: what is not shown costs nothing, and long lists are drawn by their first rows."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

RECORDS = """
  const userId = session.session().user.id;
  const day = (back) => new Date(Date.now() - back * 86400000).toISOString().slice(0, 10);
  const received = (type, id, more) => ({
    type, id, patient_id: null, author_id: userId, author_name: "N. Vidal", state: "active", version: 1, rev: 1, seq: 1,
    schema: 1, content_hash: "h", signatures: [], review: null, happened_at: "2026-01-02T12:00:00Z",
    created_at: "2026-01-02T12:00:00Z", updated_at: "2026-01-02T12:00:00Z", fields: {}, ...more});
  const person = (id, more) => received("patient", id, {fields: {identity: {given: "Ana", family: id}, ...more}});
  const note = (id, patient_id, state, back, more) => received("note", id, {patient_id, state,
    fields: {visit: {session_date: day(back), performed: "treated"}}, ...more});
  const take = (...records) => queue.applyPage(records, {cursor: "c"});
"""

# What is on the page when the browser has told that it prints, while the click is still being answered.
PRINT = """() => {
  window.print = () => {
    dispatchEvent(new Event("beforeprint"));
    window.onPaper = document.querySelectorAll("section.group li").length;
  };
}"""


@pytest.fixture
def quiet(tablet: Page, server: Any) -> Any:
    """Nothing but the test changes the records."""
    store(tablet, "await engine.syncNow();")
    server.stop()
    yield tablet
    server.start()


def test_home_hears_of_a_change_of_what_it_draws_only(quiet: Page) -> None:
    """An open note, its patient; no approved note of last week, and no other patient."""
    heard = store(
        quiet,
        RECORDS
        + """
        const {homeLists, noteParts} = await import("/static/dist/app.js");
        const app = {user: session.session().user, forms: forms.currentForms()};
        await take(person("p1"), person("p2"), note("open", "p1", "draft", 3), note("done", "p2", "approved", 6));
        let count = 0;
        let last;
        const stop = homeLists.homeLists(app)((lists) => { count += 1; last = lists; });
        const settled = async () => {
          for (let still = 0, seen = -1; still < 5; still = seen === count ? still + 1 : 0) {
            seen = count;
            await summaries.allSummaries("note");
            await new Promise((go) => setTimeout(go, 10));
          }
          return count;
        };
        while (!last?.courses) await new Promise((go) => setTimeout(go, 10));
        const told = {};
        const tells = async (name, ...records) => {
          const before = await settled();
          await take(...records);
          told[name] = (await settled()) > before;
        };
        await tells("another note", note("done", "p2", "approved", 6, {rev: 2}));
        await tells("another patient", {...person("p2"), rev: 2});
        await tells("an open note", note("open", "p1", "draft", 2, {rev: 2}));
        await tells("its patient", {...person("p1"), rev: 2});
        await tells("one that is opened again", note("done", "p2", "returned", 6, {rev: 3}));
        const ended_at = new Date(Date.now() - 30 * 3600000).toISOString();
        const visit = {session_date: day(2), performed: "treated"};
        await tells("a task whose patient is not here", note("due", "p3", "approved", 2,
          {fields: {visit, needling: {started_at: ended_at, ended_at}}}));
        await tells("the patient of a task that was not shown", person("p3"));
        stop();
        return told;
        """,
    )
    assert heard == {
        "another note": False,
        "another patient": False,
        "an open note": True,
        "its patient": True,
        "one that is opened again": True,
        "a task whose patient is not here": False,
        "the patient of a task that was not shown": True,
    }


def test_the_recall_shows_its_first_rows_and_prints_all(quiet: Page) -> None:
    more = store(
        quiet,
        RECORDS
        + """
        await take(...Array.from({length: 70}, (_, n) =>
          person(`r${n}`, {"course:c": {started_on: day(90), sessions_planned: 3, interval_weeks: 4}})));
        location.hash = "#/recall-due";
        """,
    )
    assert more is None
    late = quiet.get_by_role("region").or_(quiet.locator("section.group")).filter(has_text="Late").first
    expect(late.locator(".count")).to_have_text("70")
    expect(late.locator("li")).to_have_count(60)
    quiet.get_by_role("button", name="Show more (10 left)").click()
    expect(late.locator("li")).to_have_count(70)
    quiet.evaluate("location.hash = '#/'")
    quiet.locator("h1", has_text="Home").wait_for(state="attached")
    quiet.evaluate("location.hash = '#/recall-due'")
    expect(late.locator("li")).to_have_count(60)
    quiet.evaluate(PRINT)
    quiet.get_by_role("button", name="Print").click()
    assert quiet.evaluate("window.onPaper") == 70

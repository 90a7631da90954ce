"""The tablet's half of the domain (``static/src/core``) against the same examples as the server's, in a real browser."""

import json
import math
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Error

from server.domain import catalogue, completeness, workflow
from server.domain.answers import open_findings
from server.domain.canonical import canonical_json, content_hash
from server.domain.facts import facts
from server.domain.limits import LIMITS
from server.domain.merge import apply_patch
from server.domain.rules import RULE_IDS, RULES, evaluate
from tests.domain.strategies import FEW_UNITS, JUDGED
from tests.domain.test_canonical import JSON
from tests.domain.test_merge import PATCHES, UNITS
from tests.domain.vectors import (
    amended,
    amendment_contents,
    cases,
    changed,
    completeness_content,
    context_of,
    rule_cases,
    verdicts,
)

pytestmark = pytest.mark.e2e
TEXTS = {"text:observations", "text:plan", "text:remarks"}
SERVER_ALONE = {
    "consent": ["age_months"],
    "numbing": [
        "absorbed_mg_lidocaine", "absorbed_mg_prilocaine", "absorbed_mg_per_kg",
        "applied_mg_benzocaine", "applied_mg_prilocaine", "applied_mg_tetracaine",
    ],
    "prp": ["depa_dose", "depa_efficiency", "depa_purity", "depa_activation", "injected_ml", "mishra", "paw"],
}  # fmt: skip
MODULES = {"facts": "facts/index"}
STATIC = Path(__file__).resolve().parent.parent.parent / "static"


@pytest.fixture(scope="module")
def origin():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(STATIC)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        while not answers(address):
            assert server.poll() is None, "the file server ended"
        yield address
        server.terminate()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.URLError:
        return False


@pytest.fixture(scope="module")
def page(browser, origin):
    tab = browser.new_page()
    tab.goto(f"{origin}/src/core/rules.js")
    yield tab
    tab.close()


def core(page, module: str, body: str, given: Any) -> Any:
    """Runs ``body`` with the module's exports as ``core`` and the Python value as ``given``; JSON both ways, as text,
    so that numbers cross as they cross the wire."""
    script = f"""async ([module, given]) => {{
        const core = await import(module);
        return JSON.stringify(await (async (core, given) => {{ {body} }})(core, JSON.parse(given)));
    }}"""
    return json.loads(page.evaluate(script, [f"/src/core/{MODULES.get(module, module)}.js", json.dumps(given)]))


def near(found: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(near(found.get(name), value) for name, value in expected.items())
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return isinstance(found, int | float) and math.isclose(found, expected, abs_tol=1e-6)
    return found == expected


def with_limits(listed: list[dict[str, Any]]) -> dict[str, Any]:
    return {"limits": LIMITS, "rules": RULES, "cases": listed, "forms": catalogue.forms()}


def on_tablet(worked_out: dict[str, dict[str, Any]]) -> Any:
    """The facts without those that only documents of the server show."""
    return as_wire({
        unit: {name: value for name, value in named.items() if name not in SERVER_ALONE.get(unit, ())}
        for unit, named in worked_out.items()
    })  # fmt: skip


def as_wire(value: Any) -> Any:
    return json.loads(json.dumps(value))


def as_found(gaps: list[completeness.Gap]) -> Any:
    """Gaps as the tablet finds them: it has the words for a problem where it shows them."""
    return as_wire([{name: value for name, value in gap.as_dict().items() if name != "message"} for gap in gaps])


def test_clean_text(page):
    given, clean = zip(*cases("clean_text"), strict=True)
    assert core(page, "../lib/text", "return given.map(core.cleanText)", given) == list(clean)


def test_facts(page):
    listed = cases("facts")
    body = "return given.cases.map((c) => core.facts(c.content, {...c.context, limits: given.limits}))"
    for case, found in zip(listed, core(page, "facts", body, with_limits(listed)), strict=True):
        assert near(found, on_tablet(case["expect"])), case["name"]
        assert found == on_tablet(facts(case["content"], context_of(case["context"]))), case["name"]


def test_no_rule_asks_for_a_fact_of_the_server_alone():
    asked = json.dumps([RULES["rows"], LIMITS["derived"], catalogue.forms()])
    assert [n for unit, names in SERVER_ALONE.items() for n in names if f'"{unit}.{n}"' in asked] == []


def test_rules(page):
    listed = rule_cases()
    body = """const { openFindings } = await import("/src/core/answers.js");
        return given.cases.map((c) => {
        const found = core.evaluate(given.rules, c.content, {...c.context, limits: given.limits});
        return {found, open: openFindings(c.content, found, c.acknowledged ?? [])};
    })"""
    for case, answer in zip(listed, core(page, "rules", body, with_limits(listed)), strict=True):
        assert verdicts(answer["found"]) == case["fired"], case["name"]
        findings = evaluate(case["content"], context_of(case["context"]))
        assert answer["found"] == as_wire([one.as_dict() for one in findings]), case["name"]
        still = open_findings(case["content"], findings, case.get("acknowledged", []))
        assert answer["open"] == as_wire([one.as_dict() for one in still]), case["name"]


def test_amendments(page):
    listed = [(case, *amendment_contents(case)) for case in cases("amendments")]
    body = """const { evaluate } = await import("/src/core/rules.js");
        const { openFindings } = await import("/src/core/answers.js");
        return given.cases.map(([c, before, after, written]) => {
            const context = {...written, limits: given.limits};
            const signed = {content: before, findings: evaluate(given.rules, before, context), known: c.known};
            const all = evaluate(given.rules, after, context);
            const found = core.settled(all, after, signed);
            return {found, open: openFindings(core.bound(after, signed, all), found, c.acknowledged)};
        })"""
    for (case, *_), answer in zip(listed, core(page, "amendment", body, with_limits(listed)), strict=True):
        findings, content = amended(case)
        still = open_findings(content, findings, case["acknowledged"])
        assert answer["found"] == as_wire([one.as_dict() for one in findings]), case["name"]
        assert answer["open"] == as_wire([one.as_dict() for one in still]), case["name"]


def test_completeness(page):
    listed = [{**case, "content": completeness_content(case)} for case in cases("completeness")]
    body = """return given.cases.map((c) => ["missing", "advised"].map((name) =>
        core[name](given.forms.note.sections, c.content, {...c.context, limits: given.limits},
                   given.forms.patient.sections)))"""
    for case, (lacking, advised) in zip(listed, core(page, "completeness", body, with_limits(listed)), strict=True):
        context = context_of(case["context"])
        assert [[gap["unit"], gap["field"], gap["problem"]] for gap in lacking] == case["missing"], case["name"]
        assert lacking == as_found(completeness.missing(case["content"], context))
        assert advised == as_found(completeness.advised(case["content"], context))


def test_workflow(page):
    listed = cases("workflow")
    body = "return [core.TRANSITIONS, given.map(([type, state, op]) => core.nextState(type, state, op))]"
    table, found = core(page, "workflow", body, listed)
    assert found == [expected for *_, expected in listed]
    assert table == {
        kind: {step["op"]: {state: step["to"] or state for state in step["from"]} for step in steps}
        for kind, steps in workflow.forms().items()
    }


def test_waiting_operations_lie_over_the_record(page):
    listed = cases("merge", "overlays")
    found = core(page, "merge", "return given.map((c) => core.overlay(c.record, c.ops))", listed)
    for case, shown in zip(listed, found, strict=True):
        expected = case["expect"]
        assert shown == expected if expected is None else {n: shown[n] for n in expected} == expected, case["name"]


def test_reasons(page):
    listed = cases("reasons")
    found = core(page, "reasons", "return given.map(({text}) => core.isLongEnough(text))", listed)
    assert found == [case["counts"] for case in listed]


def test_writers(page):
    body = """return [given.cases.map((c) => core.hasWritten(c.user, c.record)),
                      given.added.map((c) => core.withWriter(c.writers, c.op))]"""
    listed = {"cases": cases("writers"), "added": cases("writers", "added")}
    written, added = core(page, "writers", body, listed)
    assert written == [case["expect"] for case in listed["cases"]]
    assert added == [case["expect"] for case in listed["added"]]


def test_canonical(page):
    listed, hashes = cases("canonical"), cases("canonical", "hashes")
    body = """return {
        texts: given.texts.map((text) => core.canonicalJson(JSON.parse(text))),
        hashes: await Promise.all(given.records.map(core.contentHash)),
        refused: given.refused.map((text) => {
            try { core.canonicalJson(JSON.parse(text)); return false; } catch { return true; }
        }),
    }"""
    texts = {"texts": [case["json"] for case in listed], "refused": cases("canonical", "refused")}
    found = core(page, "canonical", body, {**texts, "records": [case["record"] for case in hashes]})
    assert found["texts"] == [case["canonical"] for case in listed]
    assert found["hashes"] == [case["hash"] for case in hashes]
    assert all(found["refused"])


def gathered(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Values drawn by Hypothesis, to be judged in one visit to the browser."""
    drawn: list[Any] = []

    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategy)
    def gather(value: Any) -> None:
        drawn.append(value)

    gather()
    return drawn


def test_both_languages_write_the_same_canonical_text(page):
    values = gathered(JSON, 600) + gathered(st.floats(allow_nan=False, allow_infinity=False), 600)
    body = "return given.map((value) => core.canonicalJson(value))"
    assert core(page, "canonical", body, values) == [canonical_json(value).decode() for value in values]


def test_both_languages_come_to_the_same_hash(page):
    contents = gathered(st.dictionaries(st.sampled_from(["visit", "zone:chin", "text:plan"]), PATCHES), 200)
    records = [{"id": "n1", "patient_id": "p1", "type": "note", "fields": fields} for fields in contents]
    found = core(page, "canonical", "return Promise.all(given.map(core.contentHash))", records)
    assert found == [content_hash("n1", "p1", "note", fields) for fields in contents]


def test_both_languages_apply_a_patch_alike(page):
    pairs = gathered(st.tuples(UNITS, PATCHES), 300)
    found = core(page, "merge", "return given.map(([unit, patch]) => core.applyPatch(unit, patch))", pairs)
    assert found == [apply_patch(unit, patch) for unit, patch in pairs]


def test_both_languages_judge_every_note_alike(page):
    """Facts, findings and gaps of notes drawn from the whole catalogue, and of every example of a rule with something
    drawn laid over it, in one visit to the browser."""
    near = zip(rule_cases(), gathered(FEW_UNITS, 400), strict=False)
    drawn = gathered(JUDGED, 500)
    drawn += [(changed(case["content"], more), case["context"]) for case, more in near]
    body = """
        const { evaluate } = await import("/src/core/rules.js");
        const { missing } = await import("/src/core/completeness.js");
        return given.cases.map(([content, context]) => {
            const around = {...context, limits: given.limits};
            return [core.facts(content, around), evaluate(given.rules, content, around),
                    missing(given.forms.note.sections, content, around, given.forms.patient.sections)];
        });"""
    fired = set()
    for (content, written), (found, findings, gaps) in zip(
        drawn, core(page, "facts", body, with_limits(drawn)), strict=True
    ):
        context = context_of(written)
        expected = [one.as_dict() for one in evaluate(content, context)]
        assert found == on_tablet(facts(content, context))
        assert findings == as_wire(expected)
        assert gaps == as_found(completeness.missing(content, context))
        fired |= {one["rule"] for one in expected}
    units = {unit.partition(":")[0] for content, _context in drawn for unit in content}
    assert {section.unit for section in catalogue.RECORD_TYPES["note"].sections} <= units | {"override"} | TEXTS
    assert len(fired) > 80, sorted(set(RULE_IDS) - fired)


def test_core_needs_no_page(page):
    """Every module of core loads by itself and imports only core."""
    names = sorted(path.stem for path in (STATIC / "src/core").glob("*.js"))
    try:
        loaded = [core(page, name, "return Object.keys(core).length", None) for name in names]
    except Error as error:
        pytest.fail(str(error))
    assert [name for name, exported in zip(names, loaded, strict=True) if not exported] == []
    text = "\n".join((STATIC / f"src/core/{name}.js").read_text("utf-8") for name in names)
    sources = re.findall(r'^(?:import\b|\} from).*"(.+)";$', text, re.MULTILINE)
    assert sources
    assert all(re.fullmatch(r"\./[a-z0-9-]+\.js", source) for source in sources)

"""The tablet's copy of the domain rules (``static/src/core``) against the same examples as the server's."""

import json
import math
import re
from typing import Any

from server.domain import catalogue, completeness, permissions, workflow
from server.domain.answers import open_findings
from server.domain.card_rules import CARDS
from server.domain.facts import facts
from server.domain.limits import LIMITS
from server.domain.rules import RULES
from tests.domain.vectors import (
    amended,
    amendment_contents,
    cases,
    completeness_content,
    context_of,
    decision_case,
    judged_cases,
    load,
    rule_cases,
    verdicts,
)
from tests.node.page import ROOT, NodePage

TEXTS = {"text:observations", "text:plan", "text:remarks"}
SERVER_ALONE = {
    "numbing": [
        "absorbed_mg_lidocaine", "absorbed_mg_prilocaine", "absorbed_mg_per_kg",
        "applied_mg_benzocaine", "applied_mg_prilocaine", "applied_mg_tetracaine",
    ],
    "prp": ["depa_dose", "depa_efficiency", "depa_purity", "depa_activation", "injected_ml", "mishra", "paw"],
}  # fmt: skip
SOURCES = ROOT / "static/src/core"


def core(page: NodePage, module: str, body: str, given: Any) -> Any:
    """Runs ``body`` with the module's exports as ``core`` and the Python value as ``given``; JSON both ways, as text,
    so that numbers cross as they cross the wire."""
    script = f"""async ([module, given]) => {{
        const core = await import(module);
        return JSON.stringify(await (async (core, given) => {{ {body} }})(core, JSON.parse(given)));
    }}"""
    return json.loads(page.evaluate(script, [f"/src/core/{module}.js", json.dumps(given)]), parse_int=as_double)


def as_double(digits: str) -> float:
    """Beyond 2**53 a whole number on the wire is the double it came from."""
    whole = int(digits)
    return whole if abs(whole) <= 2**53 else float(whole)


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
        unit: {name: value for name, value in named.items() if name not in SERVER_ALONE.get(unit.partition(":")[0], ())}
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
    for case, found in zip(listed, core(page, "facts/index", body, with_limits(listed)), strict=True):
        assert near(found, on_tablet(case["expect"])), case["name"]
        assert found == on_tablet(facts(case["content"], context_of(case["context"]))), case["name"]


def test_no_rule_asks_for_a_fact_of_the_server_alone():
    asked = json.dumps([RULES["rows"], LIMITS["derived"], catalogue.forms()])
    assert [n for unit, names in SERVER_ALONE.items() for n in names if f'"{unit}.{n}"' in asked] == []


def test_context(page):
    listed = cases("context")
    body = """return given.cases.map(({note, notes}) => {
        const around = {patient: {a: {}}, now: "now", limits: given.limits, used_units: ["U-1"]};
        const {same_day, completes, decided, limits, ...found} = core.noteContext(note.id, note.fields, notes, around);
        const idOf = (content) => notes.find(({fields}) => fields === content)?.id ?? null;
        return {...found, same_day: same_day.map(idOf), completes: idOf(completes)};
    })"""
    rest = {"patient": {"a": {}}, "now": "now", "used_units": ["U-1"], "type": "note"}
    for case, found in zip(listed, core(page, "context", body, with_limits(listed)), strict=True):
        around = {"note_id": case["note"]["id"], "completes": case.get("completes")}
        assert found == {"previous_here": case["expect"]["previous"]} | case["expect"] | rest | around, case["name"]


def test_rules(page):
    body = """const { openFindings } = await import("/src/core/answers.js");
        return given.cases.map((c) => {
        const found = core.evaluate(given.rules, c.content, {...c.context, limits: given.limits});
        return {found, open: openFindings(c.content, found, c.acknowledged ?? [])};
    })"""
    answers = core(page, "rules", body, with_limits(rule_cases()))
    for (case, findings), answer in zip(judged_cases(), answers, strict=True):
        assert verdicts(answer["found"]) == case["fired"], case["name"]
        assert answer["found"] == as_wire([one.as_dict() for one in findings]), case["name"]
        still = open_findings(case["content"], findings, case.get("acknowledged", []))
        assert answer["open"] == as_wire([one.as_dict() for one in still]), case["name"]


def test_cards(page):
    body = """const { openFindings } = await import("/src/core/answers.js");
        const plain = {message: "", fields: [], numbers: {}, source: "", at: null, since: null};
        const whole = ({findings}) => findings.map((one) => ({...plain, ...one}));
        return [given.cards.map((c) => core.cardsOf(whole(c))),
                given.answers.map((c) => openFindings(c.content, whole(c), c.acknowledged))];"""
    listed = {"cards": cases("cards"), "answers": cases("cards", "answers")}
    cards, still = core(page, "cards", body, listed)
    for case, found in zip(listed["cards"], cards, strict=True):
        assert [[one["rule"] for one in card["findings"]] for card in found] == case["cards"], case["name"]
        assert [card["head"]["rule"] for card in found] == case["heads"], case["name"]
    for case, found in zip(listed["answers"], still, strict=True):
        assert [one["rule"] for one in found] == case["open"], case["name"]


def test_figures_of_a_sentence(page):
    listed = cases("sentences")
    body = "return given.cases.map(([value, way]) => core.written(value, way, given.rules.figures))"
    found = core(page, "sentences", body, {"rules": RULES, "cases": listed})
    assert found == [text for _value, _way, text in listed]


def test_the_rules_of_a_card_are_the_same(page):
    assert core(page, "card-rules", "return core.CARDS", None) == {name: list(rules) for name, rules in CARDS.items()}


def test_decisions(page):
    listed = [decision_case(case) for case in cases("decisions")]
    body = """return given.cases.map(([content, patient, notes]) =>
        core.noteContext("n3", content, notes,
            {patient, now: "", limits: given.limits, used_units: []}).decided);"""
    found = core(page, "context", body, with_limits(listed))
    assert found == [case["decided"] for case in cases("decisions")]


def test_amendments(page):
    listed = [(case, *amendment_contents(case)) for case in cases("amendments")]
    body = """const { evaluate } = await import("/src/core/rules.js");
        const { openFindings } = await import("/src/core/answers.js");
        return given.cases.map(([c, before, after, written]) => {
            const context = {...written, limits: given.limits};
            const signed = {content: before, findings: evaluate(given.rules, before, context), kept: c.known,
                patient: written.patient};
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
    advice = 0
    for case, (lacking, advised) in zip(listed, core(page, "completeness", body, with_limits(listed)), strict=True):
        context = context_of(case["context"])
        assert [[gap["unit"], gap["field"], gap["problem"]] for gap in lacking] == case["missing"], case["name"]
        assert lacking == as_found(completeness.missing(case["content"], context))
        if expected := expected_advice(case, listed[0]["advised"]):
            advice += 1
            assert sorted([gap["unit"], gap["field"]] for gap in advised) == sorted(expected), case["name"]
        else:
            assert advised == [] or "advised" not in case, case["name"]
    assert advice > 3


def expected_advice(case: dict[str, Any], complete: list[Any]) -> list[Any]:
    """Written out, or as it differs from that about the complete note; empty where the case says nothing of it."""
    if "advised_more" not in case:
        return case.get("advised", [])
    return [one for one in complete if one not in case["advised_less"]] + case["advised_more"]


def test_workflow(page):
    listed = cases("workflow")
    body = "return [core.TRANSITIONS, given.map(([type, state, op]) => core.nextState(type, state, op))]"
    table, found = core(page, "workflow", body, listed)
    assert found == [expected for *_, expected in listed]
    assert table == {
        kind: {step["op"]: {state: step["to"] or state for state in step["from"]} for step in steps}
        for kind, steps in workflow.forms().items()
    }


def test_the_served_workflow_is_gone_by(page):
    """That of the server when it tells one; what this release holds serves tablets whose forms are older."""
    note = workflow.forms()["note"]
    fewer = {"note": [step for step in note if step["op"] != "amend"]}
    body = """const found = given.map((table) => {
        core.setWorkflow(table ?? undefined);
        return [core.nextState("note", "signed", "amend"), core.nextState("note", "draft", "patch")];
    });
    return found"""
    expected = [["signed", "draft"], [None, "draft"], ["signed", "draft"]]
    assert core(page, "workflow", body, [workflow.forms(), fewer, None]) == expected


def test_permissions(page):
    """By the served table, and the same by that of the release while the forms have none."""
    listed = cases("permissions")
    body = """return [core.SHIPPED, given.forms.map((forms) => given.cases.map(({actor, record}) =>
        Object.keys(core.SHIPPED).filter((action) => core.can(action, actor, record, forms))))]"""
    shipped, found = core(
        page, "permissions", body, {"cases": listed, "forms": [{"permissions": permissions.forms()}, {}, None]}
    )
    assert shipped == permissions.forms()
    everybody = cases("permissions", "everybody")
    expected = [sorted([*everybody, *case["may"]]) for case in listed]
    assert [[sorted(actions) for actions in by_case] for by_case in found] == [expected] * 3


def test_what_the_table_does_not_grant_is_not_offered(page):
    body = """const boss = {id: "b", role: "supervisor", treats: true};
        return ["note.sign", "note.list", "note.void", "unheard.of"].map((action) =>
            core.can(action, boss, null, {permissions: given}))"""
    table = {"note.list": [["is_supervisor"]], "note.void": [["is_supervisor", "has_signed_the_register"]]}
    assert core(page, "permissions", body, table) == [False, True, False, False]


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
    real = cases("reasons", "real")
    found = core(page, "reasons", "return given.map(({text}) => core.isRealReason(text))", real)
    assert found == [case["counts"] for case in real]


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


def test_core_needs_no_page(page):
    """Every module of core loads by itself and imports only core."""
    paths = sorted(SOURCES.rglob("*.ts"))
    names = [path.relative_to(SOURCES).with_suffix("").as_posix() for path in paths]
    loaded = [core(page, name, "return Object.keys(core).length", None) for name in names]
    empty = [name for name, exported in zip(names, loaded, strict=True) if not exported]
    assert empty == ["patient-page/types"], "all but the one that holds types alone"
    text = re.sub(r"^import type [^;]*;", "", "\n".join(path.read_text("utf-8") for path in paths), flags=re.MULTILINE)
    sources = re.findall(r'^(?:import\b|\} from).*"(.+)";$', text, re.MULTILINE)
    assert sources
    assert all(re.fullmatch(r"\.{1,2}/[a-z0-9/-]+\.js", source) for source in sources)


def test_every_shape_of_a_note_is_read_alike(page: NodePage) -> None:
    vectors = load("views")
    units = "return given.map((c) => core.unitsOf(c.content, c.section));"
    assert core(page, "units", units, vectors["units_of"]) == [case["expect"] for case in vectors["units_of"]]
    sites = core(page, "views", "return given.map((c) => core.sitesOf(c.content));", vectors["sites_of"])
    assert sites == [case["expect"] for case in vectors["sites_of"]]
    runs = "return given.map((c) => [core.runsOf(c.zone), core.passesSum(c.zone)]);"
    expected = [[case["expect"], case["passes_sum"]] for case in vectors["runs_of"]]
    assert core(page, "views", runs, vectors["runs_of"]) == expected
    shots = "return given.map((c) => [core.laOf(c.content), core.unlabelledCreamsOf(c.content)]);"
    assert core(page, "views", shots, vectors["la_of"]) == [
        [case["expect"], case["creams"]] for case in vectors["la_of"]
    ]

"""The twelve cases through the API: what the server asks before it takes the signature is what the tablet shows, from
the same records, figure for figure; and what is signed holds it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests import twelve
from tests.conftest import LONG_ON_SQLITE
from tests.node.page import NodePage
from tests.tablet import ANSWERED_ONCE, Tablet
from tests.twelve import Case, Content

pytestmark = pytest.mark.slow

JUDGED = """async ({forms, note, notes, others, patient}) => {
  const [{noteContext}, {usedUnits, unitsInUse}, {evaluate}] = await Promise.all(
    ["context", "traceability", "rules"].map((name) => import("/src/core/" + name + ".js")));
  const used = usedUnits(note.fields, note.id, unitsInUse([...notes, ...others]));
  const around = {patient: patient.fields, now: new Date().toISOString(), limits: forms.limits, used_units: used};
  return evaluate(forms.rules, note.fields, noteContext(note.id, note.fields, notes, around));
}"""


@pytest.fixture(scope="module")
def node() -> Iterator[NodePage]:
    with NodePage() as page:
        yield page


def new_patient(tablet: Tablet, case: Case) -> str:
    told = {"identity": twelve.IDENTITY, "body": twelve.BODY} | case.patient
    patient = tablet.new_patient(**told.pop("identity"))
    for unit in told:
        now = tablet.get(f"/patients/{patient['id']}").json
        gone = dict.fromkeys(ANSWERED_ONCE.get(unit, {}))
        tablet.patch(now, unit, gone | told[unit])
    return str(patient["id"])


def new_note(tablet: Tablet, patient_id: str, content: Content) -> dict[str, Any]:
    return tablet.new_note(patient_id, twelve.operated_by(tablet.person.id, content))


def on_tablet(node: NodePage, tablet: Tablet, note: dict[str, Any], others: list[Any]) -> list[dict[str, Any]]:
    """What the tablet finds in the records as the server gave them."""
    patient = tablet.get(f"/patients/{note['patient_id']}").json
    notes = [tablet.get(f"/notes/{head['id']}").json for head in patient["notes"]]
    forms = tablet.get("/forms").json
    given = {"forms": forms, "note": note, "notes": notes, "others": others, "patient": patient}
    return node.evaluate(JUDGED, given)


def words(finding: dict[str, Any]) -> str:
    return " ".join(filter(None, (finding["rule"], finding["at"], finding["severity"])))


def asking(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in findings if one["severity"] != "info"]


def answered(tablet: Tablet, note: dict[str, Any], findings: list[dict[str, Any]]) -> dict[str, Any]:
    """The note with a reason of its author for each rule that asks for one."""
    for rule in dict.fromkeys(one["rule"] for one in findings if one["severity"] in ("reason", "reason*")):
        judged = [{"fp": one["fp"]} for one in findings if one["rule"] == rule]
        text = {"text": "Seen, discussed and decided today.", "judged": judged}
        note = tablet.patch(note, f"reason:{rule}", text)["record"]
    return note


@pytest.mark.parametrize("case", twelve.CASES, ids=lambda case: case.key)
@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_server_and_tablet_find_the_same(node: NodePage, ana: Tablet, case: Case) -> None:
    patient_id = new_patient(ana, case)
    others = [ana.new_note(fields=content) for content in case.elsewhere]
    for content in case.before:
        sign(ana, new_note(ana, patient_id, content))
    note = new_note(ana, patient_id, case.content)
    shown = on_tablet(node, ana, note, others)
    asked = asking(shown)
    assert sorted(words(one) for one in asked if one["rule"] not in case.later) == sorted(case.asks)
    if asked:
        refused = ana.push_one(ana.sign_op(note))["error"]
        assert (refused["missing"], refused["findings"]) == ([], asked)
    if any(one["severity"] == "block" for one in asked):
        return
    assert sign(ana, answered(ana, note, asked), asked)["findings"] == shown


def sign(tablet: Tablet, note: dict[str, Any], asked: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    warned = [one["rule"] for one in asked or [] if one["severity"] == "warn"]
    result = tablet.push_one(tablet.sign_op(note, acknowledged=warned))
    assert result["status"] == "applied", result
    return result["record"]


def refused(tablet: Tablet, note: dict[str, Any]) -> list[str]:
    return [words(one) for one in tablet.push_one(tablet.sign_op(note))["error"]["findings"]]


def test_w6_a_colleague_calls_on_day_seven(ana: Tablet, ben: Tablet, boss: Tablet) -> None:
    approved = boss.act("approve", ana.signed_note())["record"]
    about = {"note_id": approved["id"], "note_version_seen": 1, "point": "T7d", "how": "phone", "reached": "yes"}
    seen = {"itch": 2, "new_lesions": ["papules"], "sites": [{"site": "cheek_left", "finding": "Papules", "grade": 2}]}
    fields = {"about": about | {"at": twelve.at("10:00", "2026-11-27")}, "seen": seen}
    fields["flags"] = {"answer": "open_event"}
    op = ben.op("create", "follow_up", str(uuid4()), patient_id=approved["patient_id"], fields=fields)
    signed = ben.act("sign", ben.push_one(op)["record"])["record"]
    assert [words(one) for one in signed["findings"]] == ["O04 reason"]
    assert (signed["state"], signed["author_id"]) == ("signed", ben.person.id)
    events = [
        unit for key, unit in ana.get(f"/patients/{approved['patient_id']}").json["fields"].items() if key[:3] == "ae:"
    ]
    assert [(event["term"], event["note_id"]) for event in events] == [("granuloma", approved["id"])]
    assert ana.get(f"/notes/{approved['id']}").json == approved


def test_w7_what_is_learned_on_day_three_informs_and_locks_nothing(ana: Tablet, boss: Tablet) -> None:
    numbing = twelve.cream("emla", 30, 200, "08:00", "09:00")
    patient_id = new_patient(ana, Case("W7", {}))
    approved = boss.act("approve", sign(ana, new_note(ana, patient_id, twelve.visit(numbing=numbing))))["record"]
    allergy = {"substance": "lidocaine", "reaction": "contact dermatitis", "severity": "moderate"}
    patient = ana.get(f"/patients/{patient_id}").json
    assert ana.patch(patient, f"allergy:{twelve.B}", allergy)["status"] == "applied"
    zone = approved["fields"]["zone:cheek_left"]
    changes = {"zone:cheek_left": {"base": zone, "patch": {"depth_mm": [0.75]}}}
    amended = ana.act("amend", approved, reason="The depth was misread.", changes=changes)
    assert amended["status"] == "applied", amended
    found = {one["rule"]: (one["severity"], one["since"], one["was"]) for one in amended["record"]["findings"]}
    assert found["A11"] == ("info", "learned", "reason")


@pytest.mark.parametrize(
    "more", [{}, {"zone:upper_lip": {"depth_mm": [0.5], "passes": 2, "endpoint": "light_erythema"}}]
)
def test_w8_an_override_holds_for_the_sites_it_was_given_for(ana: Tablet, boss: Tablet, more: Content) -> None:
    note = new_note(ana, new_patient(ana, Case("W8", {})), twelve.visit(check={"hsv_active": "yes"}))
    error = ana.push_one(ana.sign_op(note))["error"]
    assert [words(one) for one in error["findings"]] == ["P04 reason*"]
    said = {"text": "Sore is on the lip, cheeks are clear.", "judged": [{"fp": error["findings"][0]["fp"]}]}
    note = boss.patch(note, "override:P04", said)["record"]
    for unit, values in more.items():
        note = ana.patch(note, unit, values)["record"]
    if more:
        assert refused(ana, note) == ["P04 reason*"]
        assert note["fields"]["override:P04"]["text"] == said["text"]
    else:
        sign(ana, note)

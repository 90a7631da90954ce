"""Words written for some values say nothing of others: the answers of authors and supervisors, tried by a stranger.

Each attack gives an answer in one way, changes in another way what was judged, and must be asked again.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow

WORDS = "Outer bag only, the blister was intact."
OTHER = {
    "another value of the same part": ("device", {"single_use_confirmed": "no"}),
    "another part of the same kind": (
        "device:0191a1c0-0000-7000-8000-0000000000d2",
        {"product": "skinpen", "sterile_intact": "no"},
    ),
}
Attack = Callable[[Tablet, Tablet, Tablet], dict[str, Any]]


@pytest.fixture
def held(cast: Any) -> tuple[Tablet, Tablet, Tablet]:
    return Tablet(cast, "practitioner"), Tablet(cast, "colleague"), Tablet(cast, "supervisor")


def unsterile(ana: Tablet) -> dict[str, Any]:
    note = ana.new_note(fields=signable(ana.person.id))
    return ana.patch(note, "device", {"sterile_intact": "no"})["record"]


def findings(tablet: Tablet, note: dict[str, Any]) -> list[dict[str, Any]]:
    refused = tablet.push_one(tablet.sign_op(note))
    assert refused["status"] == "rejected", "signed without being asked"
    found: list[dict[str, Any]] = refused["error"]["findings"]
    return found


def answer(tablet: Tablet, note: dict[str, Any], found: dict[str, Any], kind: str = "reason") -> dict[str, Any]:
    said = {"text": WORDS, "judged": [{"at": found["at"], "fp": found["fp"]}]}
    result = tablet.patch(note, f"{kind}:{found['rule']}", said)
    assert result["status"] == "applied", result
    return result["record"]


def n05(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in found if one["rule"] == "N05"]


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER.keys())
@pytest.mark.parametrize("kind", ["reason", "override"])
def test_w5_an_answer_is_void_for_what_is_entered_afterwards(held: Any, kind: str, change: Any) -> None:
    ana, _ben, boss = held
    note = unsterile(ana)
    (found,) = n05(findings(ana, note))
    note = answer(ana if kind == "reason" else boss, note, found, kind)
    later = ana.patch(note, *change)["record"]
    assert n05(findings(ana, later)) != []
    assert later["fields"][f"{kind}:N05"]["text"] == WORDS


def test_w5_the_words_hold_again_for_the_very_values_they_were_for(held: Any) -> None:
    ana, _ben, _boss = held
    note = unsterile(ana)
    note = answer(ana, note, n05(findings(ana, note))[0])
    note = ana.patch(note, "device", {"single_use_confirmed": "no"})["record"]
    note = ana.patch(note, "device", {"single_use_confirmed": None})["record"]
    assert ana.push_one(ana.sign_op(note))["status"] == "applied"


def test_w5_a_colleague_who_changes_the_value_voids_the_words(held: Any) -> None:
    ana, ben, _boss = held
    note = unsterile(ana)
    note = answer(ana, note, n05(findings(ana, note))[0])
    merged = ben.patch(note, "device", {"single_use_confirmed": "no"})["record"]
    assert n05(findings(ana, merged)) != []


def test_w5_a_conflict_decided_for_another_value_voids_the_words(held: Any) -> None:
    ana, ben, _boss = held
    note = unsterile(ana)
    answered = answer(ana, note, n05(findings(ana, note))[0])
    changed = ana.patch(answered, "device", {"single_use_confirmed": "yes"})["record"]
    clash = ben.push_one(ben.patch_op(note, "device", {"single_use_confirmed": "no"}))
    if clash["status"] == "conflict":
        conflict = ben.conflicts()[-1]["fields"]
        chosen = conflict["mine"]["value"]
        decision = {"base": conflict["theirs"]["value"], "mine": chosen, "patch": chosen}
        assert ana.push_one(ana.op("resolve", "conflict", clash["conflict_id"], **decision))["status"] == "applied"
    assert changed["fields"]["reason:N05"]["text"] == WORDS
    current = ana.get(f"/notes/{note['id']}").json
    assert current["fields"]["device"]["single_use_confirmed"] == "no"
    assert n05(findings(ana, current)) != []


def test_w5_words_for_one_note_say_nothing_of_another(held: Any) -> None:
    """The author copies a supervisor's words, with their fingerprint, into a note of their own."""
    ana, _ben, boss = held
    first = unsterile(ana)
    first = answer(boss, first, n05(findings(ana, first))[0], "override")
    second = ana.new_note(fields=signable(ana.person.id))
    taken = ana.patch(second, "override:N05", first["fields"]["override:N05"])
    assert (taken["status"], taken["error"]["code"]) == ("rejected", "not_allowed")
    made = ana.op(
        "create",
        "note",
        "0191a1c0-0000-7000-8000-00000000aaaa",
        patient_id=second["patient_id"],
        fields={"override:N05": first["fields"]["override:N05"]},
    )
    assert ana.push_one(made)["error"]["code"] == "not_allowed"


def test_w5_a_reason_written_ahead_without_values_answers_nothing(held: Any) -> None:
    """In the form of version 0.1.0, before there was anything to give a reason for."""
    ana, _ben, _boss = held
    note = ana.new_note(fields=signable(ana.person.id))
    note = ana.patch(note, "reason:N05", {"text": WORDS})["record"]
    note = ana.patch(note, "device", {"sterile_intact": "no"})["record"]
    assert n05(findings(ana, note)) != []


def test_w5_an_override_written_ahead_is_not_the_supervisors_word_for_what_came_after(held: Any) -> None:
    ana, _ben, boss = held
    note = ana.new_note(fields=signable(ana.person.id))
    note = boss.patch(note, "override:N05", {"text": WORDS})["record"]
    note = ana.patch(note, "device", {"sterile_intact": "no"})["record"]
    (found,) = n05(findings(ana, note))
    assert found["severity"] == "reason*"
    signed = ana.push_one(ana.sign_op(answer(ana, note, found)))["record"]
    refused = boss.act("approve", signed)
    assert (refused["status"], [one["rule"] for one in refused["error"]["findings"]]) == ("rejected", ["N05"])
    assert boss.act("approve", signed, comment="Seen, and the blister was whole.")["status"] == "applied"


def test_w5_an_override_of_before_holds_for_the_values_it_was_written_for(held: Any) -> None:
    ana, _ben, boss = held
    note = unsterile(ana)
    note = boss.patch(note, "override:N05", {"text": WORDS})["record"]
    signed = ana.push_one(ana.sign_op(note))["record"]
    assert boss.act("approve", signed)["status"] == "applied"


def test_w5_an_answer_in_the_quarantine_is_not_one_until_it_is_entered(held: Any, cast: Any) -> None:
    ana, ben, boss = held
    note = unsterile(ana)
    (found,) = n05(findings(ana, note))
    op = ben.patch_op(note, "reason:N05", {"text": WORDS, "judged": [{"fp": found["fp"]}]})
    body = {
        "version": 1,
        "clinic_id": cast["practitioner"].actor.clinic_id,
        "device_id": ben.person.device["id"],
        "ops": [op],
    }
    assert boss.client.post("/api/v1/quarantine/import", json=body).status_code == 200
    assert n05(findings(ana, note)) != []

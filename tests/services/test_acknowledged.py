"""A warning is acknowledged as it was shown: its rule, its place and what it judged, and nothing that came after."""

from tests.tablet import signable

DEEP = {"depth_mm": [1.25], "passes": 2, "endpoint": "light_erythema"}


def note_with(ana, *sites):
    return ana.new_note(fields=signable(ana.person.id) | {f"zone:{site}": DEEP for site in sites})


def standing(ana, note, acknowledged):
    return ana.push_one(ana.sign_op(note, acknowledged=acknowledged))["error"]["findings"]


def shown(found):
    return [{name: one[name] for name in ("rule", "at", "fp")} for one in found]


def test_a_warning_noted_at_one_place_is_not_noted_at_another(ana):
    note = note_with(ana, "forehead")
    seen = shown(standing(ana, note, []))
    more = ana.patch(note, "zone:glabella", DEEP)["record"]
    left = standing(ana, more, seen)
    assert {one["at"] for one in left if one["severity"] == "warn"} == {"zone:glabella"}
    signed = ana.push_one(ana.sign_op(more, acknowledged=[*seen, *shown(left)]))
    assert signed["status"] == "applied", signed


def test_a_warning_noted_for_other_values_is_asked_again(ana):
    note = note_with(ana, "forehead")
    seen = shown(standing(ana, note, []))
    deeper = ana.patch(note, "zone:forehead", {"depth_mm": [1.3]})["record"]
    assert {one["at"] for one in standing(ana, deeper, seen)} == {"zone:forehead"}


def test_the_signature_keeps_what_was_noted_of_its_own_findings_and_no_invented_fingerprint(ana):
    note = note_with(ana, "forehead")
    seen = shown(standing(ana, note, []))
    forged = {"rule": "P08", "at": None, "fp": "0" * 64}
    record = ana.push_one(ana.sign_op(note, acknowledged=[*seen, forged]))["record"]
    assert record["signatures"][-1]["acknowledged"] == seen


def test_an_op_of_version_0_1_0_names_rules(ana):
    note = note_with(ana, "forehead")
    rules = sorted({one["rule"] for one in standing(ana, note, [])})
    assert ana.push_one(ana.sign_op(note, acknowledged=rules))["record"]["signatures"][-1]["acknowledged"] == rules


def test_an_acknowledgement_has_exactly_these_names(ana):
    note = note_with(ana, "forehead")
    for wrong in (
        {"rule": "N02"},
        {"rule": "N02", "at": None, "fp": "short"},
        7,
        {"rule": "N02", "fp": "0" * 64, "x": 1},
    ):
        assert ana.push_one(ana.sign_op(note, acknowledged=[wrong]))["status"] != "applied"

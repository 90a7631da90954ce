"""The clinic's limits: changed with a reason, kept version by version, approved by name, and what signing goes by."""

from copy import deepcopy
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db
from server.domain.errors import Invalid, StaleVersion, WrongState
from server.domain.limits import LIMITS
from server.models import LimitsVersion
from server.services.audit import verify_chain
from server.services.limits import approve_limits, current_limits, list_versions, read_limits, save_limits
from tests.cast import PEOPLE
from tests.tablet import Tablet, signable

ADMIN, SUPERVISOR = PEOPLE["admin"].actor, PEOPLE["supervisor"].actor
NORTH, SOUTH = ADMIN.clinic_id, PEOPLE["outsider"].actor.clinic_id
WHY = "Our clinic's own audit of March."


def save(base: int, changes: dict[str, Any]) -> Any:
    begin_write()
    saved = save_limits(ADMIN, base, changes, WHY)
    db.session.commit()
    return saved


def approve(base: int) -> Any:
    begin_write()
    approved = approve_limits(SUPERVISOR, base)
    db.session.commit()
    return approved


def test_until_a_clinic_changes_them_the_limits_are_those_that_ship(inside: Flask) -> None:
    found = read_limits(NORTH)
    assert (found.version, found.table, found.as_dict()["approved"]) == (0, LIMITS, None)


def test_a_change_is_a_new_version_of_this_clinic_alone(inside: Flask) -> None:
    before = deepcopy(LIMITS)
    save(0, {"zones.cheek.warn_mm": 1.25, "anaesthetics.emla.max_g": None})
    table = current_limits(NORTH)
    assert table["zones"]["cheek"] == {**LIMITS["zones"]["cheek"], "warn_mm": 1.25}
    assert table["anaesthetics"]["emla"]["max_g"] is None
    assert table["version"] == f"{LIMITS['version']}+1"
    assert current_limits(SOUTH) == LIMITS == before


def test_two_who_saw_the_same_version_cannot_both_change_it(inside: Flask) -> None:
    save(0, {"zones.cheek.warn_mm": 1.25})
    begin_write()
    with pytest.raises(StaleVersion) as refusal:
        save_limits(SUPERVISOR, 0, {"zones.chin.warn_mm": 1.0}, WHY)
    assert refusal.value.extra == {"version": 1}


def test_approval_names_the_person_and_falls_with_the_next_change(inside: Flask) -> None:
    approved = approve(0)
    assert (approved.version, approved.as_dict()["approved"]["name"]) == (1, "Supervisor Person")
    begin_write()
    with pytest.raises(WrongState):
        approve_limits(SUPERVISOR, 1)
    db.session.rollback()
    assert save(1, {"interval.warn_days": 35}).as_dict()["approved"] is None
    begin_write()
    with pytest.raises(StaleVersion):
        approve_limits(SUPERVISOR, 1)
    db.session.rollback()
    assert approve(2).as_dict()["approved"]["name"] == "Supervisor Person"
    assert verify_chain(NORTH) is None


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"zones.cheek.warn_mm": -1}, "zones.cheek.warn_mm"),
        ({"zones.cheek.warn_mm": "1.5"}, "zones.cheek.warn_mm"),
        ({"zones.cheek.warn_mm": True}, "zones.cheek.warn_mm"),
        ({"zones.cheek.warn_mm": None}, "zones.cheek.warn_mm"),
        ({"zones.cheek.warn_mm": 2.5}, "zones.cheek.warn_mm"),
        ({"zones.cheek.reason_mm": 1.0}, "zones.cheek.warn_mm"),
        ({"zones.cheek.wallet": 1}, "zones.cheek.wallet"),
        ({"zones.eyelid.never": False}, "zones.eyelid.never"),
        ({"zones.cheek": {}}, "zones.cheek"),
        ({"zones.tooth.warn_mm": 1}, "zones.tooth.warn_mm"),
        ({"devices.skinpen.label": "Pen"}, "devices.skinpen.label"),
        ({"devices.skinpen.evaluated_mm": 3}, "devices.skinpen.evaluated_mm"),
        ({"zones.cheek.scars_mm": [1.5, 1.0]}, "zones.cheek.scars_mm"),
        ({"zones.cheek.scars_mm": []}, "zones.cheek.scars_mm"),
        ({"zones.cheek.source": " "}, "zones.cheek.source"),
        ({"interval.reason_days": 40}, "interval.reason_days"),
        ({"prp.rcf_constant": 1}, "prp.rcf_constant"),
        ({"version": "mine"}, "version"),
        ({"__proto__.x": 1}, "__proto__.x"),
        ({"zones.chin.warn_mm": 1.5}, "changes"),
    ],
)
def test_a_bad_limit_is_refused_and_nothing_is_lost(inside: Flask, changes: dict[str, Any], path: str) -> None:
    begin_write()
    with pytest.raises(Invalid) as refusal:
        save_limits(ADMIN, 0, {"zones.nose.source": "[DRPEN]", **changes} if path != "changes" else changes, WHY)
    assert list(refusal.value.extra["fields"]) == [path]
    db.session.rollback()
    assert read_limits(NORTH).version == 0


def test_the_history_tells_who_changed_what_and_why(inside: Flask) -> None:
    save(0, {"zones.cheek.warn_mm": 1.25})
    approve(1)
    save(2, {"zones.cheek.warn_mm": 1.0, "interval.warn_days": 30})
    page = list_versions(ADMIN, 2, None)
    assert [(item["version"], item["author_name"], len(item["changes"])) for item in page["items"]] == [
        (3, "Admin Person", 2),
        (2, "Supervisor Person", 0),
    ]
    assert {"path": "zones.cheek.warn_mm", "before": 1.25, "after": 1.0} in page["items"][0]["changes"]
    rest = list_versions(ADMIN, 2, page["next"])
    assert rest["items"][0]["reason"] == WHY
    assert rest["items"][0]["changes"] == [{"path": "zones.cheek.warn_mm", "before": 1.5, "after": 1.25}]
    assert rest["next"] is None


def test_a_saved_table_takes_on_what_ships_later(inside: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = save(0, {"zones.cheek.warn_mm": 1.25})
    begin_write()
    body = deepcopy(saved.row.body)
    del body["zones"]["neck"]
    body["zones"]["tail"] = {"warn_mm": 1}
    row = {"author_id": ADMIN.id, "created_at": saved.row.created_at, "reason": WHY}
    db.session.add(LimitsVersion(clinic_id=NORTH, version=2, body=body, **row))
    db.session.commit()
    zones = current_limits(NORTH)["zones"]
    assert (zones["neck"], zones["cheek"]["warn_mm"]) == (LIMITS["zones"]["neck"], 1.25)
    assert "tail" not in zones


def test_signing_goes_by_the_clinics_limits_and_names_them(cast: Any, inside: Flask) -> None:
    practitioner = Tablet(cast, "practitioner")
    save(0, {"needling.min_mm": 0.6})
    content = signable(practitioner.person.id)
    note = practitioner.new_note(fields=content)
    refused = practitioner.push_one(practitioner.sign_op(note))
    assert refused["status"] == "rejected"
    assert [finding["rule"] for finding in refused["error"]["findings"]] == ["D04"]
    save(1, {"needling.min_mm": 0.1})
    signed = practitioner.push_one(practitioner.sign_op(note))["record"]
    assert signed["signatures"][0]["limits_version"] == f"{LIMITS['version']}+2"

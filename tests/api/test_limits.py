"""The clinic's limits over HTTP: who may change and approve them, and that tablets get them with the forms."""

from typing import Any

import pytest

from server.domain.limits import LIMITS

pytestmark = pytest.mark.slow

WHY = "Our clinic's own audit of March."
CHANGE = {"base": 0, "changes": {"zones.cheek.warn_mm": 1.25}, "reason": WHY}


def test_an_admin_changes_a_supervisor_approves_and_every_tablet_gets_it(cast: Any) -> None:
    before = cast.practitioner.get("/api/v1/forms")
    assert before.json["limits_approved"] is None
    saved = cast.admin.post("/api/v1/limits", json=CHANGE)
    assert saved.status_code == 201, saved.text
    assert (saved.json["version"], saved.json["approved"], saved.json["author_name"]) == (1, None, "Admin Person")
    approved = cast.supervisor.post("/api/v1/limits/approve", json={"base": 1})
    assert approved.json["approved"]["name"] == "Supervisor Person"
    etag = {"If-None-Match": before.headers["ETag"]}
    forms = cast.practitioner.get("/api/v1/forms", headers=etag)
    assert forms.status_code == 200
    assert forms.json["limits"]["zones"]["cheek"]["warn_mm"] == 1.25
    assert forms.json["limits_approved"] == approved.json["approved"] | {"at": forms.json["limits_approved"]["at"]}
    assert forms.json["version"] != before.json["version"]
    assert cast.outsider.get("/api/v1/forms").json["limits"] == LIMITS


def test_what_may_be_changed_is_told(cast: Any) -> None:
    shown = cast.practitioner.get("/api/v1/limits").json
    assert shown["editable"]["zones.cheek.warn_mm"] == {"kind": "number", "nullable": False}
    assert "zones.eyelid.never" not in shown["editable"]
    assert shown["version"] == 0


def test_a_stale_change_is_refused_with_the_version_that_stands(cast: Any) -> None:
    cast.admin.post("/api/v1/limits", json=CHANGE)
    answer = cast.admin.post("/api/v1/limits", json=CHANGE)
    assert (answer.status_code, answer.json["code"], answer.json["version"]) == (409, "stale", 1)


def test_a_bad_limit_is_named(cast: Any) -> None:
    answer = cast.admin.post("/api/v1/limits", json={**CHANGE, "changes": {"zones.cheek.warn_mm": 9}})
    assert (answer.status_code, answer.json["code"]) == (422, "validation")
    assert answer.json["fields"] == {
        "zones.cheek.warn_mm": ["The depth that warns is above the one that needs a reason."]
    }
    assert cast.admin.get("/api/v1/limits/history").json == {"items": [], "next": None}


def test_a_change_needs_a_reason_of_some_length(cast: Any) -> None:
    for reason, status in (("because", 422), ("Nine char", 422), ("Nine char ", 422), ("Ten chars.", 201)):
        assert cast.admin.post("/api/v1/limits", json={**CHANGE, "reason": reason}).status_code == status, reason


def test_only_an_admin_changes_and_only_those_responsible_approve(cast: Any) -> None:
    for who in (cast.practitioner, cast.supervisor):
        assert who.post("/api/v1/limits", json=CHANGE).status_code == 403
    assert cast.practitioner.post("/api/v1/limits/approve", json={"base": 0}).status_code == 403
    assert cast.admin.post("/api/v1/limits/approve", json={"base": 0}).status_code == 403
    shown = {who: getattr(cast, who).get("/api/v1/limits").json for who in ("practitioner", "admin", "supervisor")}
    assert {who: limits["may_approve"] for who, limits in shown.items()} == {
        "practitioner": False, "admin": False, "supervisor": True,
    }  # fmt: skip
    approved = cast.supervisor.post("/api/v1/limits/approve", json={"base": 0})
    assert (approved.status_code, approved.json["may_approve"]) == (201, False)


def give_role(cast: Any, by: str, whom: str, role: str) -> None:
    """Another role, which a supervisor confirms; its person signs in again."""
    path = f"/api/v1/users/{cast[whom].id}"
    assert getattr(cast, by).patch(path, json={"role": role}).status_code == 200
    assert cast.supervisor.post(f"{path}/confirm", json={"role": role}).status_code == 200
    getattr(cast, whom).login(cast[whom])


def test_w7_whoever_changed_the_limits_does_not_approve_them(cast: Any) -> None:
    """The administrator who made the changes becomes a supervisor; that there is no other one makes no difference."""
    give_role(cast, "admin", "colleague", "admin")
    cast.admin.post("/api/v1/limits", json=CHANGE)
    other = {"base": 1, "changes": {"zones.chin.warn_mm": 0.75}, "reason": WHY}
    assert cast.colleague.post("/api/v1/limits", json=other).status_code == 201
    give_role(cast, "colleague", "admin", "supervisor")
    supervisor = cast["supervisor"].id
    assert cast.colleague.patch(f"/api/v1/users/{supervisor}", json={"active": False}).status_code == 200
    refused = cast.admin.post("/api/v1/limits/approve", json={"base": 2})
    assert (refused.status_code, refused.json["reason"]) == (403, "own"), "the earlier of two changes is theirs"
    assert cast.admin.get("/api/v1/limits").json["may_approve"] is False


def test_w7_an_approval_ends_what_its_author_had_changed(cast: Any) -> None:
    cast.admin.post("/api/v1/limits", json=CHANGE)
    cast.supervisor.post("/api/v1/limits/approve", json={"base": 1})
    give_role(cast, "admin", "colleague", "admin")
    give_role(cast, "colleague", "admin", "supervisor")
    other = {"base": 2, "changes": {"zones.chin.warn_mm": 0.75}, "reason": WHY}
    assert cast.colleague.post("/api/v1/limits", json=other).status_code == 201
    assert cast.admin.post("/api/v1/limits/approve", json={"base": 3}).status_code == 201


def test_w7_somebody_whom_nobody_has_confirmed_approves_no_limits(cast: Any) -> None:
    cast.admin.post("/api/v1/limits", json=CHANGE)
    cast.admin.patch(f"/api/v1/users/{cast['colleague'].id}", json={"role": "supervisor"})
    cast.colleague.login(cast["colleague"])
    assert cast.colleague.get("/api/v1/limits").json["may_approve"] is False
    assert cast.colleague.post("/api/v1/limits/approve", json={"base": 1}).status_code == 403

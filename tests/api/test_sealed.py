"""What a locked tablet delivers sealed is its author's by the signature, whoever's login carries it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from server.db import db
from server.models import Quarantined, Record, Revision
from server.services.keys.sealing import seal, to_bytes, to_text
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id
from tests.conftest import API, Cast
from tests.keys import keys_of, new_pair, register, signed
from tests.tablet import Tablet

NORTH = fixed_id("north")


@pytest.fixture
def private(ana: Tablet) -> Any:
    """The key that Ana's tablet signs with."""
    private, public = new_pair()
    assert register(ana.client, signing=public).status_code == 201
    return private


def patient_op(ana: Tablet) -> dict[str, Any]:
    fields = {"identity": {"mrn": f"M-{uuid4()}", "given": "Ana"}}
    return ana.op("create", "patient", str(uuid4()), fields=fields)


def sealed(browser: Any, op: dict[str, Any], op_id: str | None = None) -> dict[str, str]:
    public, named = to_bytes(keys_of(browser)["clinic"]), op_id or op["op_id"]
    return {"op_id": named, "sealed": to_text(seal(public, f"op:{named}", json.dumps(op).encode()))}


def send(browser: Any, *items: dict[str, str], query: str = "") -> list[dict[str, Any]]:
    answer = browser.post(f"{API}/sync/sealed{query}", json={"ops": list(items)})
    assert answer.status_code == 200, answer.text
    return list(answer.json["results"])


def test_k4_a_colleague_delivers_what_the_author_signed(ana: Tablet, private: Any, cast: Cast, inside: Flask) -> None:
    op = signed(patient_op(ana), private)
    later = signed(
        ana.op(
            "patch", "patient", op["id"], unit="identity", base_rev=1, base={"given": "Ana"}, patch={"given": "Eva"}
        ),
        private,
    )
    results = send(cast.colleague, *(sealed(ana.client, one) for one in (op, later)))
    assert [(one["op_id"], one["status"]) for one in results] == [(each["op_id"], "applied") for each in (op, later)]
    assert all("record" not in one for one in results), "who carries it learns nothing of the record"
    revision = db.session.get_one(Revision, (NORTH, op["id"], 1))
    assert (revision.author_id, revision.device_id) == (ana.person.id, ana.person.device["id"])
    db.session.rollback()
    assert ana.push_one(op)["status"] == "applied", "sent again in the open it has no second effect"
    assert first_break(NORTH) is None


def unproven(ana: Tablet, private: Any, name: str) -> dict[str, str]:
    op, browser = patient_op(ana), ana.client
    return {
        "without a signature": lambda: sealed(browser, op),
        "signed by a stranger": lambda: sealed(browser, signed(op, new_pair()[0])),
        "changed after it": lambda: sealed(browser, signed(op, private) | {"n": 999_999}),
        "in another's name": lambda: sealed(browser, signed(op | {"user_id": PEOPLE["colleague"].id}, private)),
        "under another id": lambda: sealed(browser, signed(op, private), str(uuid4())),
        "for another op": lambda: sealed(browser, signed(op, private)) | {"op_id": str(uuid4())},
        "not sealed": lambda: {"op_id": op["op_id"], "sealed": "AAAA"},
    }[name]()


UNPROVEN = (
    *("without a signature", "signed by a stranger", "changed after it", "in another's name", "under another id"),
    *("for another op", "not sealed"),
)


@pytest.mark.parametrize("name", UNPROVEN)
def test_k4_what_proves_no_author_is_kept(ana: Tablet, private: Any, cast: Cast, inside: Flask, name: str) -> None:
    item = unproven(ana, private, name)
    for _ in range(2):
        (result,) = send(cast.colleague, item)
        assert (result["status"], result["error"]["code"]) == ("rejected", "signature")
    (kept,) = db.session.scalars(db.select(Quarantined)).all()
    assert kept.op_id != item["op_id"], "the author's op may still come under its own id"
    assert db.session.scalars(db.select(Record)).all() == []


def test_k9_a_blocked_tablet_delivers_to_the_quarantine(ana: Tablet, private: Any, cast: Cast, inside: Flask) -> None:
    op = signed(patient_op(ana), private)
    item, device_id = sealed(ana.client, op), ana.person.device["id"]
    answer = cast.admin.patch(f"{API}/devices/{device_id}", json={"status": "revoked"})
    assert answer.status_code == 200
    query = f"?user_id={ana.person.id}&device_id={device_id}"
    (result,) = send(ana.client, item, query=query)
    assert (result["status"], result["error"]["code"]) == ("rejected", "drained")
    (kept,) = db.session.scalars(db.select(Quarantined)).all()
    assert (kept.op_id, kept.author_id, kept.source) == (op["op_id"], ana.person.id, "drained")
    assert cast.outsider.post(f"{API}/sync/sealed", json={"ops": [item]}).json["results"][0]["status"] == "rejected"


def test_k9_through_another_tablet_as_well(ana: Tablet, private: Any, cast: Cast, inside: Flask) -> None:
    item = sealed(ana.client, signed(patient_op(ana), private))
    cast.admin.patch(f"{API}/users/{ana.person.id}", json={"active": False})
    (result,) = send(cast.colleague, item)
    assert result["error"]["code"] == "drained"


def test_k4_a_stranger_delivers_nothing(ana: Tablet, private: Any, client: Any) -> None:
    item = sealed(ana.client, signed(patient_op(ana), private))
    assert client.post(f"{API}/sync/sealed", json={"ops": [item]}).status_code == 401

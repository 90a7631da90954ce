"""An op is signed by its author; what is not their signature is kept aside, and what is, is checked again later."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from server.db import begin_write, db, json_text, utc_now
from server.models import Quarantined, Revision, SigningKey
from server.services.audit import CONSOLE
from server.services.history import renew_epoch
from server.services.verify.clinic import find_breaks, first_break
from tests.cast import fixed_id
from tests.keys import id_of, new_pair, register, signed
from tests.ops import now
from tests.tablet import Tablet, signable
from tests.tamper import tamper

FEW_ON_POSTGRESQL = True

NORTH = fixed_id("north")


class Signer:
    """A tablet with a registered key."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet
        self.private, public = new_pair()
        self.key = id_of(public)
        assert register(tablet.client, signing=public).status_code == 201

    def patient(self, **rest: Any) -> dict[str, Any]:
        fields = {"identity": {"mrn": f"M-{uuid4()}", "given": "Ana"}}
        return signed(self.tablet.op("create", "patient", str(uuid4()), fields=fields, **rest), self.private)


@pytest.fixture
def signer(ana: Tablet) -> Signer:
    return Signer(ana)


def test_k4_a_signed_note_says_with_which_key(signer: Signer, boss: Tablet, inside: Flask) -> None:
    note = signer.tablet.new_note(fields=signable(signer.tablet.person.id))
    op = signed(signer.tablet.sign_op(note), signer.private)
    record = signer.tablet.push_one(op)["record"]
    assert record["signatures"][0]["key"] == signer.key
    assert "key" not in boss.act("approve", record)["record"]["signatures"][1], "a tablet of before signs without a key"
    items = signer.tablet.get(f"/notes/{note['id']}/revisions").json["items"]
    assert [item["signed_by"] for item in items] == [None, signer.key, None]
    kept = db.session.get_one(Revision, (NORTH, note["id"], 2)).signature
    assert kept is not None
    assert kept["op"]["content_hash"] == note["content_hash"]
    db.session.rollback()
    assert first_break(NORTH) is None


def unsigned(signer: Signer, **rest: Any) -> dict[str, Any]:
    """As anybody with the login of this tablet could send it."""
    return signer.tablet.op("create", "patient", str(uuid4()), fields={}, **{"client_time": now()} | rest)


def shift_key(signer: Signer, days: float) -> None:
    begin_write()
    db.session.get_one(SigningKey, (NORTH, signer.key)).created_at = utc_now() - timedelta(days=days)
    db.session.commit()


def test_k4_what_a_tablet_that_signs_sends_unsigned_waits_for_a_supervisor(signer: Signer, boss: Tablet) -> None:
    op = unsigned(signer)
    result = signer.tablet.push_one(op)
    assert (result["status"], result["error"]["code"]) == ("rejected", "unsigned")
    assert signer.tablet.pull() == []
    (item,) = boss.get("/quarantine").json["items"]
    assert (item["source"], item["is_stated"], item["author_id"]) == ("unsigned", True, signer.tablet.person.id)
    settle, apply = f"/api/v1/quarantine/{op['op_id']}", {"action": "apply", "reason": None}
    assert signer.tablet.client.post(settle, json=apply).status_code == 403, "nobody signs it by asking for it"
    assert boss.client.post(settle, json={"action": "discard", "reason": "not hers"}).status_code == 200
    assert signer.tablet.push_one(signed(unsigned(signer), signer.private))["status"] == "applied"


def test_k4_a_forged_signature_is_no_author_either(signer: Signer, boss: Tablet) -> None:
    signer.tablet.push_one(signed(unsigned(signer), new_pair()[0]))
    (item,) = boss.get("/quarantine").json["items"]
    assert (item["source"], item["is_stated"]) == ("unsigned", True)


def test_k4_what_was_sent_before_the_tablet_signed_goes_on_for_two_weeks(signer: Signer, inside: Flask) -> None:
    """The app of before had frozen it and got no answer. The time is that of a clock that is right."""
    written = (utc_now() - timedelta(minutes=9)).isoformat().replace("+00:00", "Z")
    shift_key(signer, 5 / 1440)
    early = unsigned(signer, client_time=written, clock_offset_ms=0)
    assert signer.tablet.push_one(early)["status"] == "applied"
    assert db.session.get_one(Revision, (NORTH, early["id"], 1)).signature is None
    db.session.rollback()
    slow = unsigned(signer, client_time=written, clock_offset_ms=-6 * 60_000)
    assert signer.tablet.push_one(slow)["error"]["code"] == "unsigned"
    shift_key(signer, 13.9)
    old = "2026-11-01T00:00:00Z"
    assert signer.tablet.push_one(unsigned(signer, client_time=old))["status"] == "applied"
    shift_key(signer, 14.1)
    assert signer.tablet.push_one(unsigned(signer, client_time=old))["error"]["code"] == "unsigned"


def test_k4_a_tablet_without_keys_delivers_as_before(signer: Signer, ben: Tablet, inside: Flask) -> None:
    """A colleague on another one, and the same person where the key is that of another tablet."""
    op = ben.op("create", "patient", str(uuid4()), fields={}, client_time=now())
    assert ben.push_one(op)["status"] == "applied"
    begin_write()
    db.session.get_one(SigningKey, (NORTH, signer.key)).device_id = ben.person.device["id"]
    db.session.commit()
    assert signer.tablet.push_one(unsigned(signer))["status"] == "applied"


def forged(signer: Signer, name: str) -> dict[str, Any]:
    op, (stranger, public) = signer.patient(), new_pair()
    value = signed(op, stranger)["signature"]["value"]
    unsigned = {name: value for name, value in op.items() if name != "signature"}
    return {
        "changed afterwards": op | {"fields": {"identity": {"mrn": "M-other", "given": "Eva"}}},
        "of another time": op | {"client_time": "2026-11-23T07:41:02.114Z"},
        "by a key that nobody registered": op | {"signature": {"key": id_of(public), "value": value}},
        "by another key under this name": op | {"signature": {"key": signer.key, "value": value}},
        "of another op": op | {"op_id": str(uuid4())},
        "with another member": op | {"app": "9"},
        "taken from another op": unsigned | {"id": str(uuid4()), "signature": op["signature"]},
    }[name]


FORGERIES = (
    *("changed afterwards", "of another time", "by a key that nobody registered", "by another key under this name"),
    *("of another op", "with another member", "taken from another op"),
)


@pytest.mark.parametrize("name", FORGERIES)
def test_k4_what_its_author_did_not_sign_is_kept_aside(signer: Signer, inside: Flask, name: str) -> None:
    op = forged(signer, name)
    result = signer.tablet.push_one(op)
    assert (result["status"], result["error"]["code"]) == ("rejected", "signature")
    assert db.session.get_one(Quarantined, (NORTH, op["op_id"])).status == "open"
    assert [one for one in signer.tablet.pull() if one["id"] == op["id"]] == []


def test_k4_the_key_of_a_colleague_signs_nothing_of_mine(signer: Signer, ben: Tablet) -> None:
    other = Signer(ben)
    op = signed(signer.tablet.op("create", "patient", str(uuid4()), fields={}), other.private)
    assert signer.tablet.push_one(op)["error"]["code"] == "signature"


def test_k4_a_retired_key_signs_what_was_written_before(signer: Signer, inside: Flask) -> None:
    earlier, later = signer.patient(), signer.patient(client_time="2026-11-23T08:41:02.113Z")
    register(signer.tablet.client, signing=new_pair()[1])
    begin_write()
    key = db.session.get_one(SigningKey, (NORTH, signer.key))
    assert key.retired_at is not None
    key.retired_at = key.retired_at.replace(year=2026, month=11, day=23, hour=8, minute=0)
    db.session.commit()
    assert signer.tablet.push_one(earlier)["status"] == "applied"
    assert signer.tablet.push_one(later)["error"]["code"] == "signature"


def test_k4_the_same_signed_op_again_has_one_effect(signer: Signer) -> None:
    op = signer.patient()
    assert [signer.tablet.push_one(op)["status"] for _ in range(2)] == ["applied", "applied"]


def test_k4_after_a_restore_a_key_is_waited_for(signer: Signer, inside: Flask) -> None:
    """The server set back knows neither the op nor the key; the tablet registers it again at its next sign-in."""
    op = signed(signer.tablet.op("create", "patient", str(uuid4()), fields={}), new_pair()[0])
    begin_write()
    renew_epoch(CONSOLE, "server.new_epoch", utc_now())
    db.session.commit()
    assert signer.tablet.push_one(op)["status"] == "retry"
    assert signer.tablet.push_one(op | {"client_time": "2100-01-01T00:00:00Z"})["error"]["code"] == "signature"


@pytest.mark.parametrize("value", ["", "A" * 85, "A" * 87, 7, None])
def test_k4_what_is_no_signature_is_no_op(signer: Signer, value: Any) -> None:
    op = signer.patient()
    op["signature"] = op["signature"] | {"value": value}
    assert signer.tablet.push_one(op)["error"]["code"] == "validation"


def test_k4_verify_checks_each_signature_again(signer: Signer, inside: Flask) -> None:
    """Also where the digest of the row is not asked: whoever could write that still has nobody's key."""
    op = signer.patient()
    signer.tablet.push_one(op)
    kept = db.session.get_one(Revision, (NORTH, op["id"], 1)).signature
    assert kept is not None
    told = f"patient {op['id']}: revision 1 does not have the signature of its op"
    other = signed(op, new_pair()[0])["signature"]["value"]
    for change in ({"value": other}, {"key": "0" * 32}, {"statement": kept["statement"] + "0"}, {"value": 7}):
        tamper("UPDATE revision SET signature = :s WHERE record_id = :id", s=json_text(kept | change), id=op["id"])
        assert told in list(find_breaks(NORTH))
    tamper("UPDATE revision SET signature = :s WHERE record_id = :id", s=json_text(kept), id=op["id"])
    assert first_break(NORTH) is None
    tamper("UPDATE revision SET signature = NULL WHERE record_id = :id", id=op["id"])
    assert str(first_break(NORTH)).startswith(f"revision {op['id']} 1: not as audit row")

"""Opened lots and protocols go through the one write path: no patient, in use or void, seen by every tablet."""

from typing import Any
from uuid import uuid4

import pytest

from tests.tablet import Tablet

BOX = {"kind": "cartridge", "product": "SkinPen", "lot": "SP-1", "expiry": "2027-05-01", "unit_codes": ["u-1", "u-2"]}
TEMPLATE = {
    "about": {"name": "Acne scars, cheeks", "device_product": "skinpen", "indication": ["acne_scar"]},
    "values": {"content": {"zone:cheek_left": {"depth_mm": [1.5], "passes": 4}, "device": {"product": "skinpen"}}},
}
KINDS = [("lot", {"item": BOX}), ("protocol", TEMPLATE)]


@pytest.fixture
def tablet(cast: Any) -> Tablet:
    return Tablet(cast, "practitioner")


def made(tablet: Tablet, record_type: str, fields: dict[str, Any]) -> dict[str, Any]:
    result = tablet.push_one(tablet.op("create", record_type, str(uuid4()), fields=fields))
    assert result["status"] == "applied", result
    return result["record"]


@pytest.mark.parametrize(("record_type", "fields"), KINDS)
def test_it_is_made_pulled_and_listed(tablet: Tablet, cast: Any, record_type: str, fields: dict[str, Any]) -> None:
    record = made(tablet, record_type, fields)
    assert (record["type"], record["patient_id"], record["state"]) == (record_type, None, "active")
    colleague = Tablet(cast, "colleague")
    assert [pulled["fields"] for pulled in colleague.pull() if pulled["id"] == record["id"]] == [fields]
    assert [record_type, record["id"], 1] in colleague.get("/sync/manifest").json["records"]
    assert Tablet(cast, "outsider").pull() == []


@pytest.mark.parametrize(("record_type", "fields"), KINDS)
def test_it_is_taken_out_of_use_and_keeps_its_rows(tablet: Tablet, record_type: str, fields: dict[str, Any]) -> None:
    record = made(tablet, record_type, fields)
    voided = tablet.act("void", record, reason="Entered twice.")["record"]
    assert voided["state"] == "void"
    late = tablet.patch(record, *LATE[record_type])
    assert late["status"] == "conflict"


LATE = {"lot": ("item", {"closed_on": "2026-11-20"}), "protocol": ("about", {"name": "Other"})}


def test_a_box_is_closed_by_another_tablet(tablet: Tablet, cast: Any) -> None:
    box = made(tablet, "lot", {"item": BOX})
    closed = Tablet(cast, "admin").patch(box, "item", {"closed_on": "2026-11-20"})
    assert closed["record"]["fields"]["item"] == {**BOX, "closed_on": "2026-11-20"}


def test_two_who_write_one_box_differently_are_asked(tablet: Tablet, cast: Any) -> None:
    box = made(tablet, "lot", {"item": BOX})
    tablet.patch(box, "item", {"lot": "SP-2"})
    answer = Tablet(cast, "colleague").patch(box, "item", {"lot": "SP-3"})
    assert answer["status"] == "conflict"
    conflict = tablet.conflicts()[0]
    assert conflict["fields"]["about"] == {
        "record_type": "lot", "record_id": box["id"], "patient_id": box["id"], "unit": "item", "kind": "edit",
    }  # fmt: skip
    sides = {"base": conflict["fields"]["theirs"]["value"], "mine": conflict["fields"]["mine"]["value"]}
    choice = tablet.op("resolve", "conflict", conflict["id"], **sides, patch=sides["mine"])
    assert tablet.push_one(choice)["status"] == "applied"
    assert [record["fields"]["item"]["lot"] for record in tablet.pull() if record["type"] == "lot"] == ["SP-3"]


@pytest.mark.parametrize(
    ("record_type", "fields"),
    [
        ("lot", {"item": {"kind": "cartridge", "wallet": 1}}),
        ("lot", {"item": {"unit_codes": "u-1"}}),
        ("lot", {"visit": {"room": "2"}}),
        ("protocol", {"values": {"content": {"wallet": {}}}}),
        ("protocol", {"values": {"content": {"needling": {"pain_nrs": "3"}}}}),
    ],
)
def test_what_is_no_such_record_is_refused(tablet: Tablet, record_type: str, fields: dict[str, Any]) -> None:
    result = tablet.push_one(tablet.op("create", record_type, str(uuid4()), fields=fields))
    assert (result["status"], result["error"]["code"]) == ("rejected", "validation")


def test_they_are_never_signed(tablet: Tablet) -> None:
    box = made(tablet, "lot", {"item": BOX})
    refused = tablet.push_one(tablet.op("sign", "lot", box["id"], content_hash=box["content_hash"]))
    assert refused["error"]["code"] == "validation"

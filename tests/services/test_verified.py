"""What lists show of the last verification: when it was, and which records are not as they were written."""

from server.db import json_text
from server.jobs.nightly import perform
from server.schemas.accounts import MeOut
from tests.tamper import tamper


def told(client):
    me = client.get("/api/v1/me").json
    assert MeOut().validate(me) == {}
    return me["verified"]


def test_w6_the_broken_record_is_named_to_its_clinic_alone(app, cast, ana):
    whole, broken = ana.signed_note(), ana.signed_note()
    assert told(ana.client) is None
    with app.app_context():
        perform("verify")
    first = told(ana.client)
    assert (first["whole"], first["broken"]) == (True, [])
    with app.app_context():
        content = json_text(broken["fields"] | {"text:plan": {"text": "Never written."}})
        tamper("UPDATE record SET content = :content WHERE id = :id", content=content, id=broken["id"])
        perform("verify")
    second = told(ana.client)
    assert (second["whole"], second["broken"]) == (False, [broken["id"]])
    assert second["at"] > first["at"]
    assert whole["id"] not in second["broken"]
    other = told(cast.outsider)
    assert (other["whole"], other["broken"]) == (True, [])

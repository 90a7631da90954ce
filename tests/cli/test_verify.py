"""``flask verify``: whole as written, and whatever is changed by SQL is named. Approving and exporting look as well."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.db import begin_write, db
from server.domain.canonical import content_hash
from server.services.verify.clinic import find_breaks, first_break
from server.services.verify.pictures import waiting_pictures
from tests.cast import fixed_id
from tests.conftest import API
from tests.photos import jpeg, picture, sha256
from tests.tablet import Tablet, signable
from tests.tamper import tamper, tamper_here

NORTH = fixed_id("north")
PLAN = "text:plan"


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.services.verify.clinic.PAGE", 2)


def done(result: dict[str, Any]) -> dict[str, Any]:
    assert result["status"] == "applied", result
    return result["record"]


@pytest.fixture
def clinic(cast, inside: Flask) -> dict[str, str]:
    """Ids of what was written in a clinic: a note in each state, with a conflict, an amendment and changed rights."""
    ana, ben, boss = (Tablet(cast, key) for key in ("practitioner", "colleague", "supervisor"))
    patient = ana.new_patient()["id"]
    approved = done(boss.act("approve", ana.signed_note(patient, session_date="2026-10-01"), comment="Well written."))
    signed = ana.signed_note(patient)
    change = {PLAN: {"base": {}, "patch": {"text": "Corrected."}}}
    amended = done(ana.act("amend", signed, reason="The plan was missing.", changes=change))
    returned = done(boss.act("return", ana.signed_note(), comment="Which cheek?"))
    draft = ana.new_note(fields=signable(ana.person.id))
    ana.patch(draft, PLAN, {"text": "Ana's."})
    ben.patch(draft, PLAN, {"text": "Ben's."})
    conflict = ana.conflicts()[0]
    sides = {side: conflict["fields"][name]["value"] for side, name in (("base", "theirs"), ("mine", "mine"))}
    done(boss.push_one(boss.op("resolve", "conflict", conflict["id"], **sides, patch={"text": "Ben's."})))
    ben.act("void", ben.new_note(), reason="Wrong patient.")
    second = done(boss.act("approve", ana.signed_note(), comment="Well written."))
    proposed = done(ana.act("propose_void", second, reason="Written for the wrong patient."))
    new = {"email": "new@example.org", "name": "New Person", "role": "practitioner"}
    user = cast.admin.post(f"{API}/users", json=new).json["id"]
    assert cast.admin.patch(f"{API}/users/{user}", json={"role": "supervisor"}).status_code == 200
    notes = {"approved": approved, "signed": amended, "returned": returned, "draft": draft, "conflict": conflict}
    notes["proposed"] = proposed
    return {name: record["id"] for name, record in notes.items()} | {"patient": patient, "user": user}


def test_w6_what_was_written_is_whole(clinic: dict[str, str]) -> None:
    assert first_break(NORTH) is None
    assert first_break(fixed_id("south")) is None


RECORD = "UPDATE record SET {} WHERE id = :{}".format
REVISION = "UPDATE revision SET {} WHERE record_id = :{} AND rev = {}".format
SWAP = "replace(CAST({} AS TEXT), '{}', '{}')".format
PASSES = SWAP("content", "passes", "passed")  # without a colon, which SQLAlchemy would take for a parameter
SIGNER = SWAP("signatures", fixed_id("supervisor"), fixed_id("admin"))
LATEST = "UPDATE record SET seq = seq + 100 WHERE seq = (SELECT max(seq) FROM record)"
TAMPERINGS = {
    "content of a signed note": (RECORD("content = " + PASSES, "signed"), "signed"),
    "content of an approved note": (
        RECORD("content = " + PASSES, "approved"), "approved",
    ),
    "content of a patient": (RECORD("content = " + SWAP("content", "Ruiz", "Diaz"), "patient"), "patient"),
    "content that is no JSON": (RECORD("content = 'gone'", "draft"), "draft"),
    "content hash": (RECORD("content_hash = 'x'", "draft"), "draft"),
    "patient of a note": (RECORD("patient_id = 'x'", "signed"), "signed"),
    "author of a note": (RECORD("author_id = '" + fixed_id("colleague") + "'", "signed"), "signed"),
    "writers of a note": (RECORD("writers = '[]'", "signed"), "signed"),
    "state": (RECORD("state = 'approved'", "signed"), "signed"),
    "state back": (RECORD("state = 'signed'", "approved"), "approved"),
    "version": (RECORD("version = 7", "approved"), "approved"),
    "rev": (RECORD("rev = rev - 1", "signed"), "signed"),
    "type": (RECORD("type = 'lot'", "signed"), "signed"),
    "signature removed": (RECORD("signatures = '[]'", "signed"), "signed"),
    "signer": (RECORD("signatures = " + SIGNER, "approved"), "approved"),
    "name in a signature": (
        RECORD("signatures = " + SWAP("signatures", "Supervisor Person", "Somebody Else"), "approved"), "approved",
    ),
    "findings": (RECORD("findings = '[{}]'", "signed"), "signed"),
    "comment of a review": (RECORD("review = " + SWAP("review", "Which cheek?", "Fine."), "returned"), "returned"),
    "review removed": (RECORD("review = NULL", "returned"), "returned"),
    "outcome of a review": (RECORD("review = " + SWAP("review", "returned", "approved"), "returned"), "returned"),
    "trace removed": (RECORD("trace = NULL", "proposed"), "proposed"),
    "who proposed to void": (
        RECORD("trace = " + SWAP("trace", fixed_id("practitioner"), fixed_id("admin")), "proposed"), "proposed",
    ),
    "resolution of a conflict": (RECORD("content = " + SWAP("content", "Ben''s.", "Cat''s."), "conflict"), "conflict"),
    "time of writing": (RECORD("created_at = updated_at, updated_at = created_at", "signed"), "signed"),
    "revision rewritten": (REVISION("after = " + SWAP("after", "passes", "passed"), "signed", 1), "signed"),
    "author of a revision": (REVISION("author_id = '" + fixed_id("admin") + "'", "draft", 2), "draft"),
    "reason of a return": (REVISION("reason = 'x'", "returned", 3), "returned"),
    "kind of a revision": (REVISION("kind = 'void'", "approved", 2), "approved"),
    "op of a revision": (REVISION("op_id = 'x'", "approved", 2), "approved"),
    "revision deleted": ("DELETE FROM revision WHERE record_id = :draft AND rev = 2", "draft"),
    "last revision deleted": ("DELETE FROM revision WHERE record_id = :approved AND rev = 3", "approved"),
    "revision added": (
        "INSERT INTO revision SELECT record_id, 9, 'x', kind, state, version, author_id, device_id, client_time, "
        "server_time, before, after, reason, content_hash, clinic_id, signature FROM revision WHERE "
        "record_id = :draft AND rev = 1", "draft",
    ),
    "number of a change": (LATEST, "record"),
    "head of the feed": ("UPDATE clinic_feed SET seq = seq + 1 WHERE audit_n > 0", "feed"),
    "receipt deleted": ("DELETE FROM applied_op WHERE op_id = (SELECT op_id FROM revision WHERE record_id = :draft "
                        "AND rev = 2)", "applied_op"),
    "record of a receipt": ("UPDATE applied_op SET result = '{}' WHERE body IS NULL", "applied_op"),
    "row of the audit": ("UPDATE audit_entry SET actor_id = 'x' WHERE n = 3", "audit row 3"),
    "row of the audit deleted": ("DELETE FROM audit_entry WHERE n = 4", "audit row 4"),
    "chain cut": ("DELETE FROM audit_entry WHERE n > 5", "audit row 6"),
    "head of the chain": ("UPDATE clinic_feed SET audit_hash = 'x' WHERE audit_n > 1", "audit row"),
    "role": ("UPDATE user_account SET role = 'admin' WHERE id = :user", "user"),
    "active": ("UPDATE user_account SET active = 0 WHERE id = :user", "user"),
    "treats": ("UPDATE user_account SET treats = 0 WHERE id = :user", "user"),
}  # fmt: skip


def test_w6_each_tampering_is_named(clinic: dict[str, str]) -> None:
    """Each by itself, in a transaction that is taken back."""
    missed = {}
    for name, (statement, place) in TAMPERINGS.items():
        begin_write()
        values = {key: value for key, value in clinic.items() if f":{key}" in statement}
        tamper_here(statement, **values)
        found = first_break(NORTH)
        if found is None or clinic.get(place, place) not in found:
            missed[name] = found
        db.session.rollback()
        db.session.expire_all()
    assert missed == {}
    assert first_break(NORTH) is None


@pytest.mark.parametrize("trace", ["NULL", SWAP("trace", "wrong", "other"), SWAP("trace", "propose_void", "keep")])
def test_w8_the_trace_is_that_of_the_revisions(clinic: dict[str, str], trace: str) -> None:
    """By itself, whatever the digests of the rows say."""
    tamper(RECORD(f"trace = {trace}", "proposed"), proposed=clinic["proposed"])
    told = f"note {clinic['proposed']}: entry 1 of its trace is not that of its revision"
    assert told in list(find_breaks(NORTH))


LOOKED_UP = {
    "patient_index": (
        *(
            "DELETE FROM patient_index",
            "UPDATE patient_index SET mrn_key = 'x'",
            "UPDATE patient_index SET name_key = 'x'",
            "UPDATE patient_index SET sort_name = 'x'",
        ),
        "UPDATE patient_index SET search = 'x'",
    ),
    "note_lot": (
        *("DELETE FROM note_lot", "UPDATE note_lot SET lot = 'x'", "UPDATE note_lot SET lot_key = 'x'"),
        *("UPDATE note_lot SET n = n + 7, kind = 'serum'", "UPDATE note_lot SET patient_id = 'x'"),
        *("UPDATE note_lot SET unit_key = 'x'", "UPDATE note_lot SET operator_id = NULL"),
    ),
    "server_meta epoch": ("UPDATE server_meta SET value = replace(value, '-', '_') WHERE key = 'epoch'",),
}


def test_w6_what_search_and_recall_look_up_is_as_the_records_say(clinic: dict[str, str], inside: Flask) -> None:
    assert inside.test_cli_runner().invoke(args=["new-epoch"]).exit_code == 0
    assert first_break(NORTH) is None
    missed = {}
    for place, statements in LOOKED_UP.items():
        for statement in statements:
            begin_write()
            tamper_here(statement)
            found = str(first_break(NORTH))
            if not found.startswith(place):
                missed[statement] = found
            db.session.rollback()
            db.session.expire_all()
    assert missed == {}


def test_w6_a_deleted_note_is_named(clinic: dict[str, str]) -> None:
    begin_write()
    for table in ("note_lot", "revision"):
        tamper_here(f"DELETE FROM {table} WHERE record_id = :id", id=clinic["signed"])
    tamper_here("DELETE FROM record WHERE id = :id", id=clinic["signed"])
    breaks = list(find_breaks(NORTH))
    assert any(found.startswith(f"record {clinic['signed']}: missing, written by audit row") for found in breaks)
    assert any(found.startswith(f"note {clinic['signed']}: missing") for found in breaks)
    db.session.rollback()


def test_w6_a_note_rewritten_with_its_revision_and_signature_is_named(clinic: dict[str, str]) -> None:
    """Content, hashes and signature all fit together; the audit row of the change remembers another hash."""
    note_id = clinic["approved"]
    begin_write()
    row = db.session.execute(
        text("SELECT content, content_hash, patient_id FROM record WHERE id = :id"), {"id": note_id}
    )
    content, old, patient_id = row.one()
    forged = json.loads(content.replace('"passes":2', '"passes":9'))
    new = content_hash(note_id, patient_id, "note", forged)
    packed = json.dumps(forged, ensure_ascii=False, separators=(",", ":"))
    swap = "content_hash = :new, {} = replace({}, :old, :new) WHERE"
    tamper_here(f"UPDATE record SET content = :content, {swap.format('signatures', 'signatures')} id = :id",
                content=packed, new=new, old=old, id=note_id)  # fmt: skip
    tamper_here("UPDATE record SET review = replace(review, :old, :new) WHERE id = :id", new=new, old=old, id=note_id)
    tamper_here("UPDATE revision SET content_hash = :new WHERE record_id = :id", new=new, id=note_id)
    tamper_here("UPDATE revision SET after = :content WHERE record_id = :id AND rev = 1", content=packed, id=note_id)
    breaks = list(find_breaks(NORTH))
    assert breaks[0].startswith(f"revision {note_id} 1: not as audit row")
    assert any(f"note {note_id}: revision 1 is not the change that audit row" in found for found in breaks)
    db.session.rollback()


@pytest.mark.parametrize("words", [["verify"], ["audit", "verify"]])
def test_the_console_says_where(inside: Flask, clinic: dict[str, str], words: list[str]) -> None:
    run = inside.test_cli_runner().invoke
    whole = run(args=words)
    assert (whole.exit_code, whole.output.count("whole")) == (0, 2)
    tamper("UPDATE record SET state = 'approved' WHERE id = :id", id=clinic["signed"])
    broken = run(args=words)
    assert broken.exit_code == 1
    place = rf"^{NORTH}\trecord {clinic['signed']}: not as audit row \d+ of [\d-]{{10}} [\d:]{{8}} UTC wrote it$"
    assert re.search(place, broken.output, re.MULTILINE), broken.output
    assert f"{fixed_id('south')}\twhole" in broken.output


RETOLD = {
    "time of the signature": 'signatures = replace(signatures, \'"at":"20\', \'"at":"19\')',
    "name in the signature": "signatures = replace(signatures, 'Practitioner Person', 'Somebody Else')",
    "a signature more": "signatures = replace(signatures, '}]', '},"
    """{"version":0,"meaning":"author","user_id":"x","content_hash":"x"}]')""",
    "findings": "findings = '[{}]'",
}


@pytest.mark.parametrize("retold", RETOLD)
def test_w6_a_signature_that_says_something_else_is_opened_exported_and_approved_by_nobody(
    cast, inside: Flask, retold: str
) -> None:
    """The content is as it was signed, and the hash of it: who signed it, when, and what was found is not."""
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    note = ana.signed_note()
    escaped = RETOLD[retold].replace(":", "\\:")  # else SQLAlchemy takes it for a parameter
    tamper(f"UPDATE record SET {escaped} WHERE id = :id", id=note["id"])
    assert ana.get(f"/notes/{note['id']}").json["damaged"] is True
    answer = ana.get(f"/patients/{note['patient_id']}/summary.json")
    assert retold == "findings" or (answer.status_code, answer.json["code"]) == (409, "damaged"), (
        "these are not exported"
    )
    assert boss.act("approve", note)["error"]["code"] == "damaged"


@pytest.mark.parametrize("hidden", ["writers = '[]'", "review = '{}'"])
def test_w6_who_wrote_a_note_is_not_taken_out_of_it_to_approve_it(cast, inside: Flask, hidden: str) -> None:
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    note = ana.signed_note()
    tamper(f"UPDATE record SET {hidden} WHERE id = :id", id=note["id"])
    assert boss.act("approve", note)["error"]["code"] == "damaged"


def test_w6_a_note_whose_history_was_rewritten_is_not_approved(cast, inside: Flask) -> None:
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    change = {PLAN: {"base": {}, "patch": {"text": "Corrected."}}}
    note = done(ana.act("amend", ana.signed_note(), reason="The plan was missing.", changes=change))
    tamper("UPDATE revision SET after = '{}' WHERE record_id = :id AND rev = 1", id=note["id"])
    assert boss.act("approve", note)["error"]["code"] == "damaged"


FORGED = {
    "content": "content = replace(content, 'passes', 'passed')",
    "state": "state = 'signed', version = 1",
    "author": f"author_id = '{fixed_id('colleague')}'",
    "signature": "signatures = replace(signatures, content_hash, 'x')",
    "no signature": "signatures = '[]'",
    "patient": "patient_id = 'x'",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_w6_a_forged_note_is_not_approved(cast, inside: Flask, forged: str) -> None:
    ana, boss = Tablet(cast, "practitioner"), Tablet(cast, "supervisor")
    note = ana.new_note(fields=signable(ana.person.id)) if forged.startswith("state") else ana.signed_note()
    tamper(f"UPDATE record SET {forged} WHERE id = :id", id=note["id"])
    refused = boss.act("approve", note)
    assert (refused["status"], refused["error"]["code"]) == ("rejected", "damaged")
    assert refused["error"]["records"] == [note["id"]]
    assert boss.act("return", note, comment="Odd.")["error"]["code"] == "damaged"


def test_w6_a_forged_draft_is_not_signed_nor_a_forged_note_amended(cast, inside: Flask) -> None:
    ana = Tablet(cast, "practitioner")
    draft, signed = ana.new_note(fields=signable(ana.person.id)), ana.signed_note()
    tamper("UPDATE record SET content = replace(content, 'passes', 'passed') WHERE type = 'note'")
    change = {PLAN: {"base": {}, "patch": {"text": "Corrected."}}}
    acts = [ana.push_one(ana.sign_op(draft)), ana.act("amend", signed, reason="The plan was missing.", changes=change)]
    assert [result["error"]["code"] for result in acts] == ["damaged", "damaged"]


@pytest.mark.parametrize("what", ["note", "patient"])
@pytest.mark.parametrize("form", ["pdf", "csv", "json"])
def test_w6_a_forged_record_is_not_exported(cast, inside: Flask, form: str, what: str) -> None:
    ana = Tablet(cast, "practitioner")
    note = ana.signed_note()
    path, query = f"/patients/{note['patient_id']}/summary.{form}", {"audience": "clinician"} if form == "pdf" else {}
    assert ana.get(path, **query).status_code == 200
    for old, new in (('"passes":2', '"passes":3'), ("Ruiz", "Diaz")):
        swap = "UPDATE record SET content = replace(content, :old, :new) WHERE type = :what"
        tamper(swap, old=old, new=new, what=what)
    answer = ana.get(path, **query)
    assert (answer.status_code, answer.json["code"]) == (409, "damaged")
    assert answer.json["records"] == [note["id"] if what == "note" else note["patient_id"]]


@pytest.mark.parametrize("forged", ["content", "signature", "no signature"])
def test_w6_a_forged_note_is_opened_as_damaged(cast, inside: Flask, forged: str) -> None:
    ana = Tablet(cast, "practitioner")
    note, other = ana.signed_note(), ana.signed_note()
    assert "damaged" not in ana.get(f"/notes/{note['id']}").json
    tamper(f"UPDATE record SET {FORGED[forged]} WHERE id = :id", id=note["id"])
    assert ana.get(f"/notes/{note['id']}").json["damaged"] is True
    assert "damaged" not in ana.get(f"/notes/{other['id']}").json


def test_a_photo_that_is_not_its_own_and_one_that_has_not_arrived(cast, inside: Flask) -> None:
    """The first is broken, the second waits on its tablet: that is said, and the clinic is whole."""
    ana, kept, late = Tablet(cast, "practitioner"), jpeg("tan"), jpeg("rosybrown")
    note = ana.new_note(fields=signable(ana.person.id) | picture(kept) | picture(late))
    assert ana.push_one(ana.sign_op(note))["status"] == "applied"
    assert ana.client.put(f"{API}/notes/{note['id']}/pictures/{sha256(kept)}", json=kept).status_code == 200
    assert first_break(NORTH) is None
    assert waiting_pictures(NORTH) == [f"note {note['id']}: photos that have not arrived yet: 1"]
    begin_write()
    tamper_here("UPDATE picture SET data = :data WHERE clinic_id = :c", data=kept[:-3] + b"\0" + kept[-2:], c=NORTH)
    assert first_break(NORTH) == f"picture {sha256(kept)}: the file is not the one that has this SHA-256"
    db.session.rollback()

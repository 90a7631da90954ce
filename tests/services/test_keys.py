"""Sealing to a clinic and signatures of ops: the same bytes as the tablet's, held by ``tests/vectors/keys.json``."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from server.db import begin_write, db
from server.models import ClinicKey
from server.services.keys.clinic import KeyLost, current_key, open_sealed, provide_clinic_key, unreadable_keys
from server.services.keys.sealing import CURVE, NotSealed, key_id, point_of, seal, to_bytes, to_text, unseal
from server.services.keys.signatures import is_signed, statement
from server.services.keys.wrapping import Unreadable, unwrap, wrap
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.tamper import tamper

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/keys.json").read_text(encoding="utf-8"))
NORTH = fixed_id("north")


def named(name: str) -> Any:
    return pytest.mark.parametrize("case", VECTORS[name], ids=[case["name"] for case in VECTORS[name]])


def private(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(to_bytes(VECTORS[name]["jwk"]["d"])), CURVE)


@pytest.mark.parametrize("name", ["clinic", "signer"])
def test_a_key_is_named_by_its_point(name: str) -> None:
    public = point_of(private(name))
    assert (to_text(public), key_id(public)) == (VECTORS[name]["public"], VECTORS[name]["id"])


@named("signed")
def test_an_op_is_signed_over_all_it_says(case: dict[str, Any]) -> None:
    assert statement(case["op"]) == case["statement"]
    assert statement(case["op"] | {"signature": case["signature"]}) == case["statement"]
    assert is_signed(VECTORS["signer"]["public"], case["signature"]["value"], case["statement"])


@named("refused")
def test_another_op_or_another_key_is_not_signed(case: dict[str, Any]) -> None:
    assert not is_signed(VECTORS["signer"]["public"], case["value"], statement(case["op"]))


@named("sealed")
def test_what_a_tablet_sealed_is_opened(case: dict[str, Any]) -> None:
    assert unseal(private("clinic"), case["purpose"], to_bytes(case["sealed"])) == to_bytes(case["plain"])


@named("not_opened")
def test_what_is_for_somebody_or_something_else_stays_closed(case: dict[str, Any]) -> None:
    with pytest.raises(NotSealed):
        unseal(private("clinic"), case["purpose"], to_bytes(case["sealed"]))


def test_each_seal_is_another() -> None:
    once, again = (seal(to_bytes(VECTORS["clinic"]["public"]), "op:1", b"text") for _ in range(2))
    assert once != again
    assert unseal(private("clinic"), "op:1", again) == b"text"


@pytest.mark.parametrize("text", ["=", "a", "AB", "+/AA", "AAA=", "AA\n"])
def test_only_the_one_way_of_writing_bytes_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        to_bytes(text)


def test_k12_what_is_wrapped_opens_for_its_purpose_only(inside: Flask) -> None:
    wrapped = wrap("one", b"secret")
    assert unwrap("one", wrapped) == b"secret"
    for purpose, text in (("another", wrapped), ("one", wrapped[:-1]), ("one", "")):
        with pytest.raises(Unreadable):
            unwrap(purpose, text)


def test_k3_the_private_half_is_in_the_database_wrapped_only(inside: Flask) -> None:
    key = db.session.scalars(db.select(ClinicKey).where(ClinicKey.clinic_id == NORTH)).one()
    sealed = seal(to_bytes(key.public), "op:1", b"text")
    assert open_sealed(NORTH, "op:1", sealed) == (b"text", key.id)
    with pytest.raises(NotSealed):
        open_sealed(fixed_id("south"), "op:1", sealed)
    tamper("UPDATE clinic_key SET private = public WHERE clinic_id = :c", c=NORTH)
    assert str(first_break(NORTH)).startswith(f"clinic_key {key.id}: not as audit row")


def test_k12_under_another_secret_a_new_key_is_made_and_the_old_one_kept(inside: Flask) -> None:
    begin_write()
    assert not provide_clinic_key(NORTH), "there is one"
    old = current_key(NORTH)
    assert old is not None
    old.wrapped_by = "00000000"  # as after a start with another SECRET_KEY
    assert current_key(NORTH) is None, "nothing may be sealed to what cannot be opened"
    assert provide_clinic_key(NORTH)
    new = current_key(NORTH)
    assert new is not None
    assert db.session.get(ClinicKey, (NORTH, old.id)) is old
    assert open_sealed(NORTH, "p", seal(to_bytes(new.public), "p", b"text")) == (b"text", new.id)
    old.private = wrap("as under another key", b"")
    with pytest.raises(KeyLost):
        open_sealed(NORTH, "p", seal(to_bytes(old.public), "p", b"text"))
    assert unreadable_keys(NORTH) == [
        f"clinic key {old.id} of {old.created_at:%Y-%m-%d %H:%M} UTC was wrapped under another SECRET_KEY "
        "(fingerprint 00000000): 0 copies of data keys open only with that one"
    ]
    kept = old.id
    db.session.commit()
    assert first_break(NORTH) is None
    said = inside.test_cli_runner().invoke(args=["verify"])
    assert said.exit_code == 0, "nothing was changed by other hands"
    assert f"{NORTH}\t  clinic key {kept}" in said.output

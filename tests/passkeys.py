"""A passkey in software: what a browser and its authenticator make of what the server asks."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import Passkey, SecondFactor
from server.services.keys.sealing import to_text
from tests.cast import Person, fixed_id

SITE, ORIGIN = "localhost", "http://localhost:8000"
PUBLIC_SITE, PUBLIC_ORIGIN = "notes.example.org", "https://notes.example.org"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """``count`` goes up with each answer; 0 is that of a passkey that is synchronised, which does not count."""

    count: int = 1
    site: str = SITE
    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: dict[str, Any]) -> dict[str, str]:
        """The body's ``made``."""
        point = self.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        known = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self.data(WITH_KEY) + known}
        client_data = self.client_data("webauthn.create", asked)
        return {
            "id": to_text(self.id), "client_data": to_text(client_data),
            "attestation": to_text(cbor2.dumps(attestation)),
        }  # fmt: skip

    def answer(self, asked: dict[str, Any]) -> dict[str, str]:
        if self.count:
            self.count += 1
        client_data, data = self.client_data("webauthn.get", asked), self.data()
        signature = self.private.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "id": to_text(self.id), "client_data": to_text(client_data),
            "authenticator_data": to_text(data), "signature": to_text(signature),
        }  # fmt: skip

    def client_data(self, kind: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def data(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + bytes([self.flags | more]) + self.count.to_bytes(4)


def add_passkey(client: Any, key: SoftKey, name: str = "Key on my ring") -> Any:
    """The answer to the second of the two requests. The server's PUBLIC_URL is ``ORIGIN``."""
    asked = client.post("/api/v1/me/passkeys/new", json={})
    assert asked.status_code == 201, asked.text
    return client.post("/api/v1/me/passkeys", json={"name": name, "made": key.make(asked.json)})


def give_name(app: Flask, monkeypatch: pytest.MonkeyPatch, origin: str = ORIGIN) -> None:
    """Until the end of the test: browsers make no passkey for 127.0.0.1. After another one than ``ORIGIN`` the cookies
    have other names."""
    monkeypatch.setitem(app.config, "NEEDLEPOINT", replace(app.config["NEEDLEPOINT"], public_url=origin))


def keep_passkey(app: Flask, person: Person) -> str:
    """The id of a passkey that nobody holds; it is there without the two requests."""
    with app.app_context():
        begin_write()
        passkey_id, row = (
            fixed_id(f"passkey of {person.key}"),
            {"clinic_id": fixed_id(person.clinic), "user_id": person.id},
        )
        if db.session.get(SecondFactor, tuple(row.values())) is None:
            db.session.add(SecondFactor(**row, last_step=0, codes=[]))
        key = {"id": passkey_id, "name": "A key", "credential_id": "AA", "public_key": "AA"}
        db.session.add(Passkey(**row, **key, created_at=utc_now()))
        db.session.commit()
    return passkey_id

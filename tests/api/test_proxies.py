"""Whose address counts: what a trusted proxy says, and nobody else."""

import pytest
from flask import Flask

from server.auth.proxies import ClientAddress
from server.config import read_networks
from server.db import db
from server.models import Throttle
from server.services.accounts.throttle import bucket_name
from tests.cast import PEOPLE
from tests.conftest import ApiClient
from tests.databases import SECRET, second_app

TRUSTED = read_networks("TRUSTED_PROXIES", "10.0.0.0/24, fd00::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.2", "192.168.1.20", "192.168.1.20"),
        ("10.0.0.2", "8.8.8.8, 192.168.1.20", "192.168.1.20"),
        ("10.0.0.2", "192.168.1.20, 10.0.0.9", "192.168.1.20"),
        ("10.0.0.2", "10.0.0.3, 10.0.0.9", "10.0.0.3"),
        ("fd00::1", "fe80::5", "fe80::5"),
        ("::ffff:10.0.0.2", "192.168.1.20", "192.168.1.20"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "192.168.1.20, nonsense", "10.0.0.2"),
        ("10.0.0.2", "unknown", "10.0.0.2"),
        ("192.168.1.66", "192.168.1.20", "192.168.1.66"),
        ("", "192.168.1.20", ""),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_proxy(peer: str, forwarded: str, client: str) -> None:
    assert ClientAddress(lambda *_: [], TRUSTED).find_client(peer, forwarded) == client


def test_wrong_passwords_are_counted_for_the_tablet_behind_the_proxy(app: Flask, tmp_path) -> None:
    body = {"email": "nobody@example.org", "password": "a wrong sentence", "device": PEOPLE["practitioner"].device}
    headers = {"X-Forwarded-For": "192.168.1.20", "X-Real-IP": "1.1.1.1", "Forwarded": "for=1.1.1.1"}
    with second_app(tmp_path, app.config["NEEDLEPOINT"].database_url, trusted_proxies=TRUSTED) as behind:
        behind.test_client_class = ApiClient
        for peer in ("10.0.0.2", "192.168.1.66"):
            from_peer = {"headers": headers, "environ_overrides": {"REMOTE_ADDR": peer}}
            behind.test_client().post("/api/v1/login", json=body, **from_peer)
    with app.app_context():
        counted = set(db.session.scalars(db.select(Throttle.bucket)))
    for address in ("192.168.1.20", "192.168.1.66"):
        assert bucket_name("address", address, SECRET) in counted

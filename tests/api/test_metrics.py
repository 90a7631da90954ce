"""What Prometheus is told: numbers by kind, and nobody's name."""

import urllib.request
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from server.db import begin_write, db, utc_now
from server.metrics import registry_of
from server.models import Device
from tests.cast import PEOPLE
from tests.conftest import API, ApiClient
from tests.server_process import ServerProcess
from tests.tablet import Tablet

pytestmark = pytest.mark.slow


def scrape(app: Flask) -> dict[tuple[str, ...], float]:
    text = generate_latest(registry_of(app, app.config["NEEDLEPOINT"])).decode()
    for secret in (*(person.name for person in PEOPLE.values()), *(person.id for person in PEOPLE.values())):
        assert secret not in text
    return {
        (sample.name.removeprefix("needlepoint_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_ops_and_requests_are_counted_by_kind_and_route(app: Flask, ana: Tablet) -> None:
    before = scrape(app)
    patient = ana.new_patient()
    ana.act("void", {**patient, "rev": 99}, content_hash="0" * 64, reason="x")
    after = scrape(app)
    grown = {key: value - before.get(key, 0) for key, value in after.items()}
    assert grown["ops_total", "create", "applied"] == 1
    assert sum(grown[key] for key in grown if key[0] == "ops_total") == 2
    assert grown["request_seconds_count", "POST", f"{API}/sync/push", "200"] == 2
    assert not any(patient["id"] in part for key in after for part in key)


def test_an_unknown_address_makes_no_label(app: Flask, client: ApiClient) -> None:
    client.get("/ana-ruiz")
    client.open("/ana-ruiz", method="BREW")
    found = scrape(app)
    assert found["request_seconds_count", "any", "none", "404"] >= 1
    assert not any("ana-ruiz" in part or part == "BREW" for key in found for part in key)


def test_the_state_of_server_and_tablets(app: Flask, ana: Tablet) -> None:
    with app.app_context():
        begin_write()
        device = db.session.scalars(db.select(Device).where(Device.id == PEOPLE["practitioner"].device["id"])).one()
        device.last_seen_at = utc_now() - timedelta(days=3)
        device.pending_ops, device.oldest_pending_at = 4, utc_now() - timedelta(hours=1)
        db.session.commit()
    found = scrape(app)
    assert found["ready",] == 1
    assert (found["devices", "week"], found["pending_ops",]) == (1, 4)
    assert 3600 <= found["oldest_pending_seconds",] < 3700
    assert found["database_bytes",] > 10_000
    assert found["disk_free_bytes", "data_dir"] > 0
    assert found["undelivered_messages",] == 0
    assert [key for key in found if key[0] == "info"]


def test_a_database_that_is_gone_is_told_as_not_ready(tmp_path) -> None:
    from tests.databases import make_app

    app = make_app(tmp_path, f"sqlite:///{tmp_path}/none/a.db")
    found = scrape(app)
    assert (found["ready",], found["fault", "database"]) == (0, 1)


def test_it_is_served_at_its_own_address_alone(tmp_path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = ServerProcess(tmp_path, METRICS_BIND=f"127.0.0.1:{port}")
    server.flask("prepare")
    server.start()
    try:
        with urllib.request.urlopen(f"{server.url}/livez", timeout=30) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
            assert b"needlepoint_ready 1.0" in answer.read()
        request = urllib.request.Request(f"{server.url}/metrics")
        try:
            status = urllib.request.urlopen(request, timeout=30).status
        except urllib.error.HTTPError as error:
            status = error.code
        assert status == 404
    finally:
        server.kill()

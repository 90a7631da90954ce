"""Fixtures of the links for patients."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from server.domain.patient_page.words import PAGE
from tests.exports.entries import Tablet
from tests.links import NAME, go_by


@pytest.fixture
def named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    return go_by(app, monkeypatch, NAME)


@pytest.fixture
def mine(named: Flask, cast: Any) -> Iterator[Tablet]:
    """The tablet that wrote the visit a page can be made of."""
    for language in ("en", "es"):
        body = {"language": language, "version": PAGE["version"]}
        assert cast.supervisor.post("/api/v1/patient-page/approve", json=body).status_code == 201
    tablet = Tablet(cast.practitioner, cast["practitioner"])
    tablet.patient()
    tablet.sign(tablet.note())
    return tablet

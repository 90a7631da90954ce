"""Tablets for single scenes: the shipped store and sync code in Node, against the server of ``app``."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.machine.tablets import Tablets


@pytest.fixture
def tablets(app: Flask) -> Iterator[Tablets]:
    made = Tablets(app)
    yield made
    made.close()

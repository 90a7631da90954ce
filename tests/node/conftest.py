"""The tablet's copy of the domain rules, run by Node. Skipped where Node is not installed."""

from collections.abc import Iterator

import pytest

from tests.node.page import NodePage


@pytest.fixture(scope="module")
def page() -> Iterator[NodePage]:
    with NodePage() as node:
        yield node

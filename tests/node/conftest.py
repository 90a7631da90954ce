"""The tablet's copy of the domain rules, run by Node. Skipped where Node is not installed."""

from collections.abc import Iterator

import pytest

from tests.node.page import NODE, NodePage


@pytest.fixture(scope="module")
def page() -> Iterator[NodePage]:
    if not NODE:
        pytest.skip("needs Node")
    with NodePage() as node:
        yield node

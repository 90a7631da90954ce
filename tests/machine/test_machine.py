"""Random histories of three tablets and a server (sync.md 2.12). A failing one is printed as its steps, with the seed.

NEEDLEPOINT_SOAK=1 plays 4,000 of them on each database; MACHINE_SEED and MACHINE_HISTORIES choose others, and
MACHINE_SHRINK=1 looks for a shorter one that fails.
"""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import Cast, ready
from tests.machine.checks import Machine
from tests.machine.tablets import Tablets
from tests.node.page import NODE

SOAK = bool(os.environ.get("NEEDLEPOINT_SOAK"))
SEED = int(os.environ.get("MACHINE_SEED", "9"))
HISTORIES = int(os.environ.get("MACHINE_HISTORIES", "4000" if SOAK else "4"))
GAMES = settings(
    max_examples=HISTORIES,
    stateful_step_count=40,
    deadline=None,
    database=None,
    print_blob=True,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink] if os.environ.get("MACHINE_SHRINK") else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def machine(backend: Any) -> Iterator[type[Machine]]:
    if not NODE:
        pytest.skip("needs Node")
    app = ready(backend, with_people=True)
    tablets = Tablets(app)
    gc.freeze()  # what is there by now stays: no need to look through it again and again
    yield type("History", (Machine,), {"backend": backend, "tablets": tablets, "make_cast": lambda _: Cast(app)})
    gc.unfreeze()
    tablets.close()


@pytest.mark.grows
def test_nothing_is_lost_or_overwritten(machine: type[Machine]) -> None:
    run_state_machine_as_test(seed(SEED)(machine), settings=GAMES)

"""The tablet's half of the domain against the shared examples: the tests of ``tests/e2e`` that need no page, run by
Node in seconds. Skipped where Node is not installed; the browser's run is the one that counts."""

from collections.abc import Iterator

import pytest

from tests.e2e.test_copying import (  # noqa: F401
    test_nothing_that_somebody_did_checked_or_saw_is_copied,
    test_without_these_lists_nothing_is_copied,
)
from tests.e2e.test_core_vectors import (  # noqa: F401 - collected here as tests
    test_amendments,
    test_canonical,
    test_clean_text,
    test_completeness,
    test_facts,
    test_reasons,
    test_rules,
    test_waiting_operations_lie_over_the_record,
    test_workflow,
    test_writers,
)
from tests.e2e.test_courses import (  # noqa: F401
    test_follow_ups,
    test_red_flags,
    test_standings,
    test_the_next_visit_takes_over_the_plan,
)
from tests.e2e.test_shelf_core import (  # noqa: F401
    test_a_protocol_keeps_how_and_never_what_belonged_to_the_visit,
    test_a_unit_of_another_note_is_used_and_ones_own_is_not,
    test_codes_on_boxes_are_read_or_refused,
    test_only_what_is_read_to_its_end_is_taken,
    test_the_tablet_folds_a_lot_as_the_server_does,
)
from tests.node.page import NODE, NodePage

pytestmark = pytest.mark.skipif(not NODE, reason="needs Node")


@pytest.fixture(scope="module")
def page() -> Iterator[NodePage]:
    with NodePage() as node:
        yield node

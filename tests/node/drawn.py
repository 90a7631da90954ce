"""Both languages over values drawn by Hypothesis, run by Node. Slow, and the browser does the same in ``tests/e2e``, so
it is not collected by itself: ``python -m tests.mutants`` names this file."""

from tests.e2e.test_core_vectors import (  # noqa: F401 - collected here as tests
    test_both_languages_apply_a_patch_alike,
    test_both_languages_come_to_the_same_hash,
    test_both_languages_judge_every_note_alike,
    test_both_languages_write_the_same_canonical_text,
)
from tests.node.test_core import page, pytestmark  # noqa: F401

"""The campaign of planted faults stays one: each fault applies to the code as it is, and its tests exist."""

from tests.mutants.faults import Fault, Stale, written
from tests.server_process import ROOT
from tests.table import check_rows


def test_every_written_fault_applies_and_names_tests_that_exist():
    check_rows(written(), applies, lambda fault: fault.name)


def applies(fault: Fault) -> None:
    try:
        fault.applied_to((ROOT / fault.file).read_text(encoding="utf-8"))
    except (OSError, Stale) as error:
        raise AssertionError(error) from None
    for node in fault.tests:
        path, _, name = node.partition("::")
        source = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
        assert (ROOT / path).exists(), f"no {path}"
        assert f"def {name.rpartition('::')[2].partition('[')[0]}" in source or not name, f"no {node}"

"""``python -m tests.mutants``: plants each fault, runs its tests, and reports which faults no test saw.

    --only TEXT     those whose name or file contains it       --list     only says what there is
    --families      only the families made from the tables     --whole    all of these, not a sample
    --written       only those written by hand                 --jobs N   so many at once

Ends with 0 when no fault is stale, every survivor is explained, and at most one in twenty survived.
"""

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from tests.mutants.bench import BROKEN, PASSED, STALE, SURVIVED, Bench, Verdict, needs_build
from tests.mutants.faults import Fault, families, written

MOST_SURVIVORS = 0.05


def main() -> int:
    asked = arguments()
    faults = chosen(asked)
    if asked.list:
        for fault in faults:
            print(f"{fault.name:40} {fault.file}: {fault.why}")
        print(f"{len(faults)} faults")
        return 0
    benches: SimpleQueue[Bench] = SimpleQueue()
    opened = [Bench() for _ in range(asked.jobs)]
    try:
        if not is_green(opened[0], faults):
            return 1
        for bench in opened:
            benches.put(bench)
        with ThreadPoolExecutor(asked.jobs) as pool:
            verdicts = list(pool.map(lambda fault: judged(benches, fault), faults))
    finally:
        for bench in opened:
            bench.__exit__(None, None, None)
    return report(verdicts)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--families", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--written", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


def chosen(asked: argparse.Namespace) -> list[Fault]:
    by_hand = [] if asked.families else written()
    made = [] if asked.written else families(asked.whole)
    return [fault for fault in by_hand + made if asked.only in fault.name or asked.only in fault.file]


def is_green(bench: Bench, faults: list[Fault]) -> bool:
    """Without a fault every test named passes, else a failure would prove nothing."""
    tests = tuple(sorted({test for fault in faults for test in fault.tests}))
    code, said = bench.run(tests, is_built=needs_build(tests))
    print(f"without a fault: {said}", flush=True)
    return code == PASSED


def judged(benches: "SimpleQueue[Bench]", fault: Fault) -> Verdict:
    bench = benches.get()
    try:
        verdict = bench.judge(fault)
    finally:
        benches.put(bench)
    print(f"{verdict.outcome:9} {fault.name:36} {fault.why}  [{verdict.said[:160]}]", flush=True)
    return verdict


def report(verdicts: list[Verdict]) -> int:
    counted = Counter(verdict.outcome for verdict in verdicts)
    print("\n" + ", ".join(f"{outcome} {n}" for outcome, n in sorted(counted.items())), f"of {len(verdicts)}")
    survivors = [verdict for verdict in verdicts if verdict.outcome == SURVIVED]
    for verdict in survivors:
        print(f"survived: {verdict.fault.name}: {verdict.fault.why}. {verdict.fault.survives or 'NOT EXPLAINED'}")
    for verdict in verdicts:
        if verdict.outcome in (STALE, BROKEN):
            print(f"{verdict.outcome}: {verdict.fault.name}: {verdict.said}")
    unexplained = [verdict for verdict in survivors if not verdict.fault.survives]
    too_many = len(survivors) > MOST_SURVIVORS * len(verdicts)
    return int(bool(unexplained or too_many or counted[STALE] or counted[BROKEN]))


if __name__ == "__main__":
    sys.exit(main())

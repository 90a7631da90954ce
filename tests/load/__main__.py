"""``make bench``: W1 to W4 against this server and the bare one, W5 in a browser, in one run, on loopback."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tests.load import clinics, exports, tablet
from tests.load.fill import fill_bare, fill_server
from tests.load.mood import Mood
from tests.load.target import Target

PDF_TIMES = 20
ROW = "{:<38} {:>11} {:>11} {:>8} {:>8} {:>8}   {}"


class Report:
    """Lines of a table as they become known; ``missed`` names those that do not reach what they must."""

    def __init__(self) -> None:
        self.missed: list[str] = []
        print(ROW.format("", "bare", "ours", "ratio", "must", "aim", "ours: p50 / p99 ms, more"))

    def line(
        self, name: str, bare: float, ours: float, must: float, aim: float, *, faster: bool, more: str = ""
    ) -> None:
        """``faster``: the figures are rates, so the ratio must be reached; else times, so it must not be passed."""
        ratio = ours / bare if bare else float("inf")
        if ratio < must if faster else ratio > must:
            self.missed.append(name)
        limit = ">=" if faster else "<="
        print(
            ROW.format(name, f"{bare:.1f}", f"{ours:.1f}", f"{ratio:.2f}", f"{limit}{must}", f"{limit}{aim}", more),
            flush=True,
        )


def spread(result: dict[str, Any]) -> str:
    errors = f"  {len(result['errors'])}+ ERRORS {result['errors'][0]}" if result["errors"] else ""
    cpu = f"  cpu {result['cpu']:.2f} s/1000" if "cpu" in result else ""
    return f"{result['p50']:.1f} / {result['p99']:.1f}{cpu}{errors}"


def ingest(report: Report, floor: Target, ours: Target, *, full: bool, name: str = "W1") -> None:
    singles = (1, 8, 32) if full else (1, 8)
    for batch, clients in [(1, n) for n in singles] + [(50, n) for n in singles]:
        count = (2000 if full else 400) if batch == 1 else (10_000 if full else 1500)
        one, other = floor.push(count, batch, clients), ours.push(count, batch, clients)
        must, aim = ((0.5, 0.8) if batch == 1 or name != "W1" else (0.3, 0.6)) if clients == 8 else (0, 0)
        more = f"{spread(other)}  (bare {one['cpu']:.2f})"
        label = f"{name} {'single' if batch == 1 else 'batch 50'}, {clients} clients, notes/s"
        report.line(label, one["rate"], other["rate"], must, aim, faster=True, more=more)


def catch_up(report: Report, bare: Target, ours: Target) -> None:
    all_bare, all_ours = bare.fire("pull", limit=500), ours.fire("pull", limit=500)
    rates = [one["count"] / one["wall"] for one in (all_bare, all_ours)]
    report.line(f"W2 all {all_ours['count']}, records/s", *rates, 0.4, 0.7, faster=True, more=spread(all_ours))
    for target in (bare, ours):
        target.push(100, 50, 1)
    late_bare = best(lambda: bare.fire("pull", limit=500, cursor=all_bare["cursor"]))
    late_ours = best(lambda: ours.fire("pull", limit=500, cursor=all_ours["cursor"]))
    more = f"{late_ours['count']} records"
    report.line(
        "W2 100 behind, ms", late_bare["wall"] * 1000, late_ours["wall"] * 1000, 2.5, 1.5, faster=False, more=more
    )


def best(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    return min((measure() for _ in range(5)), key=lambda result: result["wall"])


def queue(report: Report, bare: Target, ours: Target, held: int) -> float:
    path = "/api/v1/review/queue?limit=50"
    one, other = bare.fire("get", path=path, times=100), ours.fire("get", path=path, times=100)
    report.line(f"W3 queue, {held} waiting, p50 ms", one["p50"], other["p50"], 3, 1.5, faster=False, more=spread(other))
    return float(other["p50"])


def leave(report: Report, bare: Target, ours: Target, signed: str, *, full: bool) -> None:
    patient, form = exports.patient_with_visits(ours), "/api/v1/patients/{}/summary.{}"
    ready = exports.patient_with_visits(bare)
    for kind, must, aim in (("csv", 99, 5), ("json", 3, 2)):
        first = ours.fire("get", path=form.format(patient, kind), times=1)
        one = bare.fire("get", path=form.format(ready, kind), times=20)
        other = ours.fire("get", path=form.format(patient, kind), times=20)
        report.line(
            f"W4 24 visits as {kind}, p50 ms", one["p50"], other["p50"], must, aim, faster=False,
            more=f"{spread(other)}  first {first['p50']:.1f}",
        )  # fmt: skip
    ours.approve_page()
    for audience, who, payload_of in (
        ("clinician", patient, exports.record_payload),
        ("patient", signed, exports.page_payload),
    ):
        pages(report, ours, audience, form.format(who, f"pdf?audience={audience}"), payload_of(ours, who))
    whole_clinic(report, bare, ours, 20_000 if full else 2000)


def pages(report: Report, ours: Target, audience: str, path: str, payload: tuple[Path, dict[str, Any]]) -> None:
    """One after the other, so that both have the same machine; and ours with no pause between, where the next child
    that sets pages is not ready yet."""
    alone, asked = [], []
    for _ in range(PDF_TIMES):
        alone.append(exports.typesetting_ms(*payload))
        asked.append(ours.fire("get", path=path, times=1)["p50"])
    in_a_row = ours.fire("get", path=path, times=PDF_TIMES)
    floor, other = median(alone), median(asked)
    more = f"{other:.1f} / {max(asked):.1f}  with no pause {in_a_row['p50']:.1f}, ratio {in_a_row['p50'] / floor:.2f}"
    name = f"W4 PDF for the {audience}, p50 ms (typst)"
    report.line(name, floor, other, 1.5, 1.2, faster=False, more=more)


def whole_clinic(report: Report, bare: Target, ours: Target, count: int) -> None:
    """As milliseconds a note: the bare server reads, parses and writes the same rows of the same tables into the same
    kind of archive, and checks nothing. Judged is an export after a night; the other figures are what the night took,
    and an export of which nothing is kept."""
    exports.clinic_of_visits(ours, count)
    dump, lines = bare.fire("get", path="/api/v1/tables.zip", times=3), bare.count_notes()
    made, cold = (exports.clinic_table(ours, after_night=after_night) for after_night in (True, False))
    notes = ours.count_notes()
    one, other = dump["p50"] / lines, made["seconds"] * 1000 / notes
    night, first = made["night"] * 1000 / notes, cold["seconds"] * 1000 / notes
    more = f"the night {night:.2f}, nothing kept {first:.2f} ms, ratio {first / one:.1f}"
    report.line(f"W4 clinic as CSV, {notes} notes, ms a note", one, other, 1.5, 1.2, faster=False, more=more)
    above = max(made["above_mb"], cold["above_mb"])
    report.line("W4 clinic as CSV, MB above idle (bare: 60)", 60, above, 1, 0.8, faster=False)


def run(room: Path, *, full: bool, postgres: bool) -> list[str]:
    bare = Target("bare", room / "bare", "tests.load.bare:app")
    bare.server.start()
    bare.wait()
    ours = Target("ours", room / "ours").open_clinic()
    others = [ours, bare]
    try:
        report, mood = Report(), Mood(room)
        mood.look()
        at_rest = ours.memory_mb()
        size, count = ours.disk_bytes(), 400
        ingest(report, bare, ours, full=full)
        mood.look()
        if postgres:
            others.append(other := Target("postgres", room / "pg", **exports.postgres(room)).open_clinic())
            ingest(report, ours, other, full=full, name="W1 PostgreSQL against SQLite")
            mood.look()
        before = ours.push(count, 50, 1)
        signed = ours.push_signed()
        held = fill_up(bare, ours, 20_000 if full else 4000)
        catch_up(report, bare, ours)
        ours.make_supervisor()
        small = queue(report, bare, ours, held)
        mood.look()
        leave(report, bare, ours, signed, full=full)
        if full:
            grow(report, bare, ours, small, before)
        mood.look()
        memory = f"{at_rest:.0f} MB at rest, {ours.memory_mb():.0f} MB now"
        print(f"\nAll our processes: {memory}; {(ours.disk_bytes() - size) / 1024**2:.0f} MB on disk")
        print(mood.describe())
        return mood.judge(report.missed)
    finally:
        for target in others:
            target.server.stop()


def only_exports(room: Path, *, full: bool) -> list[str]:
    """W4 without the load before it."""
    bare, ours = Target("bare", room / "bare", "tests.load.bare:app"), Target("ours", room / "ours")
    bare.server.start()
    try:
        bare.wait()
        ours.open_clinic()
        report, signed = Report(), ours.push_signed()
        fill_bare(f"{bare.data_dir}/bare.db", 4000, bare.patients[0])
        ours.make_supervisor()
        leave(report, bare, ours, signed, full=full)
        return report.missed
    finally:
        for target in (ours, bare):
            target.server.stop()


def fill_up(bare: Target, ours: Target, count: int) -> int:
    fill_server(ours.database_url, count)
    fill_bare(f"{bare.data_dir}/bare.db", count, bare.patients[0])
    return count


def grow(report: Report, bare: Target, ours: Target, small: float, before: dict[str, Any]) -> None:
    """The same work with ten times as much there."""
    held = fill_up(bare, ours, 180_000)
    large = queue(report, bare, ours, held + 20_000)
    report.line("W3 200,000 against 20,000, p50 ms", small, large, 1.3, 1.1, faster=False)
    after = ours.push(400, 50, 1)
    report.line("W1 per note at 200,000, ms", 1000 / before["rate"], 1000 / after["rate"], 1.2, 1.05, faster=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="20,000 and 200,000 notes, 32 clients")
    parser.add_argument("--postgres", action="store_true", help="W1 on PostgreSQL as well")
    parser.add_argument("--exports", action="store_true", help="W4 alone")
    parser.add_argument("--clinics", type=int, help="so many clinics on two servers and one PostgreSQL, alone")
    parser.add_argument("--tablet", action="store_true", help="W5 alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="needlepoint-bench-") as room:
        Path(room).chmod(0o755)  # the bundled PostgreSQL runs as a user of its own
        if options.clinics:
            missed = clinics.run(Path(room), options.clinics, full=options.full)
        elif options.exports:
            missed = only_exports(Path(room), full=options.full)
        else:
            missed = [] if options.tablet else run(Path(room), full=options.full, postgres=options.postgres)
    missed += [] if options.exports or options.clinics else tablet.run()
    print("All figures reach what they must." if not missed else "\n".join(["Not what they must be:", *missed]))
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())

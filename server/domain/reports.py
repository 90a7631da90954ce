"""The reports of a clinic: what waits and for how long, what the rules found, what went wrong after which treatment,
and how long a review takes. Counts alone: no name and no text of a record.

Each is a table: its columns by name, and rows of texts and numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from server.domain.figures import number
from server.domain.given import is_needled, is_prp_used, is_session
from server.domain.units import Content, units_of
from server.domain.views import runs_of, sites_of

AGES = ((1, "under 1"), (3, "1 to 3"), (7, "3 to 7"), (30, "7 to 30"))
OLDEST = "over 30"
NO_DEPTH, DEPTHS = "none", ((0.5, "up to 0.5"), (1.0, "0.5 to 1"), (1.5, "1 to 1.5"), (2.0, "1.5 to 2"))
DEEPEST = "over 2"
COLUMNS = {
    "waiting": ("age_days", "unsent", "unsigned", "unreviewed"),
    "rules": ("rule", "findings", "reasons", "overrides"),
    "events": ("by", "value", "visits", "events", "per_100_sessions"),
    "approval": ("month", "approved", "median_hours", "longest_hours"),
}
Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed note, with how many adverse events name it."""

    content: Content
    events: int


def waiting(unsent: Iterable[tuple[datetime, int]], drafts: Iterable[datetime], signed: Iterable[datetime],
            now: datetime) -> Rows:  # fmt: skip
    """By how many days ago: changes that tablets told of, notes that nobody signed, notes that wait for a review."""
    counts: dict[str, list[int]] = {name: [0, 0, 0] for name in [*(name for _, name in AGES), OLDEST]}
    for at, n in unsent:
        counts[age_of(now - at)][0] += n
    for column, times in ((1, drafts), (2, signed)):
        for at in times:
            counts[age_of(now - at)][column] += 1
    return [[name, *found] for name, found in counts.items()]


def age_of(age: timedelta) -> str:
    return next((name for days, name in AGES if age < timedelta(days=days)), OLDEST)


def rules(notes: Iterable[tuple[Content, Iterable[dict[str, Any]]]]) -> Rows:
    """In how many signed notes each rule found something, and was answered by a reason or an override."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for content, findings in notes:
        for rule in {row["rule"] for row in findings if row["severity"] != "info"}:
            counts[rule]["findings"] += 1
        for kind in ("reason", "override"):
            for unit, values in units_of(content, kind):
                if (values.get("text") or "").strip():
                    counts[unit.partition(":")[2]][kind] += 1
    found = sorted(counts.items(), key=lambda each: (-each[1]["findings"], each[0]))
    return [[rule, one["findings"], one["reason"], one["override"]] for rule, one in found]


def events(visits: Iterable[Visit]) -> Rows:
    """Signed sessions and the adverse events that name one, by what was used at it."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for visit in visits:
        if not is_session(visit.content) and not visit.events:
            continue
        for key in set(used_at(visit.content)):
            counts[key][0] += 1
            counts[key][1] += visit.events
    order = ("device", "depth_mm", "lot", "prp")
    found = sorted(counts.items(), key=lambda each: (order.index(each[0][0]), -each[1][1], each[0][1]))
    return [[by, value, n, bad, round(100 * bad / n, 1)] for (by, value), (n, bad) in found]


def used_at(content: Content) -> Iterator[tuple[str, str]]:
    for _unit, values in units_of(content, "device"):
        for name, by in (("product", "device"), ("cartridge_lot", "lot")):
            if value := str(values.get(name) or "").strip():
                yield by, value
    if is_needled(content):
        yield "depth_mm", depth_of(content)
    yield "prp", "yes" if any(is_prp_used(values) for _unit, values in units_of(content, "prp")) else "no"


def depth_of(content: Content) -> str:
    depths = [mm for _, site in sites_of(content) for run in runs_of(site) if (mm := number(run.get("depth_mm")))]
    if not depths:
        return NO_DEPTH
    return next((name for most, name in DEPTHS if max(depths) <= most), DEEPEST)


def approval(reviews: Iterable[tuple[datetime, datetime]]) -> Rows:
    """From the signature to its approval, by the month of the signature (UTC)."""
    months: dict[str, list[float]] = defaultdict(list)
    for signed, approved in reviews:
        months[f"{signed:%Y-%m}"].append(max(0.0, (approved - signed).total_seconds() / 3600))
    return [[month, len(took), round(median(took), 1), round(max(took), 1)] for month, took in sorted(months.items())]

"""What this process has counted since its start, for ``metrics.py`` to tell."""

from prometheus_client import CollectorRegistry, Counter, Histogram

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
counted = CollectorRegistry()
requests_seconds = Histogram(
    "needlepoint_request_seconds",
    "Time to answer a request, by route",
    ["method", "route", "status"],
    buckets=BUCKETS,
    registry=counted,
)
ops_total = Counter(
    "needlepoint_ops",
    "Changes that tablets sent, by kind and what became of them",
    ["kind", "outcome"],
    registry=counted,
)
errors_total = Counter("needlepoint_errors", "Errors nobody expected, by type", ["error"], registry=counted)

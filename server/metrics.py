"""Numbers for Prometheus, at an address of their own (METRICS_BIND). Labels hold no name, id or value of a record.

What is counted is counted by this process since its start; what the database and the disk say is read at each scrape.
"""

import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from server.config import Config
from server.counters import counted, ops_total, requests_seconds
from server.db import db, utc_now
from server.selfcheck import find_faults, migration_head
from server.services import watch
from server.services.feed import read_epoch
from server.services.jobs import read_runs
from server.services.outgoing import count_all_undelivered
from server.services.records.ops import BadOp, Op, Result
from server.version import program_version


def count_request(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.url_rule else "any"
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    requests_seconds.labels(method, route, response.status_code).observe(seconds)
    return response


def count_ops(ops: Sequence[Op | BadOp], results: Sequence[tuple[Result, object]]) -> None:
    for op, (result, _record) in zip(ops, results, strict=True):
        ops_total.labels(op.kind if isinstance(op, Op) else "unreadable", result.status).inc()


class State(Collector):
    """The state of the installation at this moment."""

    def __init__(self, app: Flask, config: Config) -> None:
        self.app = app
        self.config = config

    def collect(self) -> Iterator[Metric]:
        yield from counted.collect()
        with self.app.app_context():
            faults = find_faults(self.config.data_dir)
            yield gauge("ready", "1 when the server is fit to take notes", float(not faults))
            yield by_label("fault", "What it is not fit for", "name", dict.fromkeys(faults, 1.0))
            yield by_label("disk_free_bytes", "Room on the disk of DATA_DIR", "folder", {"data_dir": self.free_bytes()})
            try:
                yield from list(read_database(utc_now()))
            except SQLAlchemyError:  # then ready and fault say so
                return
            finally:
                db.session.remove()

    def free_bytes(self) -> float:
        return float(shutil.disk_usage(self.config.data_dir).free)


def read_database(now: datetime) -> Iterator[Metric]:
    info = GaugeMetricFamily(
        "needlepoint_info", "Which program on which database", labels=["version", "revision", "epoch"]
    )
    info.add_metric([program_version(), str(migration_head()), read_epoch()], 1.0)
    yield info
    size, log = watch.database_bytes()
    yield gauge("database_bytes", "Size of the database", size)
    yield gauge("wal_bytes", "Size of SQLite's write-ahead log", log)
    runs = read_runs()
    good = {kind: run.good_at.timestamp() for kind, run in runs.items() if run.good_at}
    yield by_label("job_good_timestamp_seconds", "When a job last went well", "job", good)
    failed = {kind: float(bool(run.error)) for kind, run in runs.items()}
    yield by_label("job_failed", "1 when the last run of a job failed", "job", failed)
    tablets = watch.read_tablets(now)
    seen = {"day": tablets.seen_in_a_day, "week": tablets.seen_in_a_week, "longer": tablets.unseen}
    yield by_label("devices", "Tablets, by when they were last seen", "seen", seen)
    yield gauge("pending_ops", "Changes that tablets said they hold unsent", tablets.pending_ops)
    yield gauge("oldest_pending_seconds", "Age of the oldest of these", age(tablets.oldest_pending_at, now))
    yield gauge("undelivered_messages", "Mails and calls of webhooks that could not leave", count_all_undelivered())
    waiting, since = watch.count_waiting_reviews()
    yield gauge("reviews_waiting", "Signed notes that wait for a supervisor", waiting)
    yield gauge("oldest_review_seconds", "How long the oldest of these waits", age(since, now))


def age(at: datetime | None, now: datetime) -> float:
    return (now - at).total_seconds() if at else 0.0


def gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"needlepoint_{name}", what, value=value)


def by_label(name: str, what: str, label: str, values: dict[str, float] | dict[str, int]) -> Metric:
    family = GaugeMetricFamily(f"needlepoint_{name}", what, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def install_metrics(app: Flask) -> None:
    app.after_request(count_request)


def registry_of(app: Flask, config: Config) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(State(app, config))
    return registry


def serve_metrics(app: Flask, config: Config) -> None:
    """In threads of their own, until the process ends."""
    if config.metrics_bind:
        host, port = config.metrics_bind
        start_http_server(port, host, registry_of(app, config))

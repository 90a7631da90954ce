"""``flask jobs``: what the server does by itself."""

import signal
import sys
import threading

import click
from flask import current_app

from server.cli.database import DatabaseGroup
from server.config import settings
from server.jobs.consumer import make_huey, start_consumer
from server.jobs.nightly import perform
from server.services.jobs import KINDS, Run, kinds_here, read_runs

NEEDS = {"backup": "BACKUP_DIR", "remind": "SMTP_URL"}
group = DatabaseGroup("jobs", help="Backup, verification and tidying up, which the server does each night.")


@group.command("list")
def list_jobs() -> None:
    """Each job: how it went last, when it last went well."""
    runs = read_runs()
    for kind in KINDS:
        is_here = kind in kinds_here(settings().backup_dir, settings().mail is not None) or kind in runs
        click.echo(f"{kind}\t{describe(runs.get(kind)) if is_here else f'off: {NEEDS[kind]} is not set'}")


@group.command("now")
@click.argument("kind", type=click.Choice(KINDS))
def run_now(kind: str) -> None:
    """Do one of them at once."""
    if not perform(kind):
        raise click.ClickException(f"{kind} is under way already.")
    run = read_runs()[kind]
    click.echo(f"{kind}\t{describe(run)}")
    sys.exit(1 if run.error else 0)


@group.command("run")
def run_jobs() -> None:
    """Do each when it is due, until asked to end: for servers with several processes, which leave it to this one."""
    consumer = start_consumer(make_huey(current_app._get_current_object(), settings()))  # type: ignore[attr-defined]
    asked_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    asked_to_end.wait()
    consumer.stop(graceful=True)


def describe(run: Run | None) -> str:
    if run is None or run.started_at is None:
        return "has not run yet"
    took = f", {run.seconds:.1f} s" if run.seconds is not None else ""
    good = f"; last without a fault {run.good_at:%Y-%m-%d %H:%M} UTC" if run.good_at and run.error else ""
    why = f": {run.why}" if run.error and run.why else ""
    return f"{run.error or run.state} {run.started_at:%Y-%m-%d %H:%M} UTC{took}{good}{why}"

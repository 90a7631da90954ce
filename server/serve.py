"""``python -m server.serve``: the server of ``make run``.

Waitress reads a request to its end before a thread takes it, so connections that are slow or silent hold no thread.
One process with threads also suits SQLite, which has one writer at a time.
"""

import argparse
import logging
import os
import resource
import signal
import socket
import sys
import tempfile
from importlib import import_module
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server

from server.config import Config
from server.jobs.consumer import make_huey, start_consumer
from server.metrics import serve_metrics
from server.settings_file import BadConfig

CONNECTIONS = 1000
SPARE_FILES = 100  # for the database, temporary files and logs
DRAIN_SECONDS = 25
MOST_READ = 64 * 1024
NO_PROXY = (
    "\nTRUSTED_PROXIES is empty: all tablets count as one address where wrong passwords are slowed down. "
    "Name the address of your proxy."
)
SETTINGS: dict[str, Any] = {
    "asyncore_use_poll": True,  # select cannot watch as many connections
    "channel_timeout": 30,  # seconds without a byte, while no request is being answered
    "cleanup_interval": 10,
    "max_request_header_size": 16 * 1024,
    "max_request_body_size": 6 * 1024 * 1024,  # more than any view takes, so that refusals are the application's
    # What one read may bring of pipelined requests, times the largest public file, stays below the output at which
    # waitress makes a thread wait for the reader. What is over 1 MB of it lies in a file.
    "recv_bytes": 1024,
    "outbuf_high_watermark": 32 * 1024 * 1024,
    "ident": None,
}


def serve(app: Flask, config: Config, listener: socket.socket) -> None:
    """Answer until told to end (SIGTERM, Ctrl-C); then finish what was begun, so that no commit loses its answer."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    folder = config.data_dir / "tmp"  # bodies and answers too large for memory hold what records say
    folder.mkdir(mode=0o700, exist_ok=True)
    tempfile.tempdir = str(folder)
    server = make_server(app, config, listener)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    serve_metrics(app, config)
    consumer = start_consumer(make_huey(app, config)) if config.jobs else None
    server.run()
    if consumer:
        consumer.stop()
    server.task_dispatcher.shutdown(timeout=DRAIN_SECONDS)  # run() itself waits five seconds


class Channel(HTTPChannel):  # type: ignore[misc]
    """Reads what is missing of a body at once, and nothing of the request after it: a push would come in by 1 kB."""

    def recv(self, size: int) -> bytes:
        body = self.request.body_rcv if self.request else None
        found: bytes = super().recv(min(max(size, getattr(body, "remain", 0)), MOST_READ))
        return found


def make_server(app: Flask, config: Config, listener: socket.socket) -> Any:
    server = create_server(
        app,
        sockets=[listener],
        threads=config.web_threads,
        connection_limit=allow_connections(),
        clear_untrusted_proxy_headers=not config.trusted_proxies,
        **SETTINGS,
    )
    server.channel_class = Channel
    return server


def allow_connections() -> int:
    """As many connections as may be open at once, within what the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_FILES
    if soft < wanted:
        soft = min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(CONNECTIONS, soft - SPARE_FILES)


def describe_address(config: Config) -> str:
    """Where it is to be opened, for the person at the console."""
    host = f"[{config.host}]" if ":" in config.host else config.host
    own = f"{host}:{config.port}"
    if config.is_https:
        warning = "" if config.trusted_proxies else NO_PROXY
        return f"Tablets open {config.public_url} (the proxy passes it on to {own}). Ctrl-C ends it.{warning}"
    return (
        f"Open {config.public_url} on this machine. Ctrl-C ends it.\n"
        "Tablets cannot open that: they need https and a name (PUBLIC_URL). docs/operations.md goes there in ten steps."
    )


def read_config() -> Config:
    try:
        return Config.from_env()
    except BadConfig as error:
        sys.exit(f"Needlepoint does not start: {error}")


def run_gunicorn(config: Config) -> None:
    """For use behind a proxy that reads requests to their end: here a slow connection holds a thread."""
    bound = ["--bind", f"{config.host}:{config.port}", "--workers", str(config.web_workers)]
    threads = ["--worker-class", "gthread", "--threads", str(config.web_threads)]
    limits = ["--keep-alive", "15", "--timeout", "60", "--limit-request-line", "8190", "--graceful-timeout", "25"]
    options = [*bound, *threads, *limits, "--no-control-socket", "--forwarded-allow-ips", "", "--log-level", "warning"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "wsgi:app", *options])  # noqa: S606 (no shell is meant)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m server.serve", description="Serve on HOST and PORT.")
    parser.add_argument("app", nargs="?", default="wsgi:app", help="module:name of the application")
    parser.add_argument("--fd", type=int, help="a listening socket handed down instead")
    options = parser.parse_args()
    config = read_config()
    if options.fd is None and config.web_workers > 1:
        print(describe_address(config), flush=True)  # noqa: T201
        run_gunicorn(config)
    module, _, name = options.app.partition(":")
    app = getattr(import_module(module), name)
    if options.fd is None:
        family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
        listener = socket.create_server((config.host, config.port), family=family)
        print(describe_address(config), flush=True)  # noqa: T201
    else:
        listener = socket.socket(fileno=options.fd)
    serve(app, config, listener)


if __name__ == "__main__":
    main()

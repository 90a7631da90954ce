"""``python -m server.serve``: the server of ``make run``.

Waitress reads a request to its end before a thread takes it, so connections that are slow or silent hold no thread.
One process with threads also suits SQLite, which has one writer at a time.
"""

import argparse
import logging
import resource
import signal
import socket
import sys
import tempfile
from importlib import import_module
from typing import Any

from flask import Flask
from waitress.server import create_server

from server.config import Config

CONNECTIONS = 1000
SPARE_FILES = 100  # for the database, temporary files and logs
DRAIN_SECONDS = 25
SETTINGS: dict[str, Any] = {
    "asyncore_use_poll": True,  # select cannot watch as many connections
    "channel_timeout": 30,  # seconds without a byte, while no request is being answered
    "cleanup_interval": 10,
    "max_request_header_size": 16 * 1024,
    "max_request_body_size": 6 * 1024 * 1024,  # more than any view takes, so that refusals are the application's
    # What one read may bring of pipelined requests, times the largest public file, stays below the 16 MB of output at
    # which waitress makes a thread wait for the reader.
    "recv_bytes": 1024,
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
    server.run()
    server.task_dispatcher.shutdown(timeout=DRAIN_SECONDS)  # run() itself waits five seconds


def make_server(app: Flask, config: Config, listener: socket.socket) -> Any:
    return create_server(
        app,
        sockets=[listener],
        threads=config.web_threads,
        connection_limit=allow_connections(),
        clear_untrusted_proxy_headers=not config.is_behind_proxy,
        **SETTINGS,
    )


def allow_connections() -> int:
    """As many connections as may be open at once, within what the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_FILES
    if soft < wanted:
        soft = min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(CONNECTIONS, soft - SPARE_FILES)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m server.serve", description="Serve on HOST and PORT.")
    parser.add_argument("app", nargs="?", default="wsgi:app", help="module:name of the application")
    parser.add_argument("--fd", type=int, help="a listening socket handed down instead")
    options = parser.parse_args()
    module, _, name = options.app.partition(":")
    app = getattr(import_module(module), name)
    config = Config.from_env()
    if options.fd is None:
        family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
        listener = socket.create_server((config.host, config.port), family=family)
    else:
        listener = socket.socket(fileno=options.fd)
    serve(app, config, listener)


if __name__ == "__main__":
    main()

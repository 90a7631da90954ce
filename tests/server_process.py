"""A real server in its own process group, for the tests that stop it, kill it or cut it off."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import template

ROOT = Path(__file__).parents[1]
SECRET = "only-for-tests-0123456789abcdef0123456789abcdef"


def listen(port: int) -> socket.socket:
    """On a free port if none is given: one that Linux gives to no outgoing connection (those begin at 32768), so that
    a server that was killed finds it free again. Its last process may let go of the port a moment later than of the
    rest."""
    until = time.monotonic() + 10
    while True:
        try:
            return socket.create_server(("127.0.0.1", port or random.randrange(20_000, 32_000)), backlog=128)
        except OSError:
            if time.monotonic() > until:
                raise
            os.sched_yield()


class ServerProcess:
    """The server of ``make run`` on a port of its own, with its data in ``data_dir``; with more workers, gunicorn.

    The listening socket is bound here and handed down, so a request made right after ``start`` waits in the backlog
    until a thread takes it, and nobody has to poll or sleep.
    """

    def __init__(self, data_dir: Path, *, workers: int = 1, **environment: str) -> None:
        self.data_dir = data_dir
        self.workers = workers
        self.environment = environment
        self.app = "wsgi:app"
        self.port = 0
        self.forked = True  # from the template; false where memory is measured or other sources run
        self.pid: int | None = None  # while it runs
        self.process: subprocess.Popen[bytes] | None = None
        self.lifeline = -1

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        own = {
            "DATA_DIR": str(self.data_dir),
            "SETTINGS_FILE": "",
            "JOBS": "0",
            "PORT": str(self.port or 8000),
            "SECRET_KEY": SECRET,
            "LOG_LEVEL": "WARNING",
        }
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DEMO", "PUBLIC_URL")}
        return kept | own | self.environment

    def flask(self, *arguments: str) -> str:
        """Run one of the project's own commands on this server's data; what it prints but for the database's name."""
        with tempfile.TemporaryFile() as printed:
            command = ["--app", "wsgi", *arguments]
            status = template.wait(template.start("flask", command, self.env, printed.fileno()))
            printed.seek(0)
            text = printed.read().decode()
        assert status == 0, text
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("Database: "))

    def start(self, *prefix: str) -> "ServerProcess":
        """Start, or start again on the same port; ``prefix`` is put before the command (a tracer, for instance)."""
        listener = listen(self.port)
        self.lifeline, held = os.pipe()
        self.port = listener.getsockname()[1]
        with listener, (self.data_dir / "server.log").open("ab") as log:
            if self.workers == 1 and self.forked and not prefix:
                arguments = ["--fd", template.SECOND, self.app]
                descriptors = (log.fileno(), listener.fileno(), held)
                self.pid = template.start("server.serve", arguments, self.env, *descriptors)
            else:
                self.process = subprocess.Popen(
                    [*prefix, sys.executable, "-m", *self.command(listener.fileno()), self.app],
                    cwd=ROOT,
                    env=self.env,
                    stdout=log,
                    stderr=log,
                    pass_fds=[listener.fileno(), held],
                    start_new_session=True,
                )
                self.pid = self.process.pid
        os.close(held)
        return self

    def command(self, listener: int) -> list[str]:
        if self.workers == 1:
            return ["server.serve", "--fd", str(listener)]
        options = ["--worker-class", "gthread", "--threads", "4", "--keep-alive", "15", "--graceful-timeout", "5"]
        bound = ["--bind", f"fd://{listener}", "--workers", str(self.workers)]
        return ["gunicorn", *bound, *options, "--log-level", "warning"]

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the whole group at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self.pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)
        if self.process:
            self.process.wait(timeout=30)
        else:
            template.wait(self.pid)
        os.read(self.lifeline, 1)  # every process of the group holds the other end: this returns when the last is gone
        os.close(self.lifeline)
        self.pid = self.process = None

    def log(self) -> str:
        return (self.data_dir / "server.log").read_text()

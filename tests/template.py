"""A process that has the project imported and forks whenever a test wants a server or one of the project's commands.

Importing takes two seconds of a core, a fork some milliseconds, and the browser tests start servers a hundred times.
What runs is the same module with the same arguments and environment as on a command line.
"""

import atexit
import json
import os
import random
import runpy
import socket
import subprocess
import sys
import traceback
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUEST_BYTES = 1 << 17  # arguments and environment
SECOND = "{fd}"


def start(module: str, arguments: list[str], env: dict[str, str], *descriptors: int) -> int:
    """Run ``python -m module arguments`` in a process group of its own; its process id, which ``wait`` must be given.

    What it prints goes to the first descriptor and the others stay open in it; ``SECOND`` among the arguments stands
    for the number of the second.
    """
    return _ask({"module": module, "arguments": arguments, "env": env}, *descriptors)


def wait(pid: int) -> int:
    """Until that process is gone with all it held; its exit status. Nothing else can be started meanwhile."""
    return _ask({"wait": pid})


def begin_anew() -> None:
    """The next one to be asked has read the files of now."""
    _connection.cache_clear()


def _ask(request: dict[str, object], *descriptors: int) -> int:
    connection = _connection()
    socket.send_fds(connection, [json.dumps(request).encode()], descriptors)
    return int(connection.recv(REQUEST_BYTES))


@cache
def _connection() -> socket.socket:
    """To the template of this process, which ends when the connection does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.template", str(theirs.fileno())],
        cwd=ROOT,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(timeout=30)

    atexit.register(end)
    return ours


def main(connection: socket.socket) -> None:
    import server.app
    import server.serve  # noqa: F401
    from server.pages.assets import load_assets

    for folder in (ROOT / "static", ROOT / "build/dist", ROOT / "build/whole"):
        load_assets(folder)  # kept by whoever is forked: packing them takes as long as making an app
    while True:
        message, descriptors, _, _ = socket.recv_fds(connection, REQUEST_BYTES, 8)
        if not message:
            return
        request = json.loads(message)
        answer = os.waitpid(request["wait"], 0)[1] if "wait" in request else fork(request, descriptors, connection)
        connection.send(str(answer).encode())
        for each in descriptors:
            os.close(each)


def fork(request: dict, descriptors: list[int], connection: socket.socket) -> int:
    pid = os.fork()
    if pid == 0:
        connection.close()
        become(request, *descriptors)
    os.setpgid(pid, pid)  # before anybody may signal the group
    return pid


def become(request: dict, output: int, *kept: int) -> None:
    for number in (1, 2):
        os.dup2(output, number)
    os.close(output)
    random.seed()
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = [request["module"], *(str(kept[0]) if each == SECOND else each for each in request["arguments"])]
    status = status_of(request["module"])
    sys.stdout.flush()
    os._exit(status)


def status_of(module: str) -> int:
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - told as Python tells it, with the status it gives
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))

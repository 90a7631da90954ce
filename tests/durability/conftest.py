import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api_client import ApiClient
from tests.server_process import ServerProcess

EMAIL, PASSWORD = "first@example.org", "a long enough sentence"


def open_clinic(server: ServerProcess) -> ApiClient:
    """Migrate, start, set the clinic up and return its first person, signed in."""
    server.flask("db", "upgrade")
    printed = server.flask("setup-token")
    token = re.search(r"[A-Za-z0-9_-]{20,}", printed.split("setup/")[-1] if "setup/" in printed else printed)
    assert token, printed
    server.start()
    client = ApiClient(server.port)
    client.set_up(token[0], EMAIL, PASSWORD)
    return client


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path)
    yield process
    process.kill()

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.api_client import ApiClient
from tests.databases import postgres_url
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


@pytest.fixture(params=["sqlite", "postgresql"])
def any_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ServerProcess]:
    environment = {} if request.param == "sqlite" else {"DATABASE_URL": request.getfixturevalue("own_postgres")}
    process = ServerProcess(tmp_path, **environment)
    yield process
    process.kill()


@pytest.fixture
def own_postgres() -> Iterator[str]:
    with postgres_url("durability", uuid4().hex[:8]) as url:
        yield url

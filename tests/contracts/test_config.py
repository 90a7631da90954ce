"""A bad setting stops the start and is named; a good one is taken as it is."""

import stat
from pathlib import Path

import pytest

from server.config import BadConfig, Config

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz-random"
BAD = [
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "http"),
    ("PORT", "-1"),
    ("PORT", "٨٠٠٠"),
    ("WEB_WORKERS", "0"),
    ("WEB_THREADS", "0"),
    ("SESSION_HOURS", "25"),
    ("IDLE_MINUTES", "0"),
    ("LOG_LEVEL", "LOUD"),
    ("DEMO", "yes"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 64),
    ("SECRET_KEY", "changeme"),
    ("PUBLIC_URL", "notes.example.org"),
    ("PUBLIC_URL", "http://notes.example.org"),
    ("PUBLIC_URL", "http://192.168.1.20:8000"),
    ("PUBLIC_URL", "https://notes.example.org/clinic"),
    ("PUBLIC_URL", "https://notes.example.org:99999"),
    ("PUBLIC_URL", "ftp://notes.example.org"),
    ("PUBLIC_URL", "http://[::1]:8000"),
    ("DATABASE_URL", "mysql://root@localhost/x"),
    ("DATABASE_URL", "postgresql+psycopg2://localhost/x"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "not a database"),
]


def read(tmp_path: Path, **env: str) -> Config:
    return Config.from_env({"DATA_DIR": str(tmp_path)} | env)


@pytest.mark.parametrize(("name", "value"), BAD)
def test_p8_bad_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadConfig, match=name):
        read(tmp_path, **{name: value})


def test_defaults_are_those_of_the_readme(tmp_path: Path) -> None:
    config = read(tmp_path)
    assert (config.host, config.port, config.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert (config.session_hours, config.idle_minutes, config.web_workers, config.web_threads) == (12, 60, 1, 8)
    assert config.database_url == f"sqlite:///{tmp_path}/needlepoint.db"
    assert not config.demo
    assert not config.is_https


def test_p8_secret_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert read(tmp_path, SECRET_KEY=SECRET).secret_key == SECRET


def test_postgres_address_means_psycopg_3_and_keeps_its_password(tmp_path: Path) -> None:
    config = read(tmp_path, DATABASE_URL="postgresql://np:s%40fe@db/notes")
    assert config.database_url == "postgresql+psycopg://np:s%40fe@db/notes"
    options = config.engine_options
    assert options["pool_pre_ping"] is True
    assert "statement_timeout=15000" in options["connect_args"]["options"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1"])
def test_plain_http_is_for_this_machine(tmp_path: Path, host: str) -> None:
    assert read(tmp_path, PUBLIC_URL=f"http://{host}:8000/").public_url == f"http://{host}:8000"


def test_public_name_is_trusted_beside_loopback(tmp_path: Path) -> None:
    config = read(tmp_path, PUBLIC_URL="https://notes.example.org")
    assert config.is_https
    assert config.trusted_hosts[0] == "notes.example.org"
    assert "127.0.0.1" in config.trusted_hosts


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadConfig, match="DATA_DIR"):
        read(tmp_path / "file" / "deeper")

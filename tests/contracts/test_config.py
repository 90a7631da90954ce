"""A bad setting stops the start and is named; a good one is taken as it is."""

import re
import stat
from pathlib import Path

import pytest

from server.config import Config
from server.data_dir import make_data_dir
from server.settings_file import NAMES, ROOT, BadConfig

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
    ("TRUSTED_PROXIES", "the proxy"),
    ("TRUSTED_PROXIES", "172.18.0.1/16"),
    ("WEBHOOK_NETWORKS", "the office"),
    ("WEBHOOK_NETWORKS", "192.168.1.5/24"),
    ("HSTS_SECONDS", "-1"),
    ("HSTS_SECONDS", "year"),
    ("DATABASE_URL", "mysql://root@localhost/x"),
    ("DATABASE_URL", "postgresql+psycopg2://localhost/x"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "not a database"),
]


def read(tmp_path: Path, **env: str) -> Config:
    return Config.from_env({"DATA_DIR": str(tmp_path), "SETTINGS_FILE": ""} | env)


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
    first = read(tmp_path)
    assert list(tmp_path.iterdir()) == []
    make_data_dir(first)
    assert read(tmp_path).secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert read(tmp_path, SECRET_KEY=SECRET).secret_key == SECRET
    with pytest.raises(BadConfig, match="another process"):
        make_data_dir(first)


def test_secret_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET + "\n")
    assert read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == SECRET
    (tmp_path / "secret_key").write_text(SECRET[::-1])
    assert read(tmp_path, CREDENTIALS_DIRECTORY=str(tmp_path), SECRET_KEY_FILE="none").secret_key == SECRET[::-1]
    with pytest.raises(BadConfig, match="SECRET_KEY_FILE"):
        read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "none"))


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


@pytest.mark.parametrize(
    ("url", "seconds"),
    [
        ("https://notes.example.org", 31_536_000),
        ("https://needlepoint.clinic.lan", 86_400),
        ("https://tablet.local:8443", 86_400),
        ("https://needlepoint", 86_400),
    ],
)
def test_a_name_of_the_house_is_held_to_https_for_a_day(tmp_path: Path, url: str, seconds: int) -> None:
    assert read(tmp_path, PUBLIC_URL=url).hsts_seconds == seconds
    assert read(tmp_path, PUBLIC_URL=url, HSTS_SECONDS="0").hsts_seconds == 0


def test_a_proxy_on_this_machine_is_believed_others_are_named(tmp_path: Path) -> None:
    url = {"PUBLIC_URL": "https://notes.example.org"}
    assert read(tmp_path).trusted_proxies == ()
    assert [str(each) for each in read(tmp_path, **url).trusted_proxies] == ["127.0.0.0/8", "::1/128"]
    assert read(tmp_path, HOST="0.0.0.0", **url).trusted_proxies == ()
    named = read(tmp_path, HOST="0.0.0.0", TRUSTED_PROXIES="10.0.0.7, 172.18.0.0/16", **url)
    assert [str(each) for each in named.trusted_proxies] == ["10.0.0.7/32", "172.18.0.0/16"]


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadConfig, match="DATA_DIR"):
        make_data_dir(read(tmp_path / "file" / "deeper"))


def test_without_settings_server_and_console_read_the_same_folder() -> None:
    assert Config.from_env({"SETTINGS_FILE": ""}).data_dir == ROOT / "data/live"
    assert Config.from_env({"SETTINGS_FILE": "", "DEMO": "1"}).data_dir == ROOT / "data/demo"
    assert Config.from_env({"SETTINGS_FILE": "", "DATA_DIR": "elsewhere"}).data_dir == ROOT / "elsewhere"


def with_file(tmp_path: Path, text: str, **env: str) -> Config:
    (tmp_path / "needlepoint.env").write_text(text)
    return Config.from_env({"SETTINGS_FILE": str(tmp_path / "needlepoint.env")} | env)


def test_settings_file_is_read_below_the_environment(tmp_path: Path) -> None:
    text = f'# our clinic\n\nDATA_DIR={tmp_path}\nPORT = 8123\nPUBLIC_URL="https://notes.example.org"\nDEMO=\n'
    config = with_file(tmp_path, text)
    assert (config.data_dir, config.port, config.public_url) == (tmp_path, 8123, "https://notes.example.org")
    assert with_file(tmp_path, text, PORT="8200").port == 8200
    assert config.settings_file == tmp_path / "needlepoint.env"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "PORT=1\nPUBLIC_ULR=https://x.example",
            "line 2: PUBLIC_ULR is no setting of Needlepoint; is PUBLIC_URL meant",
        ),
        ("export PORT=8000", "is no setting"),
        ("PORT 8000", "write NAME=value"),
        ("PORT=1\nPORT=2", "line 2: PORT stands there twice"),
        ('PUBLIC_URL="https://x.example', "quotation mark"),
        ("PORT=http", "PORT must be a whole number"),
    ],
)
def test_a_bad_line_of_the_settings_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadConfig, match=said):
        with_file(tmp_path, text)


def test_a_settings_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"SETTINGS_FILE .*none.env cannot be read"):
        Config.from_env({"SETTINGS_FILE": str(tmp_path / "none.env")})


def test_every_name_that_is_read_may_stand_in_the_file() -> None:
    source = (ROOT / "server/config.py").read_text()
    read_names = set(re.findall(r'env(?:\.get\(|, )"([A-Z_]+)"', source))
    assert read_names - {"CREDENTIALS_DIRECTORY", "FLASK_RUN_FROM_CLI"} == NAMES


def test_the_example_names_every_setting_and_is_good(tmp_path: Path) -> None:
    """Each line as it stands there, without its comment sign."""
    lines = (ROOT / "docs/deploy/needlepoint.env.example").read_text().splitlines()
    settings = [line.lstrip("#") for line in lines if re.match(r"#?[A-Z_]+=", line)]
    assert {line.partition("=")[0] for line in settings} == NAMES
    assert with_file(tmp_path, "\n".join(line for line in lines if not line.startswith("#")))

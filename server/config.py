"""Configuration: every variable is read here, and a bad one stops the start with its name and what it should be."""

import hmac
import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

POSTGRES_SETTINGS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)
KNOWN_SECRETS = {"changeme", "change-me", "secret", "dev", "development", "password", "needlepoint"}


class BadConfig(Exception):
    """A variable that must not be started with; the message names it."""


@dataclass(frozen=True, slots=True)
class Argon2:
    """RFC 9106's second choice, the default of argon2-cffi; only tests go lower."""

    time_cost: int = 3
    memory_kib: int = 65536
    parallelism: int = 4


@dataclass(frozen=True, slots=True)
class Config:
    database_url: str
    data_dir: Path
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    demo: bool = False
    demo_password: str | None = None
    web_workers: int = 1
    web_threads: int = 8
    log_level: str = "INFO"
    session_hours: int = 12
    idle_minutes: int = 60
    backup_recipient: str | None = None
    argon2: Argon2 = Argon2()
    serving: bool = False

    def __post_init__(self) -> None:
        check_secret(self.secret_key)
        check_public_url(self.public_url)

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_behind_proxy(self) -> bool:
        """Then the proxy alone can reach this server, and what it says of the client is believed."""
        return self.is_https and is_loopback(self.host)

    @property
    def trusted_hosts(self) -> list[str]:
        return [str(urlsplit(self.public_url).hostname), "127.0.0.1", "localhost"]

    @property
    def engine_options(self) -> dict[str, object]:
        pool: dict[str, object] = {"pool_size": self.web_threads, "pool_timeout": 5}  # each thread uses one connection
        keys = {"chain_key": chain_key(self.secret_key), "wrapping_key": wrapping_key(self.secret_key)}
        pool["execution_options"] = {**keys, "data_dir": self.data_dir}
        if make_url(self.database_url).get_backend_name() == "sqlite":
            return {"hide_parameters": True, "connect_args": {"timeout": 10}, **pool}
        return {
            "hide_parameters": True,
            "pool_pre_ping": True,
            **pool,
            "max_overflow": 2,
            "pool_recycle": 300,
            "connect_args": {"connect_timeout": 5, "tcp_user_timeout": 5000, "options": POSTGRES_SETTINGS},
        }

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Config":
        data_dir = make_data_dir(Path(env.get("DATA_DIR") or "data"))
        port = read_int(env, "PORT", 8000, 1, 65535)
        return cls(
            database_url=read_database_url(env.get("DATABASE_URL") or f"sqlite:///{data_dir}/needlepoint.db"),
            data_dir=data_dir,
            secret_key=env.get("SECRET_KEY") or keep_secret(data_dir),
            host=env.get("HOST") or "127.0.0.1",
            port=port,
            public_url=(env.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
            demo=read_flag(env, "DEMO"),
            demo_password=env.get("DEMO_PASSWORD") or None,
            web_workers=read_int(env, "WEB_WORKERS", 1, 1, 64),
            web_threads=read_int(env, "WEB_THREADS", 8, 1, 64),
            log_level=read_choice(env, "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
            session_hours=read_int(env, "SESSION_HOURS", 12, 1, 24),
            idle_minutes=read_int(env, "IDLE_MINUTES", 60, 1, 24 * 60),
            backup_recipient=env.get("BACKUP_RECIPIENT") or None,
            serving=env.get("FLASK_RUN_FROM_CLI") != "true",
        )


def read_int(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise BadConfig(f"{name} must be a whole number from {low} to {high}")
    return int(text)


def read_flag(env: Mapping[str, str], name: str) -> bool:
    return read_choice(env, name, "0", ("0", "1")) == "1"


def read_choice(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    value = (env.get(name) or default).upper()
    if value not in choices:
        raise BadConfig(f"{name} must be one of {', '.join(choices)}")
    return value


def read_database_url(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadConfig("DATABASE_URL is not a database address") from None
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.drivername in {"sqlite", "sqlite+pysqlite"}:
        return read_sqlite_url(url)
    raise BadConfig("DATABASE_URL must start with sqlite:/// or postgresql://")


def read_sqlite_url(url: URL) -> str:
    if not url.database or url.database == ":memory:":
        raise BadConfig("DATABASE_URL must name a file: a database in memory would not outlive the server")
    return url.set(database=str(Path(url.database).resolve())).render_as_string(hide_password=False)


def make_data_dir(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadConfig(f"DATA_DIR cannot be made: {error.strerror}") from None
    if not os.access(path, os.W_OK):
        raise BadConfig("DATA_DIR cannot be written to")
    return path.resolve()


def keep_secret(data_dir: Path) -> str:
    """The key of this installation, made at the first start. Another process may make it at the same moment."""
    path = data_dir / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secret := secrets.token_urlsafe(48))
    return secret


def chain_key(secret: str) -> bytes:
    """With which the audit chain is sealed; found with the engine, for services know nothing of the configuration."""
    return hmac.digest(secret.encode(), b"needlepoint audit chain", "sha256")


def wrapping_key(secret: str) -> bytes:
    """With which secrets in the database are wrapped: a copy of the database alone does not give them away."""
    return hmac.digest(secret.encode(), b"needlepoint wrapped secrets", "sha256")


def check_secret(secret: str) -> None:
    if len(secret) < 32 or len(set(secret)) < 8 or secret.lower().strip() in KNOWN_SECRETS:
        raise BadConfig("SECRET_KEY must be random and at least 32 characters long; leave it out to have one made")


def check_public_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        raise BadConfig("PUBLIC_URL has a bad port") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_good:
        raise BadConfig("PUBLIC_URL must look like https://notes.example.org")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise BadConfig("PUBLIC_URL is scheme, host and port only")
    if ":" in parts.hostname:
        raise BadConfig("PUBLIC_URL must be a name, not an IPv6 address")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise BadConfig("PUBLIC_URL must be https:// unless it is this machine: passwords would travel in the clear")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Configuration: every variable is read here, and a bad one stops the start with its name and what it should be."""

import hmac
import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from server.mail_settings import MailSettings, is_this_machine, read_mail
from server.settings_file import ROOT, BadConfig, with_settings_file

POSTGRES_SETTINGS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
DAY, YEAR = 86_400, 31_536_000  # seconds
LOCAL_NAMES = (".lan", ".internal", ".home.arpa", ".local", ".localdomain", ".test")
SECRET_NAME = "secret_key"  # noqa: S105 (the name of the file)
KNOWN_SECRETS = {"changeme", "change-me", "secret", "dev", "development", "password", "needlepoint"}


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
    backup_dir: Path | None = None
    jobs: bool = True
    night_hour: int = 2
    metrics_bind: tuple[str, int] | None = None
    mail: MailSettings | None = None
    webhook_networks: tuple[Network, ...] = ()
    argon2: Argon2 = Argon2()
    serving: bool = False
    trusted_proxies: tuple[Network, ...] = ()
    hsts_seconds: int = 0
    settings_file: Path | None = None
    has_kept_secret: bool = True  # false while the secret key is in memory only, for ``flask prepare`` to keep

    def __post_init__(self) -> None:
        check_secret(self.secret_key)
        check_public_url(self.public_url)
        if self.metrics_bind and self.web_workers > 1:
            raise BadConfig("METRICS_BIND needs WEB_WORKERS=1: each process counts for itself")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def has_public_name(self) -> bool:
        """Whether devices outside of the clinic may find it: https, and no name of a local network."""
        return self.is_https and not is_local_name(urlsplit(self.public_url).hostname or "")

    @property
    def trusted_hosts(self) -> list[str]:
        return [str(urlsplit(self.public_url).hostname), "127.0.0.1", "localhost"]

    @property
    def engine_options(self) -> dict[str, object]:
        pool: dict[str, object] = {"pool_size": self.web_threads, "pool_timeout": 5}  # each thread uses one connection
        keys = {"chain_key": chain_key(self.secret_key), "wrapping_key": wrapping_key(self.secret_key)}
        pool["execution_options"] = {**keys, "data_dir": self.data_dir, "mails": self.mail is not None}
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
        """Nothing is made or written here: a command with a wrong DATA_DIR must not leave a new one behind."""
        env, settings_file = with_settings_file(env)
        demo = read_flag(env, "DEMO")
        data_dir = (ROOT / (env.get("DATA_DIR") or f"data/{'demo' if demo else 'live'}")).resolve()
        secret = read_secret(env, data_dir)
        port = read_int(env, "PORT", 8000, 1, 65535)
        host = env.get("HOST") or "127.0.0.1"
        public_url = (env.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/")
        return cls(
            database_url=read_database_url(env.get("DATABASE_URL") or f"sqlite:///{data_dir}/needlepoint.db"),
            data_dir=data_dir,
            secret_key=secret or secrets.token_urlsafe(48),
            host=host,
            port=port,
            public_url=public_url,
            demo=demo,
            demo_password=env.get("DEMO_PASSWORD") or None,
            web_workers=read_int(env, "WEB_WORKERS", 1, 1, 64),
            web_threads=read_int(env, "WEB_THREADS", 8, 1, 64),
            log_level=read_choice(env, "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
            session_hours=read_int(env, "SESSION_HOURS", 12, 1, 24),
            idle_minutes=read_int(env, "IDLE_MINUTES", 60, 1, 24 * 60),
            backup_recipient=env.get("BACKUP_RECIPIENT") or None,
            backup_dir=(ROOT / env["BACKUP_DIR"]) if env.get("BACKUP_DIR") else None,
            jobs=read_flag(env, "JOBS", "1"),
            night_hour=read_int(env, "NIGHT_HOUR", 2, 0, 23),
            metrics_bind=read_bind(env.get("METRICS_BIND")),
            mail=read_mail(env.get("SMTP_URL"), env.get("MAIL_FROM"), read_language(env)),
            webhook_networks=read_networks("WEBHOOK_NETWORKS", env.get("WEBHOOK_NETWORKS", "")),
            trusted_proxies=read_networks(
                "TRUSTED_PROXIES", env.get("TRUSTED_PROXIES") or default_proxies(host, public_url)
            ),
            hsts_seconds=read_int(env, "HSTS_SECONDS", default_hsts(public_url), 0, 2 * YEAR),
            serving=env.get("FLASK_RUN_FROM_CLI") != "true",
            settings_file=settings_file,
            has_kept_secret=secret is not None,
        )


def read_int(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise BadConfig(f"{name} must be a whole number from {low} to {high}")
    return int(text)


def read_bind(text: str | None) -> tuple[str, int] | None:
    if not text:
        return None
    host, _colon, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise BadConfig("METRICS_BIND must be an address and a port of its own: 127.0.0.1:9464")
    return host.strip("[]"), int(port)


def read_flag(env: Mapping[str, str], name: str, default: str = "0") -> bool:
    return read_choice(env, name, default, ("0", "1")) == "1"


def read_choice(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    value = (env.get(name) or default).upper()
    if value not in choices:
        raise BadConfig(f"{name} must be one of {', '.join(choices)}")
    return value


def read_language(env: Mapping[str, str]) -> str:
    return read_choice(env, "MAIL_LANGUAGE", "EN", ("EN", "ES")).lower()


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


def read_secret(env: Mapping[str, str], data_dir: Path) -> str | None:
    """SECRET_KEY, or what its file holds: SECRET_KEY_FILE, a credential of systemd, or DATA_DIR. None: not made yet."""
    if given := env.get("SECRET_KEY"):
        return given
    credentials = env.get("CREDENTIALS_DIRECTORY")
    if credentials and (path := Path(credentials, SECRET_NAME)).is_file():
        return read_secret_file(path, "the credential secret_key")
    if named := env.get("SECRET_KEY_FILE"):
        return read_secret_file(ROOT / named, "SECRET_KEY_FILE")
    path = data_dir / SECRET_NAME
    try:
        return read_secret_file(path, "DATA_DIR") if path.exists() else None
    except PermissionError:
        raise BadConfig(f"DATA_DIR {data_dir} is not open to this user: run it as the user of the server") from None


def read_secret_file(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadConfig(f"{name}: {path} cannot be read by this user") from None


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
    if parts.scheme == "http" and not is_this_machine(parts.hostname):
        raise BadConfig("PUBLIC_URL must be https:// unless it is this machine: passwords would travel in the clear")


def default_proxies(host: str, public_url: str) -> str:
    """Only a proxy on this machine can reach a server that listens on loopback."""
    return "127.0.0.0/8, ::1" if public_url.startswith("https://") and is_this_machine(host) else ""


def read_networks(name: str, text: str) -> tuple[Network, ...]:
    """Addresses and networks, with commas between them."""
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise BadConfig(f"{name} must be addresses or networks with commas between: 172.18.0.0/16") from None


def default_hsts(public_url: str) -> int:
    """Short for a local name: if the clinic loses its own certificate authority, tablets are locked out this long."""
    return DAY if is_local_name(urlsplit(public_url).hostname or "") else YEAR


def is_local_name(name: str) -> bool:
    """Of a local network, or an address by number."""
    bare = name.rstrip(".")
    return bare.endswith(LOCAL_NAMES) or "." not in bare or bare.replace(".", "").isdigit()


def settings() -> Config:
    """Those of the app at work."""
    config: Config = current_app.config["NEEDLEPOINT"]
    return config

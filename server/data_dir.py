"""The folder of one installation: made by ``flask prepare`` alone, and recognised by everything else."""

import os
from pathlib import Path

from sqlalchemy import make_url

from server.config import SECRET_NAME, Config
from server.running import NAME as LOCK_NAME
from server.settings_file import BadConfig

DATABASE_NAME = "needlepoint.db"
OURS = {SECRET_NAME, DATABASE_NAME, LOCK_NAME, "demo_password", "audit_heads.jsonl"}
NOT_COUNTED = {"lost+found"}  # of a disk of its own


def database_file(config: Config) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL."""
    url = make_url(config.database_url)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def describe_database(config: Config) -> str:
    """Which database this is, for a person at the console; without its password."""
    if path := database_file(config):
        return f"SQLite, {path}"
    url = make_url(config.database_url)
    host = str(url.host or url.query.get("host") or "this machine")
    return f"PostgreSQL, {url.database} on {host}{f':{url.port}' if url.port else ''}"


def describe_settings(config: Config) -> str:
    return f"settings from {config.settings_file}" if config.settings_file else "settings from the environment alone"


def find_missing(config: Config) -> str | None:
    """Why this DATA_DIR is not one that a server has used; a sentence."""
    where = f"({describe_settings(config)})"
    if not config.data_dir.is_dir():
        return f"There is no folder {config.data_dir}. Is DATA_DIR the server's? {where}"
    path = database_file(config)
    if path and not path.is_file():
        return f"There is no database {path}. Is DATA_DIR the server's? {where}"
    if not config.has_kept_secret and not (config.data_dir / SECRET_NAME).is_file():
        return f"{config.data_dir} holds no {SECRET_NAME}. Is DATA_DIR the server's? {where}"
    lock = config.data_dir / LOCK_NAME
    if os.geteuid() == 0 and lock.exists() and lock.stat().st_uid != 0:
        return (
            f"The server on {config.data_dir} runs as another user, who could not write to what root makes there: "
            "run this as that user (sudo -u NAME ...)."
        )
    return None


def make_data_dir(config: Config) -> None:
    """Make the folder and keep its secret key, or refuse a folder that is somebody else's."""
    folder = config.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = {path.name for path in folder.iterdir() if path.name[0] != "."} - NOT_COUNTED
    except OSError as error:
        raise BadConfig(f"DATA_DIR {folder} cannot be made: {error.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise BadConfig(f"DATA_DIR {folder} cannot be written to by this user")
    path = database_file(config)
    if held and not held & OURS and not (path and path.is_file()):
        raise BadConfig(
            f"DATA_DIR {folder} holds other things and nothing of Needlepoint ({min(held)}): choose an empty folder"
        )
    if not config.has_kept_secret:
        keep_secret(folder, config.secret_key)


def keep_secret(folder: Path, secret: str) -> None:
    """Another process may do the same at this moment; only one of the keys is the installation's."""
    try:
        handle = os.open(folder / SECRET_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadConfig(f"DATA_DIR {folder} is being prepared by another process: try again") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())

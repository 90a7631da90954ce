"""``needlepoint.env``: settings in a file, so that the server and every command read the same ones.

``NAME=value`` in each line, as systemd's EnvironmentFile and compose read it too; ``#`` begins a line of comment. What
the environment says goes before what the file says.
"""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = (ROOT / "needlepoint.env", Path("/etc/needlepoint/needlepoint.env"))
NAMES = {
    *("BACKUP_DIR", "BACKUP_RECIPIENT", "DATABASE_URL", "DATA_DIR", "DEMO", "DEMO_PASSWORD", "HOST", "HSTS_SECONDS"),
    *("IDLE_MINUTES", "JOBS", "LOG_LEVEL", "MAIL_FROM", "MAIL_LANGUAGE", "METRICS_BIND", "NIGHT_HOUR", "PORT"),
    *("PUBLIC_URL", "SECRET_KEY", "SMTP_URL"),
    *("SECRET_KEY_FILE", "SESSION_HOURS", "TRUSTED_PROXIES", "WEBHOOK_NETWORKS", "WEB_THREADS", "WEB_WORKERS"),
}


class BadConfig(Exception):
    """A variable that must not be started with; the message names it."""


def with_settings_file(env: Mapping[str, str]) -> tuple[dict[str, str], Path | None]:
    """The variables, filled up from the settings file, and which file that was.

    SETTINGS_FILE names it; empty means none. Without it, the first of ``PLACES`` that exists is taken.
    """
    given = {name: value for name, value in env.items() if value}
    named = env.get("SETTINGS_FILE")
    if named is None:
        path = next((place for place in PLACES if is_there(place)), None)
    else:
        path = ROOT / named if named else None
    if path is None:
        return given, None
    return {**read_settings_file(path), **given}, path


def is_there(path: Path) -> bool:
    """Also a file that may not be read, which must not be passed over."""
    try:
        return path.exists()
    except PermissionError:
        return True


def read_settings_file(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "it is not UTF-8"
        raise BadConfig(f"SETTINGS_FILE {path} cannot be read: {why}") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text and not text.startswith("#"):
            name, value = read_line(text, f"{path}, line {number}")
            if name in found:
                raise BadConfig(f"{path}, line {number}: {name} stands there twice")
            found[name] = value
    return {name: value for name, value in found.items() if value}


def read_line(text: str, place: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        raise BadConfig(f"{place}: write NAME=value")
    if name not in NAMES:
        near = get_close_matches(name, NAMES, 1)
        raise BadConfig(f"{place}: {name} is no setting of Needlepoint" + (f"; is {near[0]} meant?" if near else ""))
    if value[:1] in {'"', "'"}:
        if len(value) < 2 or value[-1] != value[0] or value[0] in value[1:-1]:
            raise BadConfig(f"{place}: {name} begins with a quotation mark and does not end with it")
        value = value[1:-1]
    return name, value

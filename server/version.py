"""The version of this program, which stands in pyproject.toml alone."""

import tomllib
from functools import cache

from server.settings_file import ROOT


@cache
def program_version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])

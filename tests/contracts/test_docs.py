"""The documents for operators: every setting, command and file they name exists, and what is deployed is sound."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml
from flask import Flask

from server.settings_file import NAMES, ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DEPLOY = ROOT / "docs/deploy"
MAKE = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
# Run by hand, on machines with systemd, Caddy and a container engine: no test runs them.
NOT_RUN = {
    *("apt-get", "cd", "cp", "createdb", "curl", "docker", "install", "journalctl", "mkdir", "sed", "sha256sum"),
    *("systemctl", "tar", "useradd", "NEEDLEPOINT_NAME"),
}
OTHER_NAMES = {"SETTINGS_FILE", "CREDENTIALS_DIRECTORY", "ERR_CERT_AUTHORITY_INVALID", "QUOTE_NONNUMERIC"}
OTHER_WORDS = {"NAME", "YOUR", "FOLDER", "FILE", "HOST", "PASSWORD", "POSTGRES_PASSWORD", "NEEDLEPOINT_NAME", "PYTHON"}


def blocks(page: Path) -> list[str]:
    """The command lines of a page, without their comments."""
    found = re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    lines = (line.partition("  #")[0].strip() for block in found for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


COMMANDS = [(page.name, line) for page in PAGES for line in blocks(page)]


def flask_words(line: str) -> list[str] | None:
    """What stands behind ``./run.sh flask`` in a line."""
    words = shlex.split(line)
    at = [number for number, word in enumerate(words) if word == "flask" and words[number - 1].endswith("run.sh")]
    return words[at[0] + 1 :] if at else None


def test_every_command_is_known_or_listed_as_not_run(app: Flask) -> None:
    unknown = [line for _, line in COMMANDS if flask_words(line) is None and not is_known(line)]
    assert unknown == []
    assert [flask_words(line) for _, line in COMMANDS if flask_words(line)]


def is_known(line: str) -> bool:
    words = shlex.split(line)
    words = words[3:] if words[:2] == ["sudo", "-u"] else words
    if words[0] == "make":
        return words[1] in MAKE
    if words[0].endswith("run.sh"):
        return words[1] in {"setup", "prepare", "serve", "demo", "run"}
    return words[0].partition("=")[0] in NOT_RUN


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_flask_command_takes_what_the_page_gives_it(app: Flask, page: Path) -> None:
    in_text = re.findall(r"`(?:\./run\.sh )?flask ((?:[a-z-]+ ?)+(?:--[^`]*)?)`", page.read_text())
    for words in [*filter(None, map(flask_words, blocks(page))), *(shlex.split(text) for text in in_text)]:
        if words == ["--help"]:
            continue
        command: click.Command = app.cli.commands[words[0]]
        context, rest = click.Context(command, info_name=words[0]), words[1:]
        while isinstance(command, click.Group) and rest and rest[0] in command.commands:
            command, rest = command.commands[rest[0]], rest[1:]
        options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        assert {word for word in rest if word.startswith("--")} <= options, words
        assert context


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_it_names_exists(page: Path) -> None:
    named = set(re.findall(r"`([A-Z][A-Z]*(?:_[A-Z]+)+)\b", page.read_text()))
    assert named - NAMES - OTHER_NAMES == set()


def test_the_readme_lists_every_setting() -> None:
    table = (ROOT / "README.md").read_text().partition("## Configuration")[2].partition("**Backup.**")[0]
    assert set(re.findall(r"`([A-Z_]+)`", table)) >= NAMES - {"DEMO"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_it_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
    anchors = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in headings(page)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page.read_text())) <= anchors


def headings(page: Path) -> list[str]:
    return [line for line in page.read_text().splitlines() if line.startswith("#")]


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"^\s*(?:- )?([A-Z][A-Z_]+)[:=]", text, re.MULTILINE))


def test_compose_gives_the_server_settings_it_knows() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert set(compose["services"]) == {"app", "db", "caddy"}
    app, caddy = compose["services"]["app"], compose["services"]["caddy"]
    assert app["environment"].keys() <= NAMES
    assert app["environment"]["TRUSTED_PROXIES"] == compose["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    assert (app["read_only"], app["cap_drop"], "ports" in app) == (True, ["ALL"], False)
    for service in compose["services"].values():
        assert "no-new-privileges:true" in service["security_opt"]
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).exists()
        assert set(service.get("depends_on", {})) <= set(compose["services"])
    assert set(caddy["environment"]) == set(re.findall(r"\{\$(\w+)", (DEPLOY / "Caddyfile").read_text()))


def test_container_is_made_of_files_that_are_there_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    copied = [word for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE) for word in line.split()]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    needed = {"run.sh", "requirements.txt", "pyproject.toml", "wsgi.py", "server", "static", "templates"}
    assert set(copied) == needed
    assert text.index("USER 10001") < text.index("ENTRYPOINT")
    assert set(re.findall(r"(\w+)=", re.findall(r"^ENV (DATA.*)$", text, re.MULTILINE)[0])) <= NAMES | {"SETTINGS_FILE"}


UNITS = sorted(path.name for path in DEPLOY.glob("needlepoint*.service")) + sorted(
    path.name for path in DEPLOY.glob("*.timer")
)


def test_units_run_commands_that_exist(app: Flask) -> None:
    for unit in UNITS:
        text = (DEPLOY / unit).read_text()
        for words in re.findall(r"^Exec\w+=/opt/needlepoint/run\.sh (.*)$", text, re.MULTILINE):
            first, *rest = words.split()
            assert first in {"prepare", "serve"} or (first == "flask" and rest[0] in app.cli.commands)
        if unit.endswith(".timer"):
            assert unit.replace(".timer", ".service") in UNITS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_units_are_sound_and_the_server_is_shut_in(tmp_path: Path) -> None:
    """With the paths of an installation set to ones that exist here; nothing is started."""
    (tmp_path / "run.sh").write_text("#!/bin/sh\n")
    (tmp_path / "run.sh").chmod(0o755)
    for unit in UNITS:
        (tmp_path / unit).write_text((DEPLOY / unit).read_text().replace("/opt/needlepoint", str(tmp_path)))
    files = [str(tmp_path / unit) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True)
    assert [line for line in done.stderr.splitlines() if "needlepoint" in line] == []
    shut_in = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(tmp_path / "needlepoint.service")]
    done = subprocess.run(shut_in, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-300:]


@pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy")
def test_the_caddyfile_is_sound() -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_decisions_stand_in_order_and_each_says_whether_it_holds() -> None:
    entries = re.split(r"^## ", (ROOT / "DECISIONS.md").read_text(), flags=re.MULTILINE)[1:]
    assert [entry.partition(".")[0] for entry in entries] == [str(number + 1) for number in range(len(entries))]
    assert [entry.splitlines()[0] for entry in entries if not entry.splitlines()[1].startswith("Status: ")] == []

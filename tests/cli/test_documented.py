"""Every command of the console that docs/operations.md shows is run as it stands there, or by a test that is named."""

import re
import shlex
from pathlib import Path

import pytest
from flask import Flask

from server.settings_file import ROOT
from tests.cast import PEOPLE
from tests.databases import second_app
from tests.mail_server import MailServer

PAGE = (ROOT / "docs/operations.md").read_text()
LINES = [
    line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) for line in block.splitlines()
]
COMMANDS = [found[1] for line in LINES if (found := re.search(r"run\.sh flask (.+)$", line))]
RUN_ELSEWHERE = {
    "restore": "tests/cli/test_restore_drill.py",
    "move-to": "tests/cli/test_move.py",
    "backup": "tests/cli/test_backup.py",
    "jobs now backup": "tests/services/test_jobs.py",
    "webhooks test": "tests/services/test_webhooks.py",
    "import-export": "tests/services/test_archive.py",
    "users invite": "tests/cli/test_users.py",
}
IDS = {"tokens end": "tokens list", "webhooks end": "webhooks list"}


def other_place(command: str) -> str | None:
    return next((path for begin, path in RUN_ELSEWHERE.items() if command.startswith(begin)), None)


@pytest.fixture
def post():
    server = MailServer()
    yield server
    server.stop()


def test_what_the_page_shows_can_be_typed(app: Flask, post: MailServer) -> None:
    from server.mail_settings import read_mail

    config = app.config["NEEDLEPOINT"]
    mail = read_mail(f"smtp://127.0.0.1:{post.port}", "needlepoint@example.org", "en")
    with second_app(config.data_dir, config.database_url, mail=mail) as console:
        run = console.test_cli_runner().invoke
        for command in (one for one in COMMANDS if other_place(one) is None):
            words = [word.replace("ana@example.org", PEOPLE["practitioner"].email) for word in shlex.split(command)]
            if words[-1] == "ID":
                words[-1] = run(args=IDS[" ".join(words[:2])].split()).stdout.split("\t")[0]
            if words[1:2] in (["add"], ["end"]) and words[0] != "clinics":
                words += ["--clinic", "North Clinic"]  # the tests have two
            said = run(args=words)
            assert said.exit_code == 0, (command, said.output)
    assert len(COMMANDS) > 15


def test_the_others_are_run_where_it_says() -> None:
    named = {command: path for command in COMMANDS if (path := other_place(command))}
    for command, path in named.items():
        words = command.split()
        source = Path(ROOT / path).read_text()
        assert all(f'"{word}"' in source for word in words[:1]), (command, path)
    assert set(named.values()) == set(RUN_ELSEWHERE.values())

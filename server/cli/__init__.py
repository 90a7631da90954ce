"""Commands for the person at the server's console."""

from flask import Flask

from server.cli.backup import backup, new_epoch, restore
from server.cli.demo import demo
from server.cli.messages import group as messages_group
from server.cli.prepare import prepare
from server.cli.users import audit_group, group, setup_token


def install_commands(app: Flask) -> None:
    for command in (group, setup_token, audit_group, demo, messages_group, prepare, backup, restore, new_epoch):
        app.cli.add_command(command)

"""Commands for the person at the server's console."""

from flask import Flask

from server.cli.demo import demo
from server.cli.messages import messages
from server.cli.users import audit_group, group, setup_token


def install_commands(app: Flask) -> None:
    for command in (group, setup_token, audit_group, demo, messages):
        app.cli.add_command(command)

"""Commands for the person at the server's console, one file for each group. A command calls services and commits."""

from flask import Flask

from server.cli import integrations, jobs, mail, messages, new_clinics, users
from server.cli.backup import backup, new_epoch, restore
from server.cli.demo import demo
from server.cli.import_export import import_export
from server.cli.move import move_to
from server.cli.prepare import prepare
from server.cli.verify import audit_group, verify


def install_commands(app: Flask) -> None:
    accounts = (users.group, users.setup_token, new_clinics.group)
    checks = (verify, audit_group, backup, restore, new_epoch, move_to, import_export)
    by_itself = (jobs.group, mail.group, integrations.token_group, integrations.webhook_group)
    for command in (*accounts, *checks, *by_itself, demo, messages.group, prepare):
        app.cli.add_command(command)

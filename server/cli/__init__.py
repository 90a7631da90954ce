"""Commands for the person at the server's console, one file for each group.

A command calls services and commits; files named ``backup_*`` hold what one database or one report needs.
"""

from flask import Flask

from server.cli.backup import backup, new_epoch, restore
from server.cli.demo import demo
from server.cli.import_export import import_export
from server.cli.messages import group as messages_group
from server.cli.move import move_to
from server.cli.prepare import prepare
from server.cli.users import group, setup_token
from server.cli.verify import audit_group, verify


def install_commands(app: Flask) -> None:
    accounts = (group, setup_token)
    checks = (verify, audit_group, backup, restore, new_epoch, move_to, import_export)
    for command in (*accounts, *checks, demo, messages_group, prepare):
        app.cli.add_command(command)

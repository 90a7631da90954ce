"""``flask prepare``: what ``run.sh`` does before it serves, in one process, because starting one takes a second."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from server.cli.demo import seed_command
from server.cli.users import setup_token


@click.command("prepare")
@click.pass_context
@with_appcontext
def prepare(context: click.Context) -> None:
    """Bring the database up to date; then make the demo, or show how a new server is set up."""
    upgrade()
    context.invoke(seed_command if current_app.config["NEEDLEPOINT"].demo else setup_token)

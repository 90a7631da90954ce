"""``flask demo seed``: two made-up clinics with the six cases and a working practice around today."""

from datetime import datetime, time

import click
from flask import current_app

from server.cli.database import DatabaseGroup
from server.cli.demo import seed
from server.cli.demo.practice import ZONE
from server.config import Config

demo = DatabaseGroup("demo", help="The made-up clinics of `make demo`.")


@demo.command("seed")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the practice stands at (default: now).")
def seed_command(as_of: datetime | None) -> None:
    """Fill an empty database with the demo clinics; say who can sign in."""
    config: Config = current_app.config["NEEDLEPOINT"]
    if not config.demo:
        raise click.ClickException("DEMO=1 is not set: this database may be a real clinic's. Nothing was changed.")
    now = datetime.combine(as_of.date(), time(14), ZONE) if as_of else None
    try:
        seed.announce(seed.seed(config.data_dir, config.demo_password, now), click.echo)
    except seed.NotADemo as found:
        raise click.ClickException(
            f"{found} holds a real clinic. Nothing was changed; choose another DATA_DIR."
        ) from None

"""The application: config, extensions, guards, blueprints, errors, cli, in that order."""

from pathlib import Path
from uuid import UUID

from flask import Flask
from werkzeug.routing import UUIDConverter

from server import api, cli, models, pages
from server.api.refusals import install_refusals
from server.auth.guards import install_guards
from server.auth.headers import install_headers
from server.auth.login import install_login
from server.auth.proxies import ClientAddress
from server.auth.request_validation import install_gate
from server.config import Config
from server.db import db
from server.errors import install_errors
from server.extensions import Api, migrate
from server.language import install_language
from server.log import install_log
from server.metrics import install_metrics
from server.services.accounts.passwords import passwords

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = str(ROOT / "server" / "migrations")


class UuidText(UUIDConverter):
    """A UUID in an address, handed to the view as text in lower case."""

    def to_python(self, value: str) -> str:  # type: ignore[override]
        return str(UUID(value))

    def to_url(self, value: UUID | str) -> str:
        return str(value)


def create_app(config: Config | None = None) -> Flask:
    config = config or Config.from_env()
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(settings(config))
    app.url_map.converters["uuid"] = UuidText
    app.url_map.strict_slashes = False
    if config.trusted_proxies:
        app.wsgi_app = ClientAddress(app.wsgi_app, config.trusted_proxies)  # type: ignore[method-assign]
    passwords.configure(config.argon2.time_cost, config.argon2.memory_kib, config.argon2.parallelism)

    install_log(app, config.log_level)
    install_metrics(app)
    install_headers(app)
    install_language(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=MIGRATIONS)
    documented = Api(app)
    install_login(app)
    install_gate(app)
    install_guards(app)
    install_refusals(app)
    for blueprint in api.DOCUMENTED:
        documented.register_blueprint(blueprint)
    for plain in api.PLAIN:
        app.register_blueprint(plain)
    pages.install_pages(app, ROOT / "static")
    install_errors(app)
    app.extensions["create_app"] = create_app  # for the move to another database
    cli.install_commands(app)
    return app


def settings(config: Config) -> dict[str, object]:
    return {
        "NEEDLEPOINT": config,
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": config.engine_options,
        "TRUSTED_HOSTS": config.trusted_hosts,
        "API_TITLE": "Needlepoint",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "PROPAGATE_EXCEPTIONS": False,
    }


__all__ = ["create_app", "models"]

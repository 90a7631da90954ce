"""Run the migrations: one runner at a time, each revision in a transaction of its own, on SQLite and PostgreSQL."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from server.db import begin_write, db
from server.services.clinic import clinic_ids
from server.services.keys.clinic import provide_clinic_key
from server.services.verify.seal import note_now, seal_old_chain

config = context.config
RUNNER_LOCK = 7_318_200_519  # the same number in every process, so that only one of them migrates


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Name our own column types as a revision can import them."""
    if kind == "type" and type(item).__module__ == "server.db":
        autogen_context.imports.add("from server import db as types")
        return f"types.{type(item).__name__}()"
    return False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as plain:
        connection = plain.execution_options(sqlite_begin="IMMEDIATE")
        if connection.dialect.name == "postgresql":
            connection.detach()  # the lock and the settings end with this connection, which no pool takes back
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql("SET lock_timeout = 0")  # the other one may migrate for as long as it takes
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({RUNNER_LOCK})")
            connection.exec_driver_sql("SET lock_timeout = '5s'")
            connection.commit()
        context.configure(
            connection=connection,
            render_as_batch=connection.dialect.name == "sqlite",
            target_metadata=db.metadata,
            render_item=render_item,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        is_newest = context.get_context().get_current_revision() == context.script.get_current_head()
    if is_newest:
        seal_old_chains()
        provide_clinic_keys()


def seal_old_chains() -> None:
    for clinic_id in clinic_ids():
        begin_write()
        if seal_old_chain(clinic_id):
            db.session.commit()
            note_now(clinic_id)
    db.session.remove()


def provide_clinic_keys() -> None:
    for clinic_id in clinic_ids():
        begin_write()
        if provide_clinic_key(clinic_id):
            db.session.commit()
    db.session.remove()


run()

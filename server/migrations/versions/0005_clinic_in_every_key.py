"""The clinic in every key of what a clinic owns: a row cannot belong to, or point to, a row of another clinic.

No value changes but the new ``clinic_id``. SQLite cannot change the keys of a table, so there each table is made anew and
its rows are copied, parents first; the old ones go afterwards, children first, so that no foreign key is ever broken.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Columns = tuple[str, ...]
Foreign = dict[Columns, str]
Indexes = Mapping[str, Columns]
PEOPLE, RECORDS, CLINICS = "user_account", "record", "clinic"


@dataclass(frozen=True)
class Keys:
    """``foreign`` maps columns to the table they point to: to its ``clinic_id`` and ``id``, or to its ``id`` alone."""

    primary: Columns
    foreign: Foreign = field(default_factory=dict)
    unique: tuple[Columns, ...] = ()


CLINIC: Foreign = {("clinic_id",): CLINICS}
# Parents before children.
OLD = {
    "user_account": Keys(("id",), CLINIC, (("email",), ("invite_hash",))),
    "known_device": Keys(("token_hash",), {("user_id",): PEOPLE}),
    "login_session": Keys(("id",), {("user_id",): PEOPLE}, (("token_hash",),)),
    "applied_op": Keys(("clinic_id", "op_id"), CLINIC | {("user_id",): PEOPLE}),
    "limits_version": Keys(("clinic_id", "version"), CLINIC | {("author_id",): PEOPLE}),
    "record": Keys(("id",), CLINIC | {("author_id",): PEOPLE}),
    "revision": Keys(
        ("record_id", "rev"), {("record_id",): RECORDS, ("author_id",): PEOPLE}, (("record_id", "op_id"),)
    ),
    "patient_index": Keys(("record_id",), CLINIC | {("record_id",): RECORDS}),
    "note_lot": Keys(("record_id", "n"), CLINIC | {("record_id",): RECORDS}),
}
NEW = {
    "user_account": Keys(("clinic_id", "id"), CLINIC, (("email",), ("invite_hash",))),
    "known_device": Keys(("clinic_id", "token_hash"), {("clinic_id", "user_id"): PEOPLE}),
    "login_session": Keys(("clinic_id", "id"), {("clinic_id", "user_id"): PEOPLE}, (("token_hash",),)),
    "applied_op": Keys(("clinic_id", "op_id"), CLINIC | {("clinic_id", "user_id"): PEOPLE}),
    "limits_version": Keys(("clinic_id", "version"), CLINIC | {("clinic_id", "author_id"): PEOPLE}),
    "record": Keys(("clinic_id", "id"), CLINIC | {("clinic_id", "author_id"): PEOPLE}),
    "revision": Keys(
        ("clinic_id", "record_id", "rev"),
        {("clinic_id", "record_id"): RECORDS, ("clinic_id", "author_id"): PEOPLE},
        (("clinic_id", "record_id", "op_id"),),
    ),
    "patient_index": Keys(("clinic_id", "record_id"), CLINIC | {("clinic_id", "record_id"): RECORDS}),
    "note_lot": Keys(("clinic_id", "record_id", "n"), CLINIC | {("clinic_id", "record_id"): RECORDS}),
}
# The tables that get the column, and whose clinic it is.
GIVEN = {"known_device": ("user_id", PEOPLE), "login_session": ("user_id", PEOPLE), "revision": ("record_id", RECORDS)}
OLD_INDEXES = {
    "audit_entry": ("object_id",),
    "known_device": ("user_id",),
    "login_session": ("user_id",),
    "user_account": ("clinic_id",),
}
NEW_INDEXES = {
    "audit_entry": ("clinic_id", "object_id"),
    "known_device": ("clinic_id", "user_id"),
    "login_session": ("clinic_id", "user_id"),
}


def upgrade() -> None:
    change_keys(OLD, NEW, OLD_INDEXES, NEW_INDEXES)


def downgrade() -> None:
    change_keys(NEW, OLD, NEW_INDEXES, OLD_INDEXES)


def change_keys(before: dict[str, Keys], after: dict[str, Keys], old_indexes: Indexes, indexes: Indexes) -> None:
    for table, columns in old_indexes.items():
        op.drop_index(name("ix", table, columns), table)
    if op.get_bind().dialect.name == "sqlite":
        make_anew(after)
    else:
        alter(before, after)
    for table, columns in indexes.items():
        op.create_index(name("ix", table, columns), table, list(columns))


def name(kind: str, table: str, columns: Columns) -> str:
    return op.f("_".join((kind, table, *columns)))


def target(columns: Columns, table: str) -> list[str]:
    return ["clinic_id", "id"] if len(columns) > 1 else ["id"]


# SQLite


def make_anew(after: dict[str, Keys]) -> None:
    beside = what_stands_beside(list(after))
    kept = {table: reflected(table) for table in after}
    for table in after:
        op.rename_table(table, f"old_{table}")  # what points to it follows
    for table, keys in after.items():
        columns = columns_of(table, kept[table], is_given="clinic_id" in keys.primary)
        op.create_table(table, *columns, *constraints(table, keys), sqlite_strict=True)
        copy_rows(table, [column.name for column in columns])
    for table in reversed(after):
        op.drop_table(f"old_{table}")
    for statement in beside:
        op.execute(statement)


def what_stands_beside(tables: list[str]) -> list[str]:
    """The indexes and triggers of these tables, as they were written."""
    query = sa.text(
        "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name = :t"
    )
    return [sql for table in tables for sql in op.get_bind().execute(query, {"t": table}).scalars()]


def reflected(table: str) -> list[Any]:
    return sa.inspect(op.get_bind()).get_columns(table)


def columns_of(table: str, kept: list[Any], is_given: bool) -> list[sa.Column[Any]]:
    """The columns as they are; a table that gets the clinic has it last, as on PostgreSQL."""
    columns = [
        sa.Column(
            one["name"],
            one["type"],
            nullable=one["nullable"],
            server_default=sa.text(one["default"]) if one["default"] else None,
        )
        for one in kept
        if table not in GIVEN or one["name"] != "clinic_id"
    ]
    return [*columns, sa.Column("clinic_id", sa.Text(), nullable=False)] if table in GIVEN and is_given else columns


def constraints(table: str, keys: Keys) -> list[Any]:
    return [
        sa.PrimaryKeyConstraint(*keys.primary, name=name("pk", table, ())),
        *(sa.UniqueConstraint(*columns, name=name("uq", table, columns)) for columns in keys.unique),
        *(
            sa.ForeignKeyConstraint(
                list(columns), [f"{to}.{one}" for one in target(columns, to)], name=name("fk", table, columns)
            )
            for columns, to in keys.foreign.items()
        ),
    ]


def copy_rows(table: str, columns: list[str]) -> None:
    source = f"old_{table}"
    wanted = [f"{source}.{column}" for column in columns]
    join = ""
    if table in GIVEN and "clinic_id" in columns:
        column, owner = GIVEN[table]
        wanted[columns.index("clinic_id")] = f"{owner}.clinic_id"
        join = f"LEFT JOIN {owner} ON {owner}.id = {source}.{column}"
    quoted = ", ".join(columns)
    op.execute(f"INSERT INTO {table} ({quoted}) SELECT {', '.join(wanted)} FROM {source} {join}")


# PostgreSQL


def alter(before: dict[str, Keys], after: dict[str, Keys]) -> None:
    for table in reversed(before):
        drop_constraints(table, before[table])
    for table, (column, owner) in GIVEN.items():
        if "clinic_id" in after[table].primary:
            give_clinic(table, column, owner)
        else:
            op.drop_column(table, "clinic_id")
    for table, keys in after.items():
        make_constraints(table, keys)


def drop_constraints(table: str, keys: Keys) -> None:
    for columns in keys.foreign:
        op.drop_constraint(name("fk", table, columns), table)
    for columns in keys.unique:
        op.drop_constraint(name("uq", table, columns), table)


def give_clinic(table: str, column: str, owner: str) -> None:
    """Fill the new column, which an append-only table refuses while its triggers are awake."""
    op.add_column(table, sa.Column("clinic_id", sa.Text(), nullable=True))
    op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    op.execute(f"UPDATE {table} SET clinic_id = {owner}.clinic_id FROM {owner} WHERE {owner}.id = {table}.{column}")
    op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    op.alter_column(table, "clinic_id", nullable=False)


def make_constraints(table: str, keys: Keys) -> None:
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name('pk', table, ())}")
    op.create_primary_key(name("pk", table, ()), table, list(keys.primary))
    for columns in keys.unique:
        op.create_unique_constraint(name("uq", table, columns), table, list(columns))
    for columns, to in keys.foreign.items():
        op.create_foreign_key(name("fk", table, columns), table, to, list(columns), target(columns, to))

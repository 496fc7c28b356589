"""What must never change is kept by the database itself: it says no, whoever asks."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = "frozen: this row can no longer change"

ALWAYS = "1 = 1"
DELIVERED = "EXISTS (SELECT 1 FROM revision r WHERE r.id = {row}.revision_id AND r.state = 'delivered')"

RULES: tuple[tuple[str, str, str], ...] = (
    ("questionnaire_version", "UPDATE", "OLD.frozen_at IS NOT NULL"),
    ("questionnaire_version", "DELETE", "OLD.frozen_at IS NOT NULL"),
    ("revision", "UPDATE", "OLD.state = 'delivered'"),
    ("revision", "DELETE", "OLD.state = 'delivered'"),
    ("answer", "INSERT", DELIVERED.format(row="NEW")),
    ("answer", "UPDATE", DELIVERED.format(row="OLD")),
    ("answer", "DELETE", DELIVERED.format(row="OLD")),
    ("answer_history", "UPDATE", ALWAYS),
    ("answer_history", "DELETE", ALWAYS),
    ("approval_event", "UPDATE", ALWAYS),
    ("approval_event", "DELETE", ALWAYS),
    ("audit_event", "UPDATE", ALWAYS),
    ("audit_event", "DELETE", ALWAYS),
    ("release_submission", "UPDATE", ALWAYS),
    ("release_submission", "DELETE", ALWAYS),
    ("released_figure", "UPDATE", ALWAYS),
    ("released_figure", "DELETE", ALWAYS),
    ("release_file", "UPDATE", ALWAYS),
)
"""Table, what is done to it, and when that is refused."""


def create_triggers(dialect: str) -> list[str]:
    """Give the statements that put the triggers in place on ``dialect`` (``sqlite`` or ``postgresql``)."""
    statements: list[str] = []
    if dialect == "postgresql":
        statements.append(
            "CREATE FUNCTION godpraksis_frozen() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{FROZEN}: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table, deed, refused_when in RULES:
        name = _name(table, deed)
        if dialect == "sqlite":
            statements.append(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN {refused_when}"
                f" BEGIN SELECT RAISE(ABORT, '{FROZEN}: {table}'); END"
            )
        elif "EXISTS" in refused_when:  # a WHEN clause may hold no subquery on PostgreSQL
            statements.extend(
                (
                    (
                        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused_when} THEN"
                        f" RAISE EXCEPTION '{FROZEN}: {table}' USING ERRCODE = 'restrict_violation'; END IF;"
                        f" RETURN {'OLD' if deed == 'DELETE' else 'NEW'}; END $$"
                    ),
                    f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
                )
            )
        else:
            statements.append(
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW WHEN ({refused_when})"
                " EXECUTE FUNCTION godpraksis_frozen()"
            )
    return statements


def drop_triggers(dialect: str) -> list[str]:
    """Give the statements that take the triggers away again."""
    statements: list[str] = []
    for table, deed, refused_when in RULES:
        name = _name(table, deed)
        if dialect == "sqlite":
            statements.append(f"DROP TRIGGER {name}")
        else:
            statements.append(f"DROP TRIGGER {name} ON {table}")
            if "EXISTS" in refused_when:
                statements.append(f"DROP FUNCTION {name}()")
    if dialect == "postgresql":
        statements.append("DROP FUNCTION godpraksis_frozen()")
    return statements


def _name(table: str, deed: str) -> str:
    return f"frozen_{table}_{deed.lower()}"


def upgrade() -> None:
    """Put the triggers in place."""
    for statement in create_triggers(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Take the triggers away."""
    for statement in drop_triggers(op.get_bind().dialect.name):
        op.execute(statement)

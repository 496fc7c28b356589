"""PostgreSQL repeats what the guards say: a forgotten WHERE shows no other municipality's rows.

The scope of a transaction is the setting ``godpraksis.scope`` (webapp/store/scope.py): ``all``, ``ks``, or municipality
numbers. An adviser's pages see who takes part, never an answer. SQLite has no such thing; there the guards stand alone.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCOPE = "current_setting('godpraksis.scope', true)"
OWN = f"{SCOPE} = 'all' OR municipality_number = ANY (string_to_array({SCOPE}, ','))"
PARTICIPATION = ("submission", "revision")
ANSWERS = ("answer", "answer_history", "approval_event", "practice")


def upgrade() -> None:
    """Enforce it, for the tables' owner too."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in (*PARTICIPATION, *ANSWERS):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_municipality ON {table} USING ({OWN}) WITH CHECK ({OWN})")
    for table in PARTICIPATION:
        op.execute(f"CREATE POLICY participation ON {table} FOR SELECT USING ({SCOPE} = 'ks')")


def downgrade() -> None:
    """Leave it to the guards again."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in PARTICIPATION:
        op.execute(f"DROP POLICY participation ON {table}")
    for table in (*PARTICIPATION, *ANSWERS):
        op.execute(f"DROP POLICY own_municipality ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

"""The spine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "municipality",
        sa.Column("number", sa.String(length=4), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("official_name", sa.Text(), nullable=False),
        sa.Column("county_number", sa.String(length=2), nullable=False),
        sa.Column("county_name", sa.Text(), nullable=False),
        sa.Column("shares_name", sa.Boolean(), nullable=False),
        sa.Column("language_form", sa.String(length=10), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("centrality_index", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "language_form IN ('bokmål', 'nynorsk', 'nøytral')", name=op.f("ck_municipality_language_form")
        ),
        sa.CheckConstraint("length(number) = 4", name=op.f("ck_municipality_number")),
        sa.CheckConstraint("population >= 0", name=op.f("ck_municipality_population")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_municipality_validity")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_municipality")),
    )
    op.create_table(
        "municipality_change",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("old_number", sa.String(length=4), nullable=False),
        sa.Column("old_name", sa.Text(), nullable=False),
        sa.Column("new_number", sa.String(length=4), nullable=False),
        sa.Column("new_name", sa.Text(), nullable=False),
        sa.Column("change_type", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "change_type IN ('renumbering', 'merger', 'split', 'name_change', 'boundary_adjustment')",
            name=op.f("ck_municipality_change_change_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality_change")),
    )
    op.create_index(
        op.f("ix_municipality_change_on_old_number"),
        "municipality_change",
        ["on", "old_number"],
        unique=False,
    )
    op.create_table(
        "person",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('nb', 'nn')", name=op.f("ck_person_language")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_person_fs_uniquifier")),
    )
    op.create_table(
        "questionnaire_version",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("survey_key", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint("hash", name=op.f("uq_questionnaire_version_hash")),
    )
    op.create_index(
        op.f("ix_questionnaire_version_survey_key_created_at"),
        "questionnaire_version",
        ["survey_key", "created_at"],
        unique=False,
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        op.f("ix_sign_in_attempt_subject_hash_at"), "sign_in_attempt", ["subject_hash", "at"], unique=False
    )
    op.create_table(
        "accepted_post",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_accepted_post_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_post")),
    )
    op.create_index(op.f("ix_accepted_post_at"), "accepted_post", ["at"], unique=False)
    op.create_table(
        "audit_event",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)
    op.create_index(
        op.f("ix_audit_event_municipality_number"), "audit_event", ["municipality_number"], unique=False
    )
    op.create_table(
        "job",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("arguments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("lock_key", sa.String(length=200), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_state")),
        sa.ForeignKeyConstraint(["queued_by"], ["person.id"], name=op.f("fk_job_queued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_state_queued_at"), "job", ["state", "queued_at"], unique=False)
    op.create_index(
        "uq_job_live",
        "job",
        ["lock_key"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "letter",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('nb', 'nn')", name=op.f("ck_letter_language")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_created_at"), "letter", ["created_at"], unique=False)
    op.create_table(
        "membership",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role IN ('coordinator', 'contributor', 'approver', 'reader') AND municipality_number IS NOT NULL) OR (role IN ('adviser', 'author', 'administrator') AND municipality_number IS NULL)",
            name=op.f("ck_membership_role_scope"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_membership_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        op.f("ix_membership_municipality_number"), "membership", ["municipality_number"], unique=False
    )
    op.create_index(
        "uq_membership_ks",
        "membership",
        ["person_id", "role"],
        unique=True,
        sqlite_where=sa.text("municipality_number IS NULL"),
        postgresql_where=sa.text("municipality_number IS NULL"),
    )
    op.create_index(
        "uq_membership_municipal", "membership", ["person_id", "role", "municipality_number"], unique=True
    )
    op.create_table(
        "municipality_group",
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("breakdown", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "breakdown IN ('county', 'kostra_group', 'centrality', 'size', 'language_form', 'health_community')",
            name=op.f("ck_municipality_group_breakdown"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_number"],
            ["municipality.number"],
            name=op.f("fk_municipality_group_municipality_number"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_number", "breakdown", "valid_from", name=op.f("pk_municipality_group")
        ),
    )
    op.create_table(
        "person_invitation",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=True),
        sa.Column("invited_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role IN ('coordinator', 'contributor', 'approver', 'reader') AND municipality_number IS NOT NULL) OR (role IN ('adviser', 'author', 'administrator') AND municipality_number IS NULL)",
            name=op.f("ck_person_invitation_role_scope"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_invitation_email_lower")),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_person_invitation_invited_by")),
        sa.ForeignKeyConstraint(
            ["municipality_number"],
            ["municipality.number"],
            name=op.f("fk_person_invitation_municipality_number"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_person_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_person_invitation_municipality_number"),
        "person_invitation",
        ["municipality_number"],
        unique=False,
    )
    op.create_table(
        "refused_post",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_refused_post_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_post")),
    )
    op.create_index(op.f("ix_refused_post_kept_until"), "refused_post", ["kept_until"], unique=False)
    op.create_table(
        "round",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title_nb", sa.Text(), nullable=False),
        sa.Column("title_nn", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rules", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_round_closed")),
        sa.CheckConstraint("(state = 'planned') = (opened_at IS NULL)", name=op.f("ck_round_opened")),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name=op.f("ck_round_state")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_round_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("key", name=op.f("uq_round_key")),
    )
    op.create_table(
        "release",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("previous_round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("audit", sa.String(length=12), nullable=False),
        sa.Column("rules", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("code_version", sa.String(length=80), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("coverage", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("audit IN ('none', 'passed', 'failed')", name=op.f("ck_release_audit")),
        sa.CheckConstraint(
            "state <> 'published' OR audit = 'passed'", name=op.f("ck_release_published_after_audit")
        ),
        sa.CheckConstraint("state IN ('created', 'published')", name=op.f("ck_release_state")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_release_created_by")),
        sa.ForeignKeyConstraint(
            ["previous_round_id"], ["round.id"], name=op.f("fk_release_previous_round_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_release_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("number", name=op.f("uq_release_number")),
    )
    op.create_index(op.f("ix_release_round_id"), "release", ["round_id"], unique=False)
    op.create_table(
        "round_municipality",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("centrality_index", sa.Integer(), nullable=False),
        sa.Column("language_form", sa.String(length=10), nullable=False),
        sa.Column("groups", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"],
            ["municipality.number"],
            name=op.f("fk_round_municipality_municipality_number"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_municipality_round_id")),
        sa.PrimaryKeyConstraint("round_id", "municipality_number", name=op.f("pk_round_municipality")),
    )
    op.create_index(
        op.f("ix_round_municipality_municipality_number"),
        "round_municipality",
        ["municipality_number"],
        unique=False,
    )
    op.create_table(
        "round_survey",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_key", sa.String(length=100), nullable=False),
        sa.Column(
            "questionnaire_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_round_survey_questionnaire_version_id"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_survey_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_survey")),
        sa.UniqueConstraint("round_id", "survey_key", name=op.f("uq_round_survey_round_id_survey_key")),
    )
    op.create_index(
        op.f("ix_round_survey_questionnaire_version_id"),
        "round_survey",
        ["questionnaire_version_id"],
        unique=False,
    )
    op.create_table(
        "release_file",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("renderer", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_file_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_file")),
        sa.UniqueConstraint(
            "release_id", "name", "language", name=op.f("uq_release_file_release_id_name_language")
        ),
    )
    op.create_index(op.f("ix_release_file_sha256"), "release_file", ["sha256"], unique=False)
    op.create_table(
        "released_figure",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_key", sa.String(length=100), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_key", sa.String(length=201), nullable=False),
        sa.Column("option_key", sa.String(length=100), nullable=False),
        sa.Column("breakdown", sa.String(length=20), nullable=False),
        sa.Column("group_code", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=True),
        sa.Column("quality", sa.String(length=20), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("submitted", sa.Integer(), nullable=False),
        sa.Column("valid", sa.Integer(), nullable=True),
        sa.Column("not_applicable", sa.Integer(), nullable=True),
        sa.Column("dont_know", sa.Integer(), nullable=True),
        sa.Column("adopters", sa.Integer(), nullable=True),
        sa.Column("d0", sa.Integer(), nullable=True),
        sa.Column("d1", sa.Integer(), nullable=True),
        sa.Column("d2", sa.Integer(), nullable=True),
        sa.Column("d3", sa.Integer(), nullable=True),
        sa.Column("d4", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("share", sa.Double(), nullable=True),
        sa.Column("lower_bound", sa.Double(), nullable=True),
        sa.Column("upper_bound", sa.Double(), nullable=True),
        sa.Column("population_share", sa.Double(), nullable=True),
        sa.Column("median_level", sa.Integer(), nullable=True),
        sa.Column("lower_quartile", sa.Numeric().with_variant(sa.String(40), "sqlite"), nullable=True),
        sa.Column("median_number", sa.Numeric().with_variant(sa.String(40), "sqlite"), nullable=True),
        sa.Column("upper_quartile", sa.Numeric().with_variant(sa.String(40), "sqlite"), nullable=True),
        sa.Column("panel", sa.Integer(), nullable=True),
        sa.Column("entered", sa.Integer(), nullable=True),
        sa.Column("left_count", sa.Integer(), nullable=True),
        sa.Column("entry_rate", sa.Double(), nullable=True),
        sa.Column("exit_rate", sa.Double(), nullable=True),
        sa.Column("net_movement", sa.Double(), nullable=True),
        sa.Column("share_before", sa.Double(), nullable=True),
        sa.Column("share_after", sa.Double(), nullable=True),
        sa.Column("change_total", sa.Double(), nullable=True),
        sa.Column("change_panel", sa.Double(), nullable=True),
        sa.Column("change_composition", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "status IN ('ok', 'provisional') OR (valid IS NULL AND adopters IS NULL AND share IS NULL)",
            name=op.f("ck_released_figure_hidden"),
        ),
        sa.CheckConstraint(
            "status IN ('ok', 'suppressed', 'not_applicable', 'not_asked', 'missing', 'provisional')",
            name=op.f("ck_released_figure_status"),
        ),
        sa.CheckConstraint(
            "subject_kind IN ('item', 'clause', 'option', 'class')",
            name=op.f("ck_released_figure_subject_kind"),
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_released_figure_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_figure")),
    )
    op.create_index(
        "ix_released_figure_overview",
        "released_figure",
        ["release_id", "breakdown", "subject_kind"],
        unique=False,
    )
    op.create_index(
        "uq_released_figure_row",
        "released_figure",
        ["release_id", "subject_key", "breakdown", "group_code", "option_key"],
        unique=True,
    )
    op.create_table(
        "report",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_key", sa.String(length=100), nullable=True),
        sa.Column("title_nb", sa.Text(), nullable=False),
        sa.Column("title_nn", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_report_created_by")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_report_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_release_id"), "report", ["release_id"], unique=False)
    op.create_table(
        "submission",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("round_survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_submission_municipality_number")
        ),
        sa.ForeignKeyConstraint(
            ["round_survey_id"], ["round_survey.id"], name=op.f("fk_submission_round_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "round_survey_id",
            "municipality_number",
            name=op.f("uq_submission_round_survey_id_municipality_number"),
        ),
    )
    op.create_index(
        op.f("ix_submission_municipality_number"), "submission", ["municipality_number"], unique=False
    )
    op.create_table(
        "report_file",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("renderer", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_file_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint(
            "report_id", "language", "source_hash", name=op.f("uq_report_file_report_id_language_source_hash")
        ),
    )
    op.create_table(
        "report_text",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("nb", sa.Text(), nullable=False),
        sa.Column("nn", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_report_text_changed_by")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_text_report_id")),
        sa.PrimaryKeyConstraint("report_id", "place", name=op.f("pk_report_text")),
    )
    op.create_table(
        "revision",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("progress", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("last_section", sa.String(length=100), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state = 'delivered') = (delivered_at IS NOT NULL)", name=op.f("ck_revision_delivered")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_approval', 'delivered')", name=op.f("ck_revision_state")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_revision_number")),
        sa.ForeignKeyConstraint(["delivered_by"], ["person.id"], name=op.f("fk_revision_delivered_by")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_revision_municipality_number")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_revision_saved_by")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_revision_sent_by")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_revision_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_revision_submission_id_number")),
    )
    op.create_index(
        "uq_revision_open",
        "revision",
        ["submission_id"],
        unique=True,
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.create_table(
        "answer",
        sa.Column("revision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_key", sa.String(length=100), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("number", sa.Numeric().with_variant(sa.String(40), "sqlite"), nullable=True),
        sa.Column("choice", sa.String(length=100), nullable=True),
        sa.Column("choices", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(length=36), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("state <> 'not_applicable' OR reason <> ''", name=op.f("ck_answer_reason")),
        sa.CheckConstraint(
            "state = 'value' OR (level IS NULL AND number IS NULL AND choice IS NULL AND choices IS NULL AND text IS NULL AND fields IS NULL)",
            name=op.f("ck_answer_no_value"),
        ),
        sa.CheckConstraint(
            "state IN ('value', 'dont_know', 'not_applicable', 'blank')", name=op.f("ck_answer_state")
        ),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_answer_level")),
        sa.CheckConstraint("version > 0", name=op.f("ck_answer_version")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_answer_municipality_number")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_answer_revision_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_answer_saved_by")),
        sa.PrimaryKeyConstraint("revision_id", "item_key", name=op.f("pk_answer")),
    )
    op.create_table(
        "answer_history",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_answer_history_revision_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_answer_history_saved_by")),
        sa.PrimaryKeyConstraint("revision_id", "item_key", "version", name=op.f("pk_answer_history")),
    )
    op.create_table(
        "approval_event",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("revision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("kind <> 'returned' OR reason <> ''", name=op.f("ck_approval_event_reason")),
        sa.CheckConstraint(
            "kind IN ('sent', 'withdrawn', 'returned', 'delivered')", name=op.f("ck_approval_event_kind")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_number"],
            ["municipality.number"],
            name=op.f("fk_approval_event_municipality_number"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_event_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_approval_event_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_event")),
    )
    op.create_index(op.f("ix_approval_event_revision_id"), "approval_event", ["revision_id"], unique=False)
    op.create_table(
        "practice",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("revision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("survey_key", sa.String(length=100), nullable=False),
        sa.Column("item_key", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("consent", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "consent IN ('own_municipality', 'ks', 'municipalities', 'public')",
            name=op.f("ck_practice_consent"),
        ),
        sa.CheckConstraint("language IN ('nb', 'nn')", name=op.f("ck_practice_language")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_practice_changed_by")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_practice_municipality_number")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_practice_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
        sa.UniqueConstraint("revision_id", "item_key", name=op.f("uq_practice_revision_id_item_key")),
    )
    op.create_index(
        op.f("ix_practice_municipality_number"), "practice", ["municipality_number"], unique=False
    )
    op.create_table(
        "release_submission",
        sa.Column("release_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"],
            ["municipality.number"],
            name=op.f("fk_release_submission_municipality_number"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_submission_release_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_release_submission_revision_id")
        ),
        sa.PrimaryKeyConstraint("release_id", "revision_id", name=op.f("pk_release_submission")),
    )
    op.create_index(
        op.f("ix_release_submission_revision_id"), "release_submission", ["revision_id"], unique=False
    )


def downgrade() -> None:
    """Go back down."""
    op.drop_index(op.f("ix_release_submission_revision_id"), table_name="release_submission")
    op.drop_table("release_submission")
    op.drop_index(op.f("ix_practice_municipality_number"), table_name="practice")
    op.drop_table("practice")
    op.drop_index(op.f("ix_approval_event_revision_id"), table_name="approval_event")
    op.drop_table("approval_event")
    op.drop_table("answer_history")
    op.drop_table("answer")
    op.drop_index(
        "uq_revision_open",
        table_name="revision",
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.drop_table("revision")
    op.drop_table("report_text")
    op.drop_table("report_file")
    op.drop_index(op.f("ix_submission_municipality_number"), table_name="submission")
    op.drop_table("submission")
    op.drop_index(op.f("ix_report_release_id"), table_name="report")
    op.drop_table("report")
    op.drop_index("uq_released_figure_row", table_name="released_figure")
    op.drop_index("ix_released_figure_overview", table_name="released_figure")
    op.drop_table("released_figure")
    op.drop_index(op.f("ix_release_file_sha256"), table_name="release_file")
    op.drop_table("release_file")
    op.drop_index(op.f("ix_round_survey_questionnaire_version_id"), table_name="round_survey")
    op.drop_table("round_survey")
    op.drop_index(op.f("ix_round_municipality_municipality_number"), table_name="round_municipality")
    op.drop_table("round_municipality")
    op.drop_index(op.f("ix_release_round_id"), table_name="release")
    op.drop_table("release")
    op.drop_table("round")
    op.drop_index(op.f("ix_refused_post_kept_until"), table_name="refused_post")
    op.drop_table("refused_post")
    op.drop_index(op.f("ix_person_invitation_municipality_number"), table_name="person_invitation")
    op.drop_table("person_invitation")
    op.drop_table("municipality_group")
    op.drop_index("uq_membership_municipal", table_name="membership")
    op.drop_index(
        "uq_membership_ks",
        table_name="membership",
        sqlite_where=sa.text("municipality_number IS NULL"),
        postgresql_where=sa.text("municipality_number IS NULL"),
    )
    op.drop_index(op.f("ix_membership_municipality_number"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_letter_created_at"), table_name="letter")
    op.drop_table("letter")
    op.drop_index(
        "uq_job_live",
        table_name="job",
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.drop_index(op.f("ix_job_state_queued_at"), table_name="job")
    op.drop_table("job")
    op.drop_index(op.f("ix_audit_event_municipality_number"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_at"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_index(op.f("ix_accepted_post_at"), table_name="accepted_post")
    op.drop_table("accepted_post")
    op.drop_index(op.f("ix_sign_in_attempt_subject_hash_at"), table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_index(op.f("ix_questionnaire_version_survey_key_created_at"), table_name="questionnaire_version")
    op.drop_table("questionnaire_version")
    op.drop_table("person")
    op.drop_index(op.f("ix_municipality_change_on_old_number"), table_name="municipality_change")
    op.drop_table("municipality_change")
    op.drop_table("municipality")

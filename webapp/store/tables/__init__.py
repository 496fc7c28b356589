"""The schema and no more: tables by noun, with a constraint for every rule the database can hold."""

from webapp.store.tables.base import Base, Exact, Json, Moment
from webapp.store.tables.people import Membership, Person, PersonInvitation, SignInAttempt
from webapp.store.tables.places import Municipality, MunicipalityChange, MunicipalityGroup
from webapp.store.tables.releases import (
    Release,
    ReleasedFigure,
    ReleaseFile,
    ReleaseSubmission,
    Report,
    ReportFile,
    ReportText,
)
from webapp.store.tables.rounds import QuestionnaireVersion, Round, RoundMunicipality, RoundSurvey
from webapp.store.tables.submissions import (
    AcceptedPost,
    Answer,
    AnswerHistory,
    ApprovalEvent,
    Practice,
    RefusedPost,
    Revision,
    Submission,
)
from webapp.store.tables.work import AuditEvent, Job, Letter

__all__ = [
    "AcceptedPost",
    "Answer",
    "AnswerHistory",
    "ApprovalEvent",
    "AuditEvent",
    "Base",
    "Exact",
    "Job",
    "Json",
    "Letter",
    "Membership",
    "Moment",
    "Municipality",
    "MunicipalityChange",
    "MunicipalityGroup",
    "Person",
    "PersonInvitation",
    "Practice",
    "QuestionnaireVersion",
    "RefusedPost",
    "Release",
    "ReleaseFile",
    "ReleaseSubmission",
    "ReleasedFigure",
    "Report",
    "ReportFile",
    "ReportText",
    "Revision",
    "Round",
    "RoundMunicipality",
    "RoundSurvey",
    "SignInAttempt",
    "Submission",
]

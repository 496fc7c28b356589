"""One short function for each thing a test needs to exist: a survey in the database, an open round, a person, answers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests.core.example_survey import EXAMPLE
from tests.seed import NOW, Somebody
from webapp.core.answer import Answer, Choice, Choices, FreeText, Given, Level, Number, Practice
from webapp.core.person import Membership, Person, Role
from webapp.core.relevance import shown_items
from webapp.core.round import Round, RoundPlan
from webapp.core.submission import Submission
from webapp.core.survey import (
    ChoiceItem,
    Item,
    MaturityItem,
    MultipleChoiceItem,
    NumberItem,
    PracticeItem,
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.core.text import Text
from webapp.filling.actions.approving import Act, deliver, send
from webapp.filling.actions.merging import Wanted
from webapp.filling.actions.saving import PagePost, Saved, save
from webapp.rounds.actions import close_round, create_round, open_round
from webapp.rounds.queries import municipalities_on
from webapp.store import tables as t
from webapp.store.definitions_content import content_hash, survey_content
from webapp.store.rounds import round_called
from webapp.store.submissions import submission

FAR_OFF = datetime(2099, 3, 1, 22, 0, tzinfo=UTC)


def questionnaire(session: Session, survey: Survey = EXAMPLE) -> int:
    """Put a survey in the database unless it is there, and give its version's id."""
    digest = content_hash(survey)
    known = session.scalar(select(t.QuestionnaireVersion.id).where(t.QuestionnaireVersion.hash == digest))
    if known is not None:
        return known
    return session.execute(
        insert(t.QuestionnaireVersion)
        .values(
            survey_key=survey.key,
            version=survey.version,
            content=survey_content(survey),
            hash=digest,
            created_at=NOW,
        )
        .returning(t.QuestionnaireVersion.id)
    ).scalar_one()


def planned_round(
    session: Session,
    surveys: Sequence[Survey] = (EXAMPLE,),
    *,
    key: str = "2025",
    opens_at: datetime | None = None,
    deadline_at: datetime = FAR_OFF,
    reference_date: date = date(2025, 12, 31),
    synthetic: bool = False,
) -> Round:
    """Make a round that asks ``surveys``, not opened yet."""
    for survey in surveys:
        questionnaire(session, survey)
    plan = RoundPlan(
        key=key,
        title=Text(f"Runde {key}", f"Runde {key}, nynorsk"),
        reference_date=reference_date,
        opens_at=opens_at,
        deadline_at=deadline_at,
        surveys=tuple(survey.key for survey in surveys),
        rules={},
        synthetic=synthetic,
    )
    create_round(session, plan, now=NOW, by=None)
    return round_of(session, key)


def opened_round(
    session: Session,
    surveys: Sequence[Survey] = (EXAMPLE,),
    *,
    municipalities: Sequence[str] | None = None,
    key: str = "2025",
    opens_at: datetime | None = None,
    deadline_at: datetime = FAR_OFF,
    reference_date: date = date(2025, 12, 31),
    synthetic: bool = False,
) -> Round:
    """Make and open a round that asks ``surveys`` of ``municipalities`` (all of the seed's when None)."""
    planned = planned_round(
        session,
        surveys,
        key=key,
        opens_at=opens_at,
        deadline_at=deadline_at,
        reference_date=reference_date,
        synthetic=synthetic,
    )
    everyone = municipalities_on(session, reference_date)
    asked = [m for m in everyone if municipalities is None or m.number in municipalities]
    open_round(session, planned, asked, now=NOW, by=None)
    return round_of(session, key)


def closed_round(session: Session, key: str = "2025") -> Round:
    """Close an open round."""
    close_round(session, round_of(session, key), now=NOW, by=None)
    return round_of(session, key)


def round_of(session: Session, key: str = "2025") -> Round:
    """Give a round by its key."""
    found = round_called(session, key)
    assert found is not None
    return found


def submission_of(
    session: Session, municipality: str = "1101", survey: Survey = EXAMPLE, key: str = "2025"
) -> Submission:
    """Give a municipality's submission as it stands now."""
    found = submission(session, municipality, key, survey.key)
    assert found is not None
    return found


def person_of(session: Session, somebody: Somebody) -> Person:
    """Give one of the seed's people as the application knows them."""
    row = session.execute(select(t.Person.id, t.Person.name).where(t.Person.email == somebody.email)).one()
    membership = Membership(somebody.role, somebody.municipality)
    return Person(row.id, row.name, somebody.email, None, (membership,))


def another_person(session: Session, name: str, *roles: Role, municipality: str = "1101") -> Somebody:
    """Make one more person with ``roles`` in a municipality; sign in with their e-mail address as with the seed's."""
    email = f"{name.split(maxsplit=1)[0].lower()}@{municipality}.example"
    made = session.execute(
        insert(t.Person)
        .values(email=email, name=name, active=True, fs_uniquifier=f"seed-{email}", created_at=NOW)
        .returning(t.Person.id)
    ).scalar_one()
    session.execute(
        insert(t.Membership),
        [
            {"person_id": made, "role": role.value, "municipality_number": municipality, "created_at": NOW}
            for role in roles
        ],
    )
    return Somebody(email, name, roles[0], municipality)


def wanted(given: Mapping[str, Given | None], seen: Mapping[str, int] | None = None) -> list[Wanted]:
    """Give what a page posts that answers so, having seen these versions (0 where none is named)."""
    return [Wanted(Answer(item, each), (seen or {}).get(item, 0)) for item, each in given.items()]


def page_post(
    items: Sequence[Wanted],
    *,
    section: str = "s1",
    page_id: str | None = None,
    save_id: str | None = None,
    is_whole: bool = True,
) -> PagePost:
    """Give a page's post of these items; pages and posts are new unless named."""
    return PagePost(
        section=section,
        wanted=list(items),
        page_id=page_id or str(uuid4()),
        save_id=save_id or str(uuid4()),
        digest=sha256(repr(items).encode()).hexdigest(),
        is_whole=is_whole,
    )


def answered(
    session: Session,
    by: Somebody,
    given: Mapping[str, Given | None],
    *,
    survey: Survey = EXAMPLE,
    key: str = "2025",
    at: datetime = NOW,
) -> Saved:
    """Let someone answer so, having seen what stands; give what came of it."""
    place = submission_of(session, by.municipality or "", survey, key)
    seen: dict[str, int] = {}
    if place.revision is not None:
        rows = session.execute(
            select(t.Answer.item_key, t.Answer.version).where(t.Answer.revision_id == place.revision.id)
        )
        seen = {row.item_key: row.version for row in rows}
    post = page_post(wanted(given, seen), section=survey.sections[0].key)
    return save(session, place, survey, post, by=person_of(session, by), at=at, language="nb")


def sent(
    session: Session, by: Somebody, *, survey: Survey = EXAMPLE, key: str = "2025", at: datetime = NOW
) -> None:
    """Let a coordinator send for approval; needs an application context for the letter."""
    place = submission_of(session, by.municipality or "", survey, key)
    send(session, place, survey, Act(by=person_of(session, by), at=at, language="nb"))


def delivered(
    session: Session, by: Somebody, *, survey: Survey = EXAMPLE, key: str = "2025", at: datetime = NOW
) -> None:
    """Let an approver deliver what was sent; needs an application context for the letter."""
    place = submission_of(session, by.municipality or "", survey, key)
    seen = place.revision.sent_at if place.revision is not None else None
    deliver(session, place, survey, Act(by=person_of(session, by), at=at, language="nb"), seen)


def complete(survey: Survey = EXAMPLE, level: int = 3) -> dict[str, Given]:
    """Give answers to every question of a survey that is relevant when they are given; text and practice too."""
    given: dict[str, Given] = {}
    for item in survey.items():
        if item.key in shown_items(survey, {**given}):
            given[item.key] = _some_answer(item, level)
    return given


def _some_answer(item: Item, level: int) -> Given:
    match item:
        case MaturityItem():
            return Level(level)
        case NumberItem():
            return Number(max(item.minimum, Decimal(1)))
        case ChoiceItem() | YesPlannedNoItem():
            return Choice(item.options[0].value)
        case MultipleChoiceItem():
            return Choices((item.options[0].value,))
        case TextItem():
            return FreeText("Noen ord")
        case PracticeItem():
            return Practice({item.fields[0].key: "Et navn"})

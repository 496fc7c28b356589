"""Who someone is in the platform: their roles, and which municipality each role is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from webapp.core.text import Language


class Role(StrEnum):
    """What someone may come for (DESIGN section 1). The first four are held in a municipality, the others at KS."""

    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    APPROVER = "approver"
    READER = "reader"
    ADVISER = "adviser"
    AUTHOR = "author"
    ADMINISTRATOR = "administrator"


MUNICIPAL_ROLES = frozenset({Role.COORDINATOR, Role.CONTRIBUTOR, Role.APPROVER, Role.READER})
KS_ROLES = frozenset({Role.ADVISER, Role.AUTHOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Membership:
    """One role; ``municipality`` is the scope of a municipal role and None for a role at KS."""

    role: Role
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One who is signed in."""

    id: int
    name: str
    email: str
    language: Language | None
    memberships: tuple[Membership, ...]

    def has(self, *roles: Role) -> bool:
        """Whether the person holds any of ``roles``, anywhere."""
        return any(m.role in roles for m in self.memberships)

    def has_in(self, municipality: str, *roles: Role) -> bool:
        """Whether the person holds any of ``roles`` (any municipal role when none is named) in ``municipality``."""
        wanted = roles or tuple(MUNICIPAL_ROLES)
        return any(m.municipality == municipality and m.role in wanted for m in self.memberships)

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The numbers of the municipalities the person has a role in, in order, each once."""
        return tuple(sorted({m.municipality for m in self.memberships if m.municipality is not None}))

    @property
    def is_ks(self) -> bool:
        """Whether the person has any role at KS."""
        return any(m.role in KS_ROLES for m in self.memberships)

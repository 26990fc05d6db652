"""The shape of one rule of the loop, and what the policy reads of a finding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.matrix import Scope
from bihuan.domain.roles import Role


class LoopSubject(Protocol):
    """What the policy reads of the thing acted upon; a finding's row fits as it is."""

    @property
    def zone(self) -> int:
        """Code of the zone it lies in."""
        ...

    @property
    def severity(self) -> int:
        """Severity 1–4."""
        ...

    @property
    def over_control(self) -> bool:
        """Whether it is a finding about too much control."""
        ...

    @property
    def author_post(self) -> int | None:
        """Post that reported or proposed it."""
        ...

    @property
    def author_person(self) -> int | None:
        """Person that reported or proposed it."""
        ...

    @property
    def proposer_person(self) -> int | None:
        """Person that proposed what needs a second person."""
        ...

    @property
    def issuer_unit(self) -> int | None:
        """Unit that issued the order."""
        ...

    @property
    def issuer_person(self) -> int | None:
        """Person that issued the order."""
        ...

    @property
    def office_level(self) -> int | None:
        """Level of the office whose order it is, or that filed it."""
        ...

    @property
    def fixer_unit(self) -> int | None:
        """Unit that fixed it on the spot."""
        ...

    @property
    def handler_unit(self) -> int | None:
        """Unit that answers the order."""
        ...

    @property
    def handler_person(self) -> int | None:
        """Person that reported the rectification."""
        ...

    @property
    def verifier_post(self) -> int | None:
        """Post named to verify."""
        ...

    @property
    def verifier_unit(self) -> int | None:
        """Unit of the named verifier."""
        ...

    @property
    def verifier_person(self) -> int | None:
        """Person that verified, or is named to."""
        ...

    @property
    def look_back_post(self) -> int | None:
        """Post doing the look-back."""
        ...

    @property
    def reviewer_person(self) -> int | None:
        """Person that amended the order on review."""
        ...


@dataclass(frozen=True, slots=True)
class Separation:
    """A separation of duties: who of the earlier hands may not be the next one.

    Parameters
    ----------
    name
        As the matrix prints it: ``not_handling_unit``.
    code
        The refusal when it is broken.
    clause
        The rule behind it.
    kept
        True when this actor keeps the separation for this subject.
    """

    name: str
    code: str
    clause: str
    kept: Callable[[Actor, LoopSubject], bool]


@dataclass(frozen=True, slots=True)
class LoopRule:
    """One row of the loop's matrix: which roles may, how far, and kept apart from whom."""

    grants: Mapping[Role, Scope]
    separations: tuple[Separation, ...] = ()


def granted(scope: Scope, *roles: Role) -> dict[Role, Scope]:
    """Return the same scope for several roles."""
    return dict.fromkeys(roles, scope)

"""Where a finding comes from: what the reporter's role says unless somebody knows better."""

from collections.abc import Mapping
from types import MappingProxyType

from bihuan.domain.roles import Role

INSPECTION, GRID, REQUEST, STAFF = "supervision", "grid", "request", "staff"
MANY = "many"
"""Says of a resident's report that many came from its connection before; it counts all the same."""

_SOURCES: Mapping[Role, str] = MappingProxyType(
    {
        Role.SUPERVISOR: INSPECTION,
        Role.LIAISON_CADRE: INSPECTION,
        Role.VERIFIER: INSPECTION,
        Role.GRID_WORKER: GRID,
        Role.COMMUNITY_LEADER: GRID,
        Role.TOWNSHIP_SECRETARY: GRID,
        Role.HOTLINE_OPERATOR: REQUEST,
        Role.RESIDENT: REQUEST,
        Role.BUSINESS_OWNER: REQUEST,
    }
)


def by_resident(author_post: int | None, source: str) -> bool:
    """Tell whether somebody without an account reported it; a rule has no author either."""
    return author_post == 0 and source == REQUEST


def one_of_many(author_post: int | None, source: str, source_key: str) -> bool:
    """Tell whether it came after many others from one connection, within a quarter of an hour."""
    return by_resident(author_post, source) and source_key == MANY


def can_confirm(author_post: int | None, source: str) -> bool:
    """Tell whether a resident can be asked: who reported without an account left no way back."""
    return source == REQUEST and not by_resident(author_post, source)


def source_of(role: Role) -> str:
    """Return where a finding reported by a role comes from."""
    return _SOURCES.get(role, STAFF)

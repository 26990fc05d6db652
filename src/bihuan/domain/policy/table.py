"""The whole matrix as rows to print: the documentation page is generated from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.policy.matrix import RULES, Scope
from bihuan.domain.roles import ROLE_LEVELS, Role
from bihuan.domain.zones import Level


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One act: each role's reach, the levels at which it holds, the duties kept apart."""

    act: str
    cells: Mapping[Role, tuple[Scope, ...]]
    levels: Mapping[Role, frozenset[Level]]
    separations: tuple[str, ...] = ()


def matrix_rows() -> Iterator[MatrixRow]:
    """Yield every act of the product, the loop first."""
    for act, rule in LOOP_RULES.items():
        cells = {role: (rule.grants[role],) for role in Role if role in rule.grants}
        apart = tuple(separation.name for separation in rule.separations)
        yield MatrixRow(act.value, cells, {role: ROLE_LEVELS[role] for role in cells}, apart)
    for row in RULES:
        listed = {role: row.scopes for role in Role if role in row.roles}
        yield MatrixRow(
            str(row.act), listed, {role: ROLE_LEVELS[role] & row.levels for role in listed}
        )

"""The generated pages of the documentation: one text each, from the tables in the code."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils.translation import override

from bihuan.domain.deadlines import DEFAULT_BUDGETS, DEFAULT_LOOK_BACKS, Stage
from bihuan.domain.findings.catalogue import guard_lines, transition_lines
from bihuan.domain.measures.guards import ACTIVATION
from bihuan.domain.measures.standing import STANDING
from bihuan.domain.measures.tasks import TASK
from bihuan.domain.measures.transitions import MEASURE
from bihuan.domain.policy.table import matrix_rows
from bihuan.domain.roles import ROLE_LEVELS, Role
from bihuan.domain.severity import Severity
from bihuan.features.measures.api import FOUND_BY_RULE
from bihuan.features.supervision.api import finding_types
from bihuan.platform.figures import installed
from bihuan.platform.figures.definitions import definitions_page

NOTICE = "<!-- Written by `bihuan docs build`; a test compares it with the code. -->\n\n"
CONTRACTS = Path(__file__).resolve().parents[3] / "pyproject.toml"
PICTURES = (
    ("strata", "Strata"),
    ("platform-order", "Rooms of the platform"),
    ("feature-order", "Features"),
    ("inside-feature", "Rooms inside a feature"),
)


def pages() -> Mapping[str, str]:
    """Return every generated page by its file name."""
    writers: Mapping[str, Callable[[], str]] = {
        "strata.md": _strata,
        "states.md": _states,
        "measure-states.md": _measure_states,
        "guards.md": _guards,
        "permissions.md": _permissions,
        "deadlines.md": _deadlines,
        "finding-types.md": _finding_types,
        "figures.md": lambda: definitions_page(installed()),
    }
    return {name: NOTICE + write().rstrip() + "\n" for name, write in writers.items()}


def _strata() -> str:
    """Draw the layers of the import contracts, as the checkout's pyproject.toml has them."""
    contracts = tomllib.loads(CONTRACTS.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    by_id = {contract["id"]: contract for contract in contracts}
    lines = [
        "# Strata",
        "",
        "A room imports downward only; rooms on one line do not know each other.",
        "A name in parentheses is a room that is not built yet.",
        "",
    ]
    for identity, title in PICTURES:
        lines += [f"## {title}", "", "```mermaid", "flowchart TD"]
        layers = by_id[identity]["layers"]
        lines += [f'    L{n}["{layer}"]' for n, layer in enumerate(layers)]
        lines += [f"    L{n} --> L{n + 1}" for n in range(len(layers) - 1)]
        lines += ["```", ""]
    return "\n".join(lines)


def _states() -> str:
    lines = ["# States and transitions of the loop", ""]
    machines = dict.fromkeys(line.machine for line in transition_lines())
    for machine in machines:
        lines += [f"## {machine}", "", "```mermaid", "stateDiagram-v2"]
        for line in transition_lines():
            if line.machine == machine:
                source, target = line.source or "[*]", line.target or "[*]"
                lines.append(f"    {source} --> {target}: {line.act.partition('.')[2]}")
        lines += ["```", ""]
    return "\n".join(lines)


def _measure_states() -> str:
    """Draw the lives of a measure and of a package's task, and list what being in force asks."""
    lines = ["# States of measures and of their tasks", ""]
    for machine in (MEASURE, TASK):
        lines += [f"## {machine.name}", "", "```mermaid", "stateDiagram-v2"]
        lines += [
            f"    {row.source or '[*]'} --> {row.target}: {row.act}" for row in machine.transitions
        ]
        lines += ["```", ""]
    lines += [
        "A measure past its end is expired, and one whose standing conditions break is suspended,",
        "in every reader, whatever is stored.",
        "",
        "## Conditions of being in force",
        "",
        "| Condition | Says | Refusal | Rule | Standing |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.name}` | {one.says} | `{one.code}` | {one.clause} |"
        f" {'✓' if one in STANDING else ''} |"
        for one in ACTIVATION
    ]
    return "\n".join(lines)


def _guards() -> str:
    head = ["# Guards", "", "| Guard | Says | Refusal | Rule |", "|---|---|---|---|"]
    rows = [f"| `{one.name}` | {one.says} | `{one.code}` | {one.clause} |" for one in guard_lines()]
    return "\n".join(head + rows)


def _permissions() -> str:
    roles = [role for role in Role if role in ROLE_LEVELS]
    head = [
        "# Permission matrix",
        "",
        "A cell names how far the act reaches; an empty one means it is not granted.",
        "",
        "| Act | " + " | ".join(role.value for role in roles) + " | Separations |",
        "|---" * (len(roles) + 2) + "|",
    ]
    rows = []
    for row in matrix_rows():
        cells = [", ".join(scope.value for scope in row.cells.get(role, ())) for role in roles]
        rows.append(f"| `{row.act}` | " + " | ".join(cells) + f" | {', '.join(row.separations)} |")
    return "\n".join(head + rows)


def _deadlines() -> str:
    head = [
        "# Deadlines",
        "",
        "| Stage | S1 | S2 | S3 | S4 | Source |",
        "|---|---|---|---|---|---|",
    ]
    rows = []
    for stage in Stage:
        budgets = [DEFAULT_BUDGETS[stage, severity] for severity in Severity]
        cells = " | ".join(f"{b.amount} ({b.clock.value})" for b in budgets)
        rows.append(f"| {stage.value} | {cells} | {budgets[0].source} |")
    rows += ["", "| Look-back | Days and shares |", "|---|---|"]
    for severity, rules in DEFAULT_LOOK_BACKS.items():
        said = ", ".join(f"day {rule.day}: {rule.percent} %" for rule in rules)
        rows.append(f"| {severity.name} | {said} |")
    return "\n".join(head + rows)


def _finding_types() -> str:
    head = [
        "# Finding types",
        "",
        "| Code | 中文 | English | Severity | Function | Level | Clause | Tile |",
        "|---|---|---|---|---|---|---|---|",
    ]
    rows = [
        f"| {k.code} | {k.zh} | {k.en} | {k.severity.name} | {k.function} |"
        f" {k.level.name.lower()} | {k.clause_en} | {'✓' if k.tile else ''} |"
        for k in finding_types().values()
    ]
    with override("en"):
        rules = [f"| {code} | {said} |" for code, said in FOUND_BY_RULE.items()]
    table = ["", "Over-control that a rule files by itself:", "", "| Code | When |", "|---|---|"]
    return "\n".join(head + rows + table + rules)

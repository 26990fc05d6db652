"""House rules that no linter says: sizes, purity of the domain, the form of actions."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bihuan"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
MODULE_SOFT, MODULE_HARD = 300, 400
FUNCTION_SOFT, FUNCTION_HARD = 30, 40
# A database backend is found by this name.
NAMED_BY_DJANGO = SOURCE / "platform" / "db" / "sqlite" / "base.py"
FORBIDDEN_ROOMS = {"utils", "helpers", "manager", "base", "misc", "common"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]


def code_lines(function) -> int:
    """Lines of a function without its docstring: numpydoc says shapes, units and sources."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= first.end_lineno - first.lineno + 1
    return lines


def at_95_percent(sizes) -> int:
    return sorted(sizes)[int(0.95 * (len(sizes) - 1))]


def test_modules_stay_short():
    sizes = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert [(str(p), n) for p, n in sizes.items() if n > MODULE_HARD] == []
    assert at_95_percent(sizes.values()) <= MODULE_SOFT


def test_functions_stay_short():
    sizes = {
        f"{p.relative_to(SOURCE)}:{f.name}": code_lines(f) for p in MODULES for f in functions(p)
    }
    assert [(name, n) for name, n in sizes.items() if n > FUNCTION_HARD] == []
    assert at_95_percent(sizes.values()) <= FUNCTION_SOFT


def test_the_domain_imports_the_standard_library_only():
    guilty = []
    for path in (SOURCE / "domain").rglob("*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                roots = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                roots = {(node.module or "").split(".")[0]}
            else:
                continue
            if not roots <= sys.stdlib_module_names | {"bihuan"}:
                guilty.append((path.name, roots))
    assert guilty == []


def test_domain_and_science_never_ask_for_the_time():
    asks = re.compile(r"\b(datetime\.now|date\.today|utcnow|time\.time|perf_counter)\(")
    rooms = [*(SOURCE / "domain").rglob("*.py"), *(SOURCE / "science").rglob("*.py")]
    assert [str(p) for p in rooms if asks.search(p.read_text("utf-8"))] == []


def test_changing_functions_take_keywords_and_say_who_and_under_which_key():
    guilty = []
    for path in (p for p in MODULES if "actions" in p.parts or p.name == "actions.py"):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                keywords = {argument.arg for argument in node.args.kwonlyargs}
                if node.args.args or not {"by", "key"} <= keywords:
                    guilty.append(f"{path.relative_to(SOURCE)}:{node.name}")
    assert guilty == []


def test_every_text_field_of_a_form_refuses_what_nobody_can_see():
    own = SOURCE / "platform" / "ui" / "fields.py"
    guilty = [p for p in MODULES if p != own and "forms.CharField" in p.read_text("utf-8")]
    assert [str(p.relative_to(SOURCE)) for p in guilty] == []


def test_no_room_is_named_after_nothing():
    ours = [p for p in MODULES if p != NAMED_BY_DJANGO]
    named = {p: {p.stem, *p.relative_to(SOURCE).parts} for p in ours}
    assert [str(p) for p, names in named.items() if names & FORBIDDEN_ROOMS] == []


def test_nothing_is_left_undone():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    assert [str(p) for p in MODULES if marks.search(p.read_text("utf-8"))] == []

"""Keep the Chinese catalogue complete, without gettext tools.

Usage: python scripts/messages.py [update | check | compile]

`update` reads every sentence from templates and Python and writes the catalogue again, sorted; new
ones have an empty translation. `check` lists what is missing, unchanged or loses a placeholder.
`compile` (the default) writes the .mo file that Django reads.
"""

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalogue import Message, compiled, read, written

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "bihuan"
PO = SOURCE / "site" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MODULE = "django.utils.translation"
# What each function takes: positions of context, sentence and plural.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CALL = re.compile(r"\b(?:_|[np]*gettext)\((?=['\"ur])")
PLACE = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)\}")


class UnreadableError(Exception):
    """A sentence that cannot be read from the source; says where."""


def of_python(path: Path) -> Iterator[Message]:
    """Yield the sentences of a Python file."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for alias in node.names
        if alias.name in CALLS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield message_of(node, names[node.func.id], f"{path}:{node.lineno}")


def message_of(call: ast.Call, function: str, where: str) -> Message:
    """Read one call."""
    context, one, many = (
        None if place is None else literal(call, place, where) for place in CALLS[function]
    )
    return Message(one or "", context=context, plural=many)


def literal(call: ast.Call, place: int, where: str) -> str:
    """Return a literal argument of a call."""
    argument = call.args[place] if place < len(call.args) else None
    if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
        raise UnreadableError(f"{where}: a sentence must be written out, not computed.")
    return argument.value


def of_template(path: Path) -> Iterator[Message]:
    """Yield the sentences of a template, through Django's own reader of templates."""
    from django.utils.translation.template import templatize

    text = templatize(path.read_text("utf-8"), origin=str(path))
    for found in CALL.finditer(text):
        end = closing(text, found.end())
        name = "gettext" if found[0] == "_(" else found[0][:-1]
        source = re.sub(r",\s*count\)", ", 0)", text[found.start() : end])
        call = ast.parse(source, mode="eval").body
        if isinstance(call, ast.Call):
            yield message_of(call, name, str(path))


def closing(text: str, start: int) -> int:
    """Return the place behind the bracket that closes a call."""
    quote, position = "", start
    while position < len(text):
        char = text[position]
        if char == "\\" and quote:
            position += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == ")":
            return position + 1
        position += 1
    return position


def sources() -> Iterator[Message]:
    """Yield every sentence of the product."""
    from django.conf import settings  # noqa: TID251  (a script of its own, outside the site)

    if not settings.configured:
        settings.configure()
    for path in sorted(SOURCE.rglob("*.py")):
        yield from of_python(path)
    for path in sorted(SOURCE.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            yield from of_template(path)


def update() -> int:
    """Write the catalogue again; what is no longer said goes."""
    known = {message.key: message for message in existing()}
    said = {message.key: message for message in sources()}
    kept = [
        message.translated(known[key].text) if key in known else message
        for key, message in said.items()
    ]
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(written(kept), "utf-8")
    empty = sum(not message.text for message in kept)
    print(f"{len(kept)} sentences, {empty} without Chinese", file=sys.stderr)
    return 0


def existing() -> list[Message]:
    """Return the messages of the catalogue."""
    return read(PO.read_text("utf-8")) if PO.exists() else []


def problems(said: Iterable[Message], catalogue: Iterable[Message]) -> list[str]:
    """Return what is wrong with a catalogue, one line each."""
    known = {message.key: message for message in catalogue}
    found = []
    for message in {one.key: one for one in said}.values():
        entry = known.get(message.key)
        if entry is None or not entry.text:
            found.append(f"missing: {message.sentence}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {message.sentence}")
        elif entry.text == message.sentence and re.search(r"[A-Za-z]{2}", message.sentence):
            found.append(f"unchanged: {message.sentence}")
        elif places(entry.text) - places(message.sentence):
            found.append(f"unknown placeholder: {message.sentence}")
        elif places(message.sentence) - places(entry.text) - {"count", "n"}:
            found.append(f"lost placeholder: {message.sentence}")
    return sorted(found)


def places(text: str) -> set[str]:
    """Return the names of the values that a sentence shows."""
    return {one or other for one, other in PLACE.findall(text)}


def check() -> int:
    """List what is wrong."""
    found = problems(sources(), existing())
    print("\n".join(found) or "The catalogue is complete.")
    return int(bool(found))


def compile_catalogue() -> int:
    """Write the compiled catalogue, unless it stands there already."""
    target = PO.with_suffix(".mo")
    data = compiled(existing())
    if not (target.exists() and target.read_bytes() == data):
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(target)
    return 0


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "what", nargs="?", default="compile", choices=["update", "check", "compile"]
    )
    what = parser.parse_args().what
    try:
        return {"update": update, "check": check, "compile": compile_catalogue}[what]()
    except (UnreadableError, ValueError) as reason:
        print(f"messages: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

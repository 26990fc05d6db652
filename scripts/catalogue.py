"""Read and write gettext catalogues: .po as text, .mo as Django reads it."""

import ast
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

MAGIC = 0x950412DE
HEAD = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: zh_Hans\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
FIELDS = ("msgctxt", "msgid_plural", "msgid", "msgstr[0]", "msgstr")


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence with its context, plural form and translation (Chinese has one form)."""

    sentence: str
    context: str | None = None
    plural: str | None = None
    text: str = ""
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return (self.sentence, self.context or "")

    def translated(self, text: str) -> "Message":
        """Return it with a translation."""
        return replace(self, text=text)


def read(text: str) -> list[Message]:
    """Read a .po file; its head is left out.

    Raises
    ------
    ValueError
        "Line 12 of the catalogue cannot be read." Says which.
    """
    found = [_message(block) for block in _blocks(text)]
    return [message for message in found if message.sentence]


def _blocks(text: str) -> Iterator[dict[str, str]]:
    block: dict[str, str] = {}
    field = ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        stripped = line.strip()
        if not stripped:
            if block:
                yield block
            block, field = {}, ""
        elif stripped.startswith("#"):
            if stripped.startswith("#,") and "fuzzy" in stripped:
                block["fuzzy"] = "yes"
        elif stripped.startswith('"') and field:
            block[field] += _unquoted(stripped, number)
        else:
            field, _, rest = stripped.partition(" ")
            if field not in FIELDS or field in block:
                raise ValueError(f"Line {number} of the catalogue cannot be read: {line!r}")
            block[field] = _unquoted(rest.strip(), number)


def _unquoted(text: str, number: int) -> str:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, str):
        message = f"Line {number} of the catalogue cannot be read: {text!r}"
        raise ValueError(message)  # noqa: TRY004  (the text is wrong, not its type)
    return value


def _message(block: dict[str, str]) -> Message:
    return Message(
        block.get("msgid", ""),
        context=block.get("msgctxt"),
        plural=block.get("msgid_plural"),
        text=block.get("msgstr", block.get("msgstr[0]", "")),
        fuzzy="fuzzy" in block,
    )


def written(messages: Iterable[Message]) -> str:
    """Write a .po file, sorted by sentence so that branches merge."""
    blocks = [
        'msgid ""\nmsgstr ""\n' + "\n".join(_quoted(f"{line}\n") for line in HEAD.split("\n")[:-1])
    ]
    for message in sorted(messages, key=lambda one: one.key):
        lines = [] if message.context is None else [f"msgctxt {_quoted(message.context)}"]
        lines.append(f"msgid {_quoted(message.sentence)}")
        if message.plural is None:
            lines.append(f"msgstr {_quoted(message.text)}")
        else:
            lines.append(f"msgid_plural {_quoted(message.plural)}")
            lines.append(f"msgstr[0] {_quoted(message.text)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _quoted(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{escaped}"'


def compiled(messages: Iterable[Message]) -> bytes:
    """Return the binary catalogue: two sorted tables of lengths and places, then the texts."""
    pairs = {b"": HEAD.encode()}
    for message in messages:
        if message.text and not message.fuzzy:
            name = (
                message.sentence
                if message.plural is None
                else f"{message.sentence}\0{message.plural}"
            )
            key = name if message.context is None else f"{message.context}\4{name}"
            pairs[key.encode()] = message.text.encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    names = b"".join(key + b"\0" for key in keys)
    tables = [_table(keys, start), _table([pairs[key] for key in keys], start + len(names))]
    texts = b"".join(pairs[key] + b"\0" for key in keys)
    head = struct.pack("<7I", MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + b"".join(tables) + names + texts


def _table(parts: Iterable[bytes], start: int) -> bytes:
    table, place = b"", start
    for part in parts:
        table += struct.pack("<2I", len(part), place)
        place += len(part) + 1
    return table

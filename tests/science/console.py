"""Run ``bihuan epi`` on texts, the way a city would run it on files."""

import csv
import io
from dataclasses import dataclass

from bihuan.site.cli import main


@dataclass(frozen=True)
class Answer:
    status: int
    rows: list[dict[str, str]]
    said: str


class Console:
    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys

    def write(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def ask(self, question: str, text: str | bytes, *options: str, **files: str) -> Answer:
        """Give ``text`` as ``--in`` and further files as options of their name."""
        out = self.folder / "out.csv"
        out.unlink(missing_ok=True)
        given = ["epi", question, "--out", str(out)]
        first = "--forecast" if question == "score" else "--in"
        given += [first, self.write("in.csv", text)]
        for name, content in files.items():
            given += [f"--{name}", self.write(f"{name}.csv", content)]
        status = main([*given, *options])
        said = self.capsys.readouterr().err
        assert "Traceback" not in said
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8")))) if out.exists() else []
        return Answer(status, rows, said)


def series(counts, first: str = "2026-03-01", *, header: str = "date,count") -> str:
    """Return a table of consecutive days; ``None`` is an empty cell."""
    from datetime import date, timedelta

    start = date.fromisoformat(first)
    lines = [
        f"{start + timedelta(days=i)},{'' if count is None else count}"
        for i, count in enumerate(counts)
    ]
    return "\n".join([header, *lines]) + "\n"

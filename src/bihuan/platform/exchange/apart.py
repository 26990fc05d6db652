"""The other process that reads a file from outside: bounded in memory and time, it cannot write."""

import json
import resource
import sys

from bihuan.domain.refusals import Refusal
from bihuan.platform.exchange.csv_rows import rows_of
from bihuan.platform.exchange.workbooks import MEGABYTE, Table, tables_of

CPU_SECONDS, MEGABYTES = 60, 512
EXCEL = b"PK\x03\x04"


def read_apart(content: bytes) -> list[Table] | Refusal:
    """Return name and raw rows of every table; the only one of a CSV file has no name."""
    if content.startswith(EXCEL):
        return tables_of(content)
    rows = rows_of(content)
    return rows if isinstance(rows, Refusal) else [("", rows)]


def main() -> int:
    """Read a file, write its tables or the reason why not."""
    for kind, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEGABYTES * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it writes into a pipe and nowhere else
    ):
        resource.setrlimit(kind, (most, most))
    answer = read_apart(sys.stdin.buffer.read())
    write = sys.stdout.write
    if isinstance(answer, Refusal):
        write(json.dumps({"code": answer.code, "params": dict(answer.params)}) + "\n")
        return 0
    for name, rows in answer:
        write(json.dumps(name) + "\n")
        for row in rows:
            write(json.dumps(row) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Make a demo without waiting for the disk at each of its thousands of commits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def in_haste(database: Path) -> Iterator[None]:
    """Let the disk follow in its own time; everything is on it when this ends.

    Only for a database that is being made and that nobody has been told of yet: a power cut on
    the way leaves a demo that has to be made again. Serving it opens connections of its own,
    which wait for the disk as every installation does.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA synchronous=FULL")
        handle = os.open(database, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""A city on a real file, over a disk that fails on demand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from tests.chaos.disk import Disk, failing_disk
from tests.factories.orders import Town

FILE = "city.sqlite3"


@dataclass
class CityOnDisk:
    """A town whose database lies on a disk of ours."""

    town: Town
    disk: Disk
    folder: Path


def move_to(file: Path) -> None:
    """Let the tests' connection work on a file."""
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    connection.connect()


@pytest.fixture
def city(transactional_db: None, tmp_path: Path) -> Iterator[CityOnDisk]:
    """A small city, stored as in an installation: write-ahead log, every commit synced."""
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    folder = tmp_path / "disk"
    folder.mkdir()
    memory.execute("VACUUM INTO ?", (str(folder / FILE),))
    with failing_disk(folder) as disk:
        move_to(folder / FILE)
        try:
            yield CityOnDisk(Town(), disk, folder)
        finally:
            disk.fail_at(None)
            connection.close()
            connection.connection, connection.settings_dict["NAME"] = memory, name

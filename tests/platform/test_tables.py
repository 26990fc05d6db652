"""How tables lie on the disk."""

import pytest

from bihuan.platform.db.dialects import Session
from bihuan.platform.db.sqlite.base import BY_KEY


@pytest.mark.django_db
def test_tables_found_by_their_key_have_no_second_tree():
    rows = Session().all("SELECT name, sql FROM sqlite_master WHERE type='table'")
    clustered = {name for name, sql in rows if (sql or "").endswith("WITHOUT ROWID")}
    assert clustered == BY_KEY
    hidden = Session().all("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_autoindex%'")
    assert not {f"sqlite_autoindex_{table}_1" for table in BY_KEY} & {row[0] for row in hidden}

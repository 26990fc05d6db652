"""What the database itself holds true of zones, whoever writes."""

import pytest
from django.db import IntegrityError
from tests.factories.territory import BRIDGE, CITY, MARKET, RIVER, enter_city

from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("territory_zone", f"code_hi = code_hi + 1 WHERE id = {BRIDGE}"),
        ("territory_zone", f"level = 3 WHERE id = {BRIDGE}"),
        ("territory_zone", f"level = 0 WHERE id = {BRIDGE}"),
        ("territory_zone", f"parent_id = {CITY} WHERE id = {BRIDGE}"),
        ("territory_zone", f"parent_id = NULL WHERE id = {BRIDGE}"),
        ("territory_zone", f"parent_id = {BRIDGE} WHERE id = {CITY}"),
        ("territory_zone", f"id = {RIVER + 500} WHERE id = {MARKET}"),
        ("territory_zone", f"residents = -1 WHERE id = {BRIDGE}"),
        ("territory_zone", f"valid_from = 5, valid_to = 5 WHERE id = {BRIDGE}"),
        ("territory_zone", f"name_zh = '石桥社区' WHERE id = {MARKET}"),
        ("territory_zone", f"id = id + 100000000000 WHERE id = {CITY}"),
    ],
)
def test_the_database_refuses(table, change):
    import sqlite3

    enter_city()
    session = Session()
    session.run("PRAGMA defer_foreign_keys = ON")
    if "100000000000" in change:
        columns = "version, id, code_hi, parent_id, level, name_zh, name_en, official_name, "
        columns += "spelling, initials, fringe, three_no, courtyard, rural, schematic"
        values = columns.replace("id, code_hi", "id + 100000000000, code_hi + 100000000000", 1)
        sql = f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE level = 1"
    else:
        sql = f"UPDATE {table} SET {change}"
    with pytest.raises((IntegrityError, sqlite3.IntegrityError)):
        session.run(sql)

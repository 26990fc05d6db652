"""Measures over a whole city: the guards of one activation, and the tick of expiries.

The guards of a measure over 3,500 communities take at most 20 times one SELECT that fetches the
zone, compound, gate and plan rows of its scope; a tick with 100 due among 100,000 measures at
most twice one with 100 due among 1,000.

    python -m benchmarks.measures_city [--rounds N]
"""

import argparse
import json
import os
import sqlite3
import sys
import tempfile
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

COMMUNITIES, GUARD_TIMES = 3_500, 20.0
DUE, FEW, MANY, TICK_TIMES = 100, 1_000, 100_000, 2.0
CITY = 990100_000_000_000
NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
PLAN = {
    "buildings": {"A": 300, "B": 200},
    "gates": [
        {"code": "N", "name": "N", "state": "staffed", "width_cm": 450, "unlock_seconds": 5,
         "accessible": True},
        {"code": "S", "name": "S", "state": "egress_only", "width_cm": 200, "unlock_seconds": 9},
    ],
    "junctions": [],
    "ways": [{"a": a, "b": b, "lane": True} for a in "AB" for b in "NS"],
}  # fmt: skip


def micros(instant: datetime) -> int:
    return int(instant.timestamp() * 1_000_000)


def fill(db: sqlite3.Connection, table: str, rows: list[dict]) -> None:
    names = list(rows[0])
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
    db.executemany(sql, [tuple(row.values()) for row in rows])


def zone(code: int, level: int, parent: int | None, hi: int) -> dict:
    return {
        "id": code, "code_hi": hi, "level": level, "parent_id": parent, "version": 1,
        "name_zh": f"区{code}", "name_en": "", "official_name": "", "spelling": "",
        "initials": "", "fringe": 0, "three_no": 0, "courtyard": 0, "rural": 0,
        "residents": 1000 if level == 4 else None, "households": None, "schematic": 1,
        "valid_from": None, "valid_to": None,
    }  # fmt: skip


def measure(identity: str, ends: datetime, state: str = "ACTIVE") -> dict:
    from bihuan.domain.measures.facts import COLUMNS, MeasureFacts

    begun = {one.name: one.default for one in fields(MeasureFacts)}
    row: dict = {name: None if begun[name] is MISSING else begun[name] for name in COLUMNS}
    begin = micros(ends - timedelta(hours=48))
    row |= {
        "id": identity, "incident": 1, "zone": CITY, "code": "M06", "drill": 0, "state": state,
        "version": 1, "basis": "IDL 63(1)", "starts_at": begin, "ends_at": micros(ends),
        "decided_at": begin, "decider_level": 1, "notice_at": begin, "reported_at": begin,
        "updated_at": begin, "answers": "{}", "parts": "{}", "companion": "{}",
    }  # fmt: skip
    return row


def city(db: sqlite3.Connection) -> None:
    """Write one city of 3,500 communities with a compound each, and one measure over it."""
    zones = [zone(CITY, 1, None, CITY + 10**11 - 1)]
    compounds = []
    for number in range(COMMUNITIES):
        county = CITY + (1 + number // 700) * 10**9
        town = county + (1 + number % 700 // 50) * 10**6
        own = town + (1 + number % 50) * 10**3
        zones += [
            zone(county, 2, CITY, county + 10**9 - 1),
            zone(town, 3, county, town + 10**6 - 1),
        ]
        zones.append(zone(own, 4, town, own + 999))
        compounds.append({
            "id": f"{own:032d}", "zone": own, "version": 1, "name_zh": "小区", "name_en": "",
            "plan": json.dumps(PLAN), "residents": 500, "faults": 0, "schematic": 1,
            "signed_post": 1, "signed_at": micros(NOW), "signed_until": micros(NOW) * 2,
            "closed_since": None, "failures": "", "signed_person": 1, "hands": "", "checks": "",
        })  # fmt: skip
    fill(db, "territory_zone", list({row["id"]: row for row in zones}.values()))
    fill(db, "premises_compound", compounds)
    fill(db, "incidents_incident", [{
        "id": 1, "version": 1, "name_zh": "事", "name_en": "e", "zone": CITY, "level": 1,
        "day_zero": "2026-08-01", "drill": 0, "opened_at": micros(NOW), "closed_at": None,
    }])  # fmt: skip
    fill(db, "measures_measure", [measure("city", NOW + timedelta(hours=48), "NOTICE_PUBLISHED")
                                  | {"code": "M10", "basis": "IDL 63(6)"}])  # fmt: skip
    scope = {"id": "city:1", "version": 1, "measure": "city", "zone": CITY, "compound": "",
             "building": ""}  # fmt: skip
    fill(db, "measures_scope", [scope | {"zone_hi": CITY + 10**11 - 1}])


def many(db: sqlite3.Connection, total: int, ends: datetime) -> None:
    """Replace all measures: so many in force, 100 of them over at ``ends``."""
    db.execute("DELETE FROM measures_measure")
    later = ends + timedelta(hours=40)
    rows = [measure(f"{total}-{n}", ends if n < DUE else later) for n in range(total)]
    fill(db, "measures_measure", rows)
    db.commit()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default=None, help="not needed: the floor is SQLite")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bihuan-measures-") as folder:
        os.environ["BIHUAN_DATA"] = folder
        from bihuan.site.installation.files import make_installation

        make_installation(Path(folder), demo=False, base_url="http://127.0.0.1:8000")
        from bihuan.site.boot import boot

        boot()
        from bihuan.site.installation.schema import migrate

        migrate()
        return compare(Path(folder), args.rounds)


def compare(folder: Path, rounds: int) -> int:
    from benchmarks.epi_pairs import Pair, at_most, pair
    from bihuan.features.measures import api
    from bihuan.platform.clock.system import fixed_at
    from bihuan.platform.db.dialects import Session

    path = next(folder.glob("*.sqlite3"))
    db = sqlite3.connect(path)
    city(db)
    db.commit()
    sql = (
        "SELECT z.id, z.name_zh, z.residents, c.id, c.plan, c.faults, c.signed_until"
        " FROM territory_zone z JOIN premises_compound c ON c.zone=z.id WHERE z.id BETWEEN ? AND ?"
    )

    def guards() -> None:
        one = api.measure_of("city")
        assert one is not None
        assert one.around.compounds == COMMUNITIES
        assert api.blocking(one, NOW)

    with fixed_at(NOW):
        found = pair(
            "guards/SELECT", guards, lambda: Session().all(sql, (CITY, CITY + 10**11)),
            rounds=rounds,
        )  # fmt: skip
        good = at_most(found, GUARD_TIMES)
    times: dict[int, list[float]] = {FEW: [], MANY: []}
    for number in range(rounds):
        for total in (FEW, MANY) if number % 2 == 0 else (MANY, FEW):
            times[total].append(ticked(db, total, NOW + timedelta(days=number + 1)))
    ticks = Pair("tick 100 of 100,000/100 of 1,000", times[MANY], times[FEW], found.load)
    return 0 if at_most(ticks, TICK_TIMES) and good else 1


def ticked(db: sqlite3.Connection, total: int, at: datetime) -> float:
    """Return the seconds of one tick that finds 100 measures over among so many."""
    from benchmarks.epi_pairs import seconds
    from bihuan.features.measures import jobs
    from bihuan.platform.clock.incident import clock_of
    from bihuan.platform.clock.system import fixed_at
    from bihuan.platform.jobs import Tick

    many(db, total, at)
    with fixed_at(at):
        passed = seconds(lambda: jobs.expire(Tick(clock_of(1, (0, 0, 0, 1000, 1080, None)), at)))
    left = db.execute("SELECT count(*) FROM measures_measure WHERE state='EXPIRED'").fetchone()[0]
    assert left == DUE, left
    db.execute("DELETE FROM command")
    db.commit()
    return passed


if __name__ == "__main__":
    sys.exit(main())

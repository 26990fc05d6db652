"""The generated pages say what the code says."""

from pathlib import Path

from bihuan.site.generated import pages

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "generated"


def test_the_generated_pages_are_up_to_date():
    stale = [
        name
        for name, text in pages().items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text("utf-8") != text
    ]
    assert stale == [], "run `bihuan docs build`"


def test_no_generated_page_is_left_over():
    assert {path.name for path in FOLDER.iterdir()} == set(pages())

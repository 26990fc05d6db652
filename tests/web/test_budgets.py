"""What a page may weigh, counted from the files that are served."""

import gzip
import re
from pathlib import Path

import django_htmx

ROOT = Path(__file__).resolve().parents[2] / "src" / "bihuan" / "site" / "static"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
MOST = 60_000


def test_style_sheets_and_scripts_weigh_at_most_60_kb_packed():
    files = [*ROOT.glob("css/*.css"), *ROOT.glob("js/*.js"), HTMX]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= MOST


def test_dark_by_choice_and_dark_by_the_system_are_the_same_colours():
    text = (ROOT / "css" / "tokens.css").read_text("utf-8")
    blocks = [
        dict(re.findall(r"(--[\w-]+):\s*([^;]+);", found))
        for found in re.findall(r'\[data-theme="(?:dark|auto)"\] \{([^}]*)\}', text)[:2]
    ]
    assert len(blocks[0]) > 20
    assert blocks[0] == blocks[1]


def test_old_browsers_meet_nothing_that_would_drop_a_whole_block():
    for path in ROOT.glob("css/*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"@layer|@container|:has\(|color-mix\(|\bpopover\b", text), path.name

"""A process that serves pages loads no library that only some of them need."""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
HEAVY = ("numpy", "scipy", "numba", "typst", "openpyxl", "python_calamine")
ASK = f"""
import sys
import django
django.setup()
import bihuan.site.wsgi
from django.urls import get_resolver
assert get_resolver().url_patterns
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_no_library_of_numbers_documents_or_workbooks_is_loaded_before_somebody_needs_it():
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
        "PYTHONPATH": str(SOURCE),
    }
    ran = subprocess.run(
        [sys.executable, "-c", ASK], env=told, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert (ran.returncode, ran.stdout.split()) == (0, []), ran.stderr

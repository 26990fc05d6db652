"""Every test run has a data directory of its own, and the network is not for tests."""

import os
import tempfile
from pathlib import Path

_DATA = Path(tempfile.mkdtemp(prefix="bihuan-tests-"))
os.environ["BIHUAN_DATA"] = str(_DATA)
(_DATA / "secret.key").write_text("tests-only-" + "k" * 50, "utf-8")

"""The city that benchmarks run on: made from one seed, kept in the cache, copied for each run."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Elsewhere when two checkouts share a cache (each throws away what the other's sources made), or
# to measure another disk: another disk is another floor.
HOME = Path(os.environ.get("BIHUAN_BENCH") or ROOT / ".cache" / "bench")
RUNS = HOME / "runs"
SOURCES = (
    "benchmarks/world/base.py",
    "benchmarks/world/grow.py",
    "src/bihuan/**/migrations/*.py",
    "src/bihuan/platform/db/sqlite/*.py",
    "src/bihuan/site/demo/*.py",
)


def fingerprint() -> str:
    """Return what the made city depends on, so that an old one is made again."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def environment(data: Path) -> dict[str, str]:
    """Return the environment of a process that works on a data directory."""
    return {
        **os.environ,
        "BIHUAN_DATA": str(data),
        "BIHUAN_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }


def made(findings: int) -> Path:
    """Return the data directory with so many findings, made now when it is not there."""
    stem = HOME / fingerprint()
    folder = stem / str(findings)
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        # The copies of a run that works on two cities are in use while the second is made.
        for old in HOME.glob("*"):
            if old not in (stem, RUNS):
                shutil.rmtree(old, ignore_errors=True)
        base = stem / "base"
        if not (base / "ready").exists():
            shutil.rmtree(base, ignore_errors=True)
            _run("benchmarks.world.base", base)
        shutil.copytree(base, folder, ignore=shutil.ignore_patterns("ready"))
        _run("benchmarks.world.grow", folder, str(findings))
    return folder


def _run(module: str, folder: Path, *words: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", module, *words]
    subprocess.run(command, env=environment(folder), check=True, cwd=ROOT)  # noqa: S603
    (folder / "ready").touch()


def copy_of(findings: int, name: str) -> Path:
    """Return a copy of a made city that a run may write to."""
    target = RUNS / f"{name}-{findings}"
    source = made(findings)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target

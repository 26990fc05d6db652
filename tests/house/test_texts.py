"""What people read and what machines install agree with the repository."""

import json
import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NPM_LOCKS = sorted((ROOT / "third_party").glob("*/package-lock.json"))
ADR_HEADINGS = ["Context", "Decision", "Consequences", "What would change our mind"]


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def text_of(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def headings(path: Path) -> list[int]:
    """Return the levels of the headings, in order, fenced blocks left out."""
    plain = re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", plain, flags=re.MULTILINE)]


def pins_of(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9]\S*==\S+", text_of(lock), re.MULTILINE))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", name)[0]).lower()


def test_both_readmes_have_the_same_headings_and_commands():
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    assert headings(english) == headings(chinese)
    commands = [
        re.findall(r"^make \w+", text_of(path), re.MULTILINE) for path in (english, chinese)
    ]
    assert commands[0] == commands[1] == ["make demo", "make test"]
    links = [sorted(re.findall(r"\]\(([^)]+)\)", text_of(path))) for path in (english, chinese)]
    there = [one.replace(".zh-CN", "") for one in links[1]]
    assert sorted(there) == [one.replace(".zh-CN", "") for one in links[0]]
    assert max(len(text_of(path).splitlines()) for path in (english, chinese)) < 150


def test_both_manuals_give_the_same_commands_settings_and_pages():
    english, chinese = (ROOT / "docs" / name for name in ("operate.md", "operate.zh-CN.md"))
    assert headings(english) == headings(chinese)
    blocks = [re.findall(r"```\n(.*?)```", text_of(one), re.DOTALL) for one in (english, chinese)]
    commands = [re.sub(r" +# .*", "", "".join(one)) for one in blocks]
    assert commands[0] == commands[1]
    named = [
        Counter(word for word in re.findall(r"`([^`\n]+)`", text_of(one)) if word.isascii())
        for one in (english, chinese)
    ]
    # In the Chinese one these two say in Chinese what is put in their place.
    assert set(named[0] - named[1]) == {"bihuan COMMAND --help", "bihuan-DATE-TIME.tar.gz"}
    assert not named[1] - named[0]


def test_both_pages_on_scenario_files_show_the_same_file_and_name_the_same_fields():
    english, chinese = (ROOT / "docs" / f"twin-scenario.{one}" for one in ("md", "zh-CN.md"))
    assert headings(english) == headings(chinese)
    texts = [text_of(one) for one in (english, chinese)]
    files = [re.search(r"```yaml\n(.*?)```", one, re.DOTALL).group(1) for one in texts]
    assert len({re.sub(r" *#.*", "", one) for one in files}) == 1
    named = [set(re.findall(r"`([^`\n]+)`", one.replace("×\n", "× "))) for one in texts]
    assert named[0] == named[1] - {"pool"}


@pytest.mark.parametrize(
    "path", [path for path in tracked() if path.suffix == ".md"], ids=lambda p: p.name
)
def test_every_link_to_a_file_leads_somewhere(path):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text_of(path))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", ADRS, ids=lambda p: p.stem)
def test_a_decision_is_one_page_in_one_form(path):
    text = text_of(path)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ADR_HEADINGS
    assert re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: \w+", text, re.MULTILINE)
    assert text.startswith(f"# {path.name[:4]} ")
    assert len(text.splitlines()) <= 60
    assert f"({path.name})" in text_of(ROOT / "docs" / "adr" / "README.md")


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.name)
def test_a_lock_file_names_a_hash_for_every_package_and_no_address(path):
    text = text_of(path)
    pins = re.findall(r"^[a-z0-9][^\s=]*==[^\s\\]+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE))
    assert not re.search(r"https?:|file:/|--(index|extra|find|trusted)", text)


def test_the_lock_files_hold_every_package_that_the_project_asks_for():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    locked = {pin.partition("==")[0] for pin in pins_of(ROOT / "requirements" / "dev.txt")}
    extras = project["optional-dependencies"]
    wanted = {normal(name) for name in project["dependencies"]}
    wanted |= {normal(name) for names in extras.values() for name in names}
    assert wanted - {normal(name) for name in locked} == set()


def test_the_smaller_lock_files_agree_with_the_largest():
    pins = {path.name: pins_of(path) for path in LOCKS}
    assert pins["run.txt"] <= pins["build.txt"] <= pins["dev.txt"]


@pytest.mark.parametrize("path", NPM_LOCKS, ids=lambda p: p.parent.name)
def test_an_npm_lock_file_has_hashes_and_no_registry(path):
    packages = json.loads(text_of(path))["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}
    assert [name for name, entry in fetched.items() if "integrity" not in entry] == []
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []


def test_the_page_of_third_party_files_names_every_asset():
    packages = json.loads(text_of(ROOT / "third_party/assets/package-lock.json"))["packages"]
    page = text_of(ROOT / "THIRD-PARTY.md")
    for path, entry in packages.items():
        if path:
            assert f"| {path.rpartition('node_modules/')[2]} | {entry['version']} |" in page


def test_no_merge_was_left_half_done():
    mark = re.compile(r"^(<{7} |>{7} )", re.MULTILINE)
    assert [path.name for path in tracked() if path.is_file() and mark.search(text_of(path))] == []

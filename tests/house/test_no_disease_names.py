"""No disease is named in code: profiles name diseases, code names only what they have in common."""

import re
from pathlib import Path

import pytest
import yaml

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bihuan"
NOT_DISEASES = {"drill-generic", "unknown-cluster", "flood-epidemic"}


def words():
    """Collect every disease word, in both languages, from the shipped profiles."""
    found = set()
    for path in sorted((SOURCE / "features" / "incidents" / "profiles").glob("*.yaml")):
        profile = yaml.safe_load(path.read_text("utf-8"))
        if profile["id"] not in NOT_DISEASES:
            found |= {profile["id"], *profile["names"].values(), *profile["aliases"]}
    return {w.lower() for w in found}


def named_in(text, names):
    plain = re.sub(r"[\s_-]+", " ", text.lower())
    return {n for n in names if re.sub(r"[\s_-]+", " ", n) in plain}


def test_profiles_give_words_to_search_for():
    assert {"influenza", "cholera", "covid", "霍乱"} <= words()


def test_the_search_finds_a_planted_name():
    assert named_in("if kind == 'COVID_B':", {"covid", "covid-b"}) == {"covid", "covid-b"}


@pytest.mark.parametrize("kind", ["*.py", "*.html", "*.js"])
def test_no_disease_is_named_in_code(kind):
    names = words()
    guilty = {
        str(p.relative_to(SOURCE)): hits
        for p in SOURCE.rglob(kind)
        if (hits := named_in(p.read_text("utf-8"), names))
    }
    assert guilty == {}

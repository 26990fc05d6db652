"""Whatever ``bihuan epi`` complains about is said in both languages, with the same figures."""

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

from bihuan.science.import_screen import KINDS
from bihuan.site.commands import epi

FOLDER = Path(epi.__file__).parent
SENTENCES = yaml.safe_load((FOLDER / "sentences.yaml").read_text("utf-8"))
CODE = re.compile(r"\b(?:InputError|RefusedError|complain|note|both)\(\s*\"(\w+)\"")


def parameters(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_name_the_same_figures(code):
    said = SENTENCES[code]
    assert set(said) == {"zh", "en"}
    assert parameters(said["zh"]) == parameters(said["en"])
    assert re.search("[一-鿿]", said["zh"])


def test_every_sentence_is_said_somewhere_and_none_is_missing():
    sources = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.py"))
    assert set(CODE.findall(sources)) | set(KINDS) == set(SENTENCES)

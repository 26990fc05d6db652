"""Every "no" of the product has one sentence, in both languages, with the values it needs."""

import ast
import re
from functools import cache
from pathlib import Path

from django.utils.translation import override

from bihuan.domain.findings.catalogue import refusal_codes
from bihuan.domain.findings.transitions import MACHINES
from bihuan.domain.measures.tasks import TASK
from bihuan.domain.measures.transitions import MEASURE
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.commitments import FOLLOW
from bihuan.domain.reviews.nights import NIGHT
from bihuan.domain.scenarios.states import RUN
from bihuan.platform.i18n import refusal_texts
from bihuan.platform.registry.discovery import modules

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bihuan"
PLACE = re.compile(r"%\((\w+)\)s")
# Chosen by ``offer`` from the profile, hence not written beside ``Refusal``.
OF_PROFILES = {"profile_superseded", "measure_forbidden", "level_too_low", "need_unmet"}


def refusals_in(path):
    """Yield code and names of the values of each refusal that a file makes."""
    text = path.read_text("utf-8")
    if "Refusal(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "Refusal":
            continue
        codes = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
        given = node.args[1] if len(node.args) > 1 else ast.Dict(keys=[], values=[])
        literal = isinstance(given, ast.Dict)
        names = {k.value for k in given.keys if isinstance(k, ast.Constant)} if literal else None
        for code in codes:
            if isinstance(code, str) and re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", code):
                yield code, names, path.name


@cache
def made():
    return [found for path in SOURCE.rglob("*.py") for found in refusals_in(path)]


def plain(code):
    with override("en"):
        return str(refusal_texts._sentences()[code])


def test_the_search_finds_the_refusals_of_every_stratum():
    codes = {code for code, _, _ in made()}
    assert {
        "zone_codes_exhausted",
        "image_too_large",
        "call_unknown",
        "handover_note_too_long",
    } <= (codes)


def test_every_refusal_has_its_sentence():
    codes = {code for code, _, _ in made()} | refusal_codes() | OF_PROFILES
    assert sorted(code for code in codes if not refusal_texts.known(code)) == []


def test_every_sentence_gets_the_values_it_names():
    guilty = [
        (code, file, sorted(set(PLACE.findall(plain(code))) - names))
        for code, names, file in made()
        if names is not None and not set(PLACE.findall(plain(code))) <= names
    ]
    assert guilty == []


def test_a_refusal_names_the_state_of_every_machine_in_words():
    tables = (*MACHINES, MEASURE, TASK, NIGHT, FOLLOW, RUN)
    words = refusal_texts._parameters()
    states = {machine.named(state) for machine in tables for state in ("", *machine.states)}
    assert {parameter: states - set(words[parameter]) for parameter in ("state", "possible")} == {
        "state": set(), "possible": set(),
    }  # fmt: skip
    with override("en"):
        said = refusal_texts.sentence(NIGHT.not_in("frozen", "decide"))
    assert said.startswith("It stands at: Frozen. This can be done only at: In meeting.")


def test_no_code_has_two_sentences():
    rooms = {room.__name__: getattr(room, "REFUSALS", {}) for room in modules("labels")}
    listed = [code for table in (refusal_texts.OWN, *rooms.values()) for code in table]
    assert sorted({code for code in listed if listed.count(code) > 1}) == []


def test_a_refusal_is_told_in_the_language_of_the_page():
    refusal = Refusal("items_open", {"n": 3})
    with override("zh-hans"):
        assert refusal_texts.sentence(refusal) == "交办单还有 3 项未完成，请先完成。"
    with override("en"):
        assert refusal_texts.sentence(refusal).startswith("Items of the order that are not done: 3")


def test_the_rule_behind_a_refusal_is_an_article_or_an_invariant_in_words():
    said = {
        "IDL 67; PHERL 40": "Infectious Disease Law Art 67; "
        "Public Health Emergency Response Law Art 40",
        "PHERL 14, 38": "Public Health Emergency Response Law Art 14, 38",
        "closed loop, EXT_REQ": "",
        "": "",
    }
    with override("en"):
        assert {clause: refusal_texts.rule_said(clause) for clause in said} == said
    with override("zh-hans"):
        assert refusal_texts.rule_said("PHERL 14, 38") == "《突发公共卫生事件应对法》第14、38条"

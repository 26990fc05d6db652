"""The Chinese catalogue is complete, and what is compiled is what was written."""

import gettext
import io
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import catalogue  # noqa: E402
import messages  # noqa: E402


@cache
def said():
    """Every sentence of the product; reading it all takes a while, so once."""
    return tuple(messages.sources())


def test_every_sentence_has_its_chinese():
    assert messages.problems(said(), messages.existing()) == []


def test_the_catalogue_holds_nothing_that_is_no_longer_said():
    keys = {message.key for message in said()}
    assert [one.sentence for one in messages.existing() if one.key not in keys] == []


def test_the_checks_find_what_is_missing_unchanged_fuzzy_or_lacks_a_placeholder():
    spoken = [catalogue.Message(text) for text in ("Gone", "Same", "Unsure", "Due at %(time)s.")]
    known = [
        catalogue.Message("Same", text="Same"),
        catalogue.Message("Unsure", text="不定", fuzzy=True),
        catalogue.Message("Due at %(time)s.", text="到期。"),
    ]
    assert messages.problems(spoken, known) == [
        "fuzzy: Unsure",
        "lost placeholder: Due at %(time)s.",
        "missing: Gone",
        "unchanged: Same",
    ]


def test_what_is_written_is_read_back_and_compiled_for_gettext():
    written = [
        catalogue.Message('Say "yes"\n', text="说“是”\n"),
        catalogue.Message("Open", context="state", text="未办结"),
        catalogue.Message("%(n)s row", plural="%(n)s rows", text="%(n)s 行"),
    ]
    again = catalogue.read(catalogue.written(written))
    assert sorted(again, key=lambda one: one.key) == sorted(written, key=lambda one: one.key)
    spoken = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(again)))
    assert spoken.gettext('Say "yes"\n') == "说“是”\n"
    assert spoken.pgettext("state", "Open") == "未办结"
    assert spoken.ngettext("%(n)s row", "%(n)s rows", 5) == "%(n)s 行"


def test_a_broken_catalogue_names_the_line():
    with pytest.raises(ValueError, match="Line 2"):
        catalogue.read('msgid "a"\nmsgstr "b\n')


def test_a_computed_sentence_is_refused_with_its_place(tmp_path):
    path = tmp_path / "view.py"
    path.write_text("from django.utils.translation import gettext as _\n_(f'Row {1}')\n")
    with pytest.raises(messages.UnreadableError, match=r"view\.py:2"):
        list(messages.of_python(path))


def test_templates_are_read_with_context_plural_and_names(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        "{% translate 'Open' context 'state' %}{% blocktranslate count n=rows|length %}"
        "{{ n }} row of {{ name }}{% plural %}{{ n }} rows of {{ name }}{% endblocktranslate %}"
    )
    assert list(messages.of_template(path)) == [
        catalogue.Message("Open", context="state"),
        catalogue.Message("%(n)s row of %(name)s", plural="%(n)s rows of %(name)s"),
    ]

"""Refusals in words: every code has one sentence, which says what stands in the way.

A feature keeps its sentences as ``REFUSALS`` in its ``labels.py``; those here are of the
platform and of the policy. A sentence may name the refusal's parameters; what a parameter's
values are called stands in ``PARAMETERS``, one table joined from all rooms.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from bihuan.domain.refusals import Refusal
from bihuan.platform.i18n.language import chinese
from bihuan.platform.registry.discovery import modules

OWN: Mapping[str, Promise] = {
    "text_unprintable": _("Character %(place)s cannot be printed (U+%(code)s); delete it."),
    "text_invisible": _("Nothing of this text can be seen; write words or leave it empty."),
    "act_not_granted": _("This act is not granted to the post you act for."),
    "outside_own_scope": _("This lies outside the zones your post answers for."),
    "no_post": _("You hold no post at the moment; ask the administrator for an appointment."),
    "not_in_this_state": _(
        "It stands at: %(state)s. This can be done only at: %(possible)s. Look again, it may have "
        "moved on."
    ),
    "changed_meanwhile": _("Somebody else was faster."),
    "key_used_for_something_else": _(
        "This form was already used for something else; reload the page."
    ),
    "too_many_tries": _(
        "There were too many tries from your connection. What you typed is kept below: send it"
        " again in a quarter of an hour, or call 12345; where somebody is trapped or ill, 119 or"
        " 120."
    ),
    "image_too_large": _("The picture is larger than %(megabytes)s MB; take a smaller one."),
    "image_too_many_pixels": _(
        "The picture has more than %(megapixels)s megapixels; take a smaller one."
    ),
    "image_not_readable": _(
        "This is no JPEG, PNG or WebP picture that can be read; choose another file."
    ),
}


LAWS: Mapping[str, Promise] = {
    "IDL": _("Infectious Disease Law"),
    "PHERL": _("Public Health Emergency Response Law"),
    "ERL": _("Emergency Response Law"),
    "PIPL": _("Personal Information Protection Law"),
    "Fire Law": _("Fire Protection Law"),
    "Constitution": _("Constitution"),
    "Administrative Penalty Law": _("Administrative Penalty Law"),
    "Supervision Regulation": _("Regulations on government supervision"),
}
# What must hold whatever is done, as the loop numbers it.
INVARIANTS: Mapping[str, Promise] = {
    "invariant 2": _("Nobody verifies what his own unit put right."),
    "invariant 5": _("What touches life or rights is never rejected by one person."),
    "invariant 8": _("An order always has a responsible post."),
    "invariant 9": _("Nobody is referred before he could reply."),
}
_ARTICLES = re.compile(rf"({'|'.join(LAWS)}) (\d+(?:, \d+)*)")


@lru_cache(maxsize=1)
def _sentences() -> dict[str, Promise]:
    found = dict(OWN)
    for room in modules("labels"):
        found.update(getattr(room, "REFUSALS", {}))
    return found


@lru_cache(maxsize=1)
def _parameters() -> dict[str, Mapping[str, Promise]]:
    """Return the words for parameters that are names of the code's own, by parameter."""
    found: dict[str, Mapping[str, Promise]] = {}
    for room in modules("labels"):
        for name, words in getattr(room, "PARAMETERS", {}).items():
            found[name] = {**found.get(name, {}), **words}
    return found


def _worded(name: str, value: str | int) -> str | int:
    words = _parameters().get(name)
    if words is None:
        return value
    return gettext(", ").join(str(words.get(one, one)) for one in str(value).split(", "))


def known(code: str) -> bool:
    """Tell whether a code has its sentence."""
    return code in _sentences()


def sentence(refusal: Refusal) -> str:
    """Return why something is refused, in the page's language."""
    text = _sentences().get(refusal.code)
    if text is None:
        return gettext("This is not possible now (%(code)s).") % {"code": refusal.code}
    params = dict(refusal.params)
    if not chinese():  # a name goes along in both languages: the English one as “…_en”
        params |= {name: params[f"{name}_en"] for name in refusal.params if f"{name}_en" in params}
    said = {name: _worded(name, value) for name, value in params.items()}
    return str(text) % said if said else str(text)


def rule_said(clause: str) -> str:
    """Return the rule behind a refusal in the page's language: articles of law, or an invariant.

    What only says in which part of the papers a rule stands is left out: the sentence says it.
    """
    if clause in INVARIANTS:
        return str(INVARIANTS[clause])
    found = _ARTICLES.findall(clause)
    said = [
        gettext("%(law)s Art %(articles)s")
        % {"law": LAWS[law], "articles": articles.replace(", ", gettext(", "))}
        for law, articles in found
    ]
    return gettext("; ").join(said)


def in_both(refusal: Refusal, between: str = " ") -> str:
    """Return why something is refused in Chinese and in English, for a console."""
    with override("zh-hans"):
        zh = sentence(refusal)
    with override("en"):
        return f"{zh}{between}{sentence(refusal)}"

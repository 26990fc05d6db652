"""What the catalogue says of a type: who decides, how long, what must be there, what is waited for.

The rows are unconfirmed configuration: whoever drafts, and whoever checks the law, reads them.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bihuan.domain.measures.catalogue import Decider, MeasureType, Prohibition
from bihuan.features.measures.forms.fields import HOUR
from bihuan.features.measures.labels.names import PARTS
from bihuan.platform.i18n import choose, refusal_texts

DECIDERS: Mapping[tuple[Decider, bool], Promise] = {
    (Decider.COUNTY, False): gettext_lazy("decided by a county or the city"),
    (Decider.COUNTY, True): gettext_lazy("decided by a county with the city's approval"),
    (Decider.CITY, False): gettext_lazy("decided by the city"),
    (Decider.CITY, True): gettext_lazy("decided by the city"),
    (Decider.SUPERIOR, False): gettext_lazy("decided by a superior government"),
    (Decider.SUPERIOR, True): gettext_lazy("decided by a superior government"),
}


def row_said(kind: MeasureType) -> str:
    """Return a type's row of the catalogue in one line."""
    usual, most = kind.default_time // HOUR, kind.longest_time // HOUR
    said = [
        str(DECIDERS[kind.decider, kind.city_approval]),
        ngettext("lasts %(n)s hour", "lasts %(n)s hours", usual) % {"n": usual}
        if usual == most else _("lasts %(n)s hours, at most %(most)s") % {"n": usual, "most": most},
        _("must be there: %(parts)s")
        % {"parts": _(", ").join(str(PARTS[part]) for part in kind.parts)},
    ]  # fmt: skip
    if kind.register:
        waits = choose(kind.register.zh, kind.register.en)
        said.append(_("waits for the %(register)s") % {"register": waits})
    return " · ".join(said)


def ban_said(one: Prohibition) -> tuple[str, str, str]:
    """Return what nobody may add, the rule that forbids it, and the types it concerns, if few."""
    name = choose(one.names.zh, one.names.en)
    return name, refusal_texts.rule_said(one.clause), _(", ").join(sorted(one.types))

"""Names of rulings, and why something is refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.domain.appeals import Ruling

RULINGS: Mapping[str, Promise] = {
    Ruling.STANDS: _("The measure stands"),
    Ruling.GRANTED: _("The appeal is granted: the measure must be changed or lifted"),
}
REFUSALS: Mapping[str, Promise] = {
    "no_published_measure": _("There is no published measure to appeal against."),
    "appeal_text_length": _("Write %(least)s to %(most)s characters."),
    "appeal_unknown": _("There is no such appeal, or it is decided already."),
    "ruling_unknown": _("Say whether the measure stands or the appeal is granted."),
    "answer_holds_private_number": _(
        "The reason is read by whoever holds the code and holds an identity, bank-card or mobile"
        " number; write it without."
    ),
    "appeal_granted": _(
        "The appeal is granted: the measure is lifted, or follows from a new decision."
    ),
}

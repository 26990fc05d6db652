"""Forms of the loop: what a page or a phone may send, checked before anything happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.civil_days import CLOCKS_STAND_STILL
from bihuan.domain.zones import ZoneCodeError, level_of
from bihuan.features.supervision.api import FindingDraft, FindingType, finding_types
from bihuan.platform.i18n import choose
from bihuan.platform.ui.fields import PlainText
from bihuan.platform.ui.forms import number_said

LONGEST_TEXT = 2000
LONGEST_KEY = 80
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LARGEST_NUMBER = 2**62  # what a database can keep and compare


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on the form: a zone, and a registered place in it if there is one."""

    zone: int
    place: str | None = None

    def __str__(self) -> str:
        """Return what the form sends."""
        return f"{self.zone}/{self.place}" if self.place else str(self.zone)


def _type_choices() -> list[tuple[str, str]]:
    """Return what people may report; what a rule files is not theirs to file."""
    return [
        (kind.code, choose(kind.zh, kind.en))
        for kind in finding_types().values()
        if not kind.by_rule
    ]


class TypeField(forms.ChoiceField):
    """A finding type by its code; the names are only made when a page shows them.

    A phone may send fifty findings at once, each through a form of its own.
    """

    def valid_value(self, value: object) -> bool:
        """Look the code up."""
        return value in finding_types()


class ReportForm(forms.Form):
    """What was seen: type, where, and words if there is time for them."""

    type = TypeField(
        choices=_type_choices,
        label=_("What"),
        error_messages={"required": _("Choose what you see.")},
    )
    zone = PlainText(
        label=_("Where"), max_length=60, error_messages={"required": _("Choose where it is.")}
    )
    text = PlainText(
        label=_("Facts in a few words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = PlainText(max_length=LONGEST_KEY, widget=forms.HiddenInput)
    observed_at = PlainText(required=False, max_length=40, widget=forms.HiddenInput)
    incident = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_NUMBER, widget=forms.HiddenInput
    )
    post = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_NUMBER, widget=forms.HiddenInput
    )
    photo = forms.FileField(label=_("Photo of the place"), required=False)
    smudged = forms.BooleanField(
        label=_("No face and no number plate can be seen."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4().hex)

    def clean_zone(self) -> Spot:
        """Accept a zone's code, with a place in it or without: ``141002001001000/PLACE``."""
        code, _slash, place = str(self.cleaned_data["zone"]).partition("/")
        zone = number_said(code)
        try:
            level_of(-1 if zone is None else zone)
        except ZoneCodeError:
            raise forms.ValidationError(_("This is no zone of the register.")) from None
        return Spot(int(code), place or None)

    def clean_text(self) -> str:
        """Keep what can be stored: a text that a phone cut inside a sign loses that sign only."""
        return whole_signs(self.cleaned_data["text"])

    def clean_observed_at(self) -> datetime | None:
        """Read the device's time; what cannot be one is left out, the server's time rules."""
        return instant_said(self.cleaned_data["observed_at"])

    def clean(self) -> dict[str, Any]:
        """Ask for the tick under a photo."""
        said = super().clean() or self.cleaned_data
        if said.get("photo") and not said.get("smudged"):
            self.add_error("smudged", _("Smudge faces and plates, then tick this."))
        return said

    def draft(self) -> FindingDraft:
        """Return the finding as said."""
        said = self.cleaned_data
        return FindingDraft(
            type_code=said["type"],
            zone=said["zone"].zone,
            place=said["zone"].place,
            text=said["text"],
            observed_at=said["observed_at"],
            by_device=True,
        )


def whole_signs(text: str) -> str:
    """Return the text with every half of a surrogate pair replaced; JSON can carry such halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def instant_said(text: str) -> datetime | None:
    """Return the aware instant of an ISO text, or None."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    known = found.tzinfo is not None and EARLIEST < found < CLOCKS_STAND_STILL
    return found if known else None


def tiles() -> Sequence[FindingType]:
    """Return the types that are tiles on the phone."""
    return [kind for kind in finding_types().values() if kind.tile]

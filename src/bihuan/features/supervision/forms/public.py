"""What anybody may report without an account: a locked exit, or too much control."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.features.supervision.actions.report import LONGEST_TEXT
from bihuan.features.supervision.selectors.finding_types import FindingType
from bihuan.platform.ui.fields import PlainText

SHORTEST_TEXT = 4


class PublicReportForm(forms.Form):
    """What is wrong, in which compound, and words where they are needed."""

    what = forms.ChoiceField(label=_("What is wrong"), widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("In which compound"), required=False)
    text = PlainText(
        label=_("Where exactly, and what you saw"), max_length=LONGEST_TEXT, required=False,
        help_text=_("Write no names and no telephone numbers: nobody needs them here."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, types: Sequence[FindingType], places: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.types = {one.code: one for one in types}
        self.fields["what"].choices = [(one.code, one.label) for one in types]  # type: ignore[attr-defined]
        other = ("", _("another one, or none of them"))
        self.fields["place"].choices = [*places, other]  # type: ignore[attr-defined]
        if not places:
            del self.fields["place"]
        self.fields["text"].unmarked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for words where the type alone does not say where to go."""
        said = super().clean() or {}
        if not said.get("place") and len(said.get("text") or "") < SHORTEST_TEXT:
            self.add_error("text", _("Say where it is: which compound, gate or road."))
        return said

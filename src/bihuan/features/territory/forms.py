"""Forms of the territory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.places import PlaceKind
from bihuan.domain.registers.zones import Attribute
from bihuan.domain.zones import ZoneCodeError, parent_of
from bihuan.features.territory.labels import ATTRIBUTES, PLACE_KINDS
from bihuan.platform.ui.fields import PlainText


def lies_below(code: int, zone: int) -> bool:
    """Tell whether a code is one of a zone's direct children."""
    try:
        return parent_of(code) == zone
    except ZoneCodeError:
        return False


class NameForm(forms.Form):
    """Names of a zone."""

    name_zh = PlainText(label=_("Chinese name"), max_length=60)
    name_en = PlainText(
        label=_("Name in Latin letters"),
        max_length=120,
        required=False,
        help_text=_("Left out, the pinyin of the Chinese name is used."),
    )


class RenameForm(NameForm):
    """Other names for a zone, and the one that it had when the form was opened."""

    was = PlainText(widget=forms.HiddenInput, required=False, max_length=60)


class ZoneForm(NameForm):
    """A new zone below another."""

    code = forms.IntegerField(label=_("Code (15 digits)"), min_value=10**14, max_value=10**15 - 1)
    attributes = forms.MultipleChoiceField(
        label=_("Needs extra service"),
        choices=tuple(ATTRIBUTES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    residents = forms.IntegerField(label=_("Residents"), min_value=0, required=False)
    households = forms.IntegerField(label=_("Households"), min_value=0, required=False)
    field_order = ("code", "name_zh", "name_en", "attributes", "residents", "households")

    def __init__(self, *args: Any, below: int, free: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].initial = free
        self.below, self.free = below, free

    def clean_code(self) -> int:
        """Refuse a code that lies elsewhere: the zone would appear where nobody looked."""
        code = int(self.cleaned_data["code"])
        if self.free is None:
            raise forms.ValidationError(_("There is no free code below this zone."))
        if not lies_below(code, self.below):
            wrong = _(
                "Code %(code)s does not lie right below this zone; %(free)s does and is free."
            )
            raise forms.ValidationError(wrong, params={"code": code, "free": self.free})
        return code

    def clean_attributes(self) -> frozenset[Attribute]:
        """Return the chosen attributes."""
        return frozenset(Attribute(word) for word in self.cleaned_data["attributes"])


class AlongForm(forms.Form):
    """What becomes of the posts of zones that go."""

    along = forms.ChoiceField(
        label=_("Who answers afterwards"),
        choices=(
            ("", _("The posts around them; their own posts end when their orders are done")),
            ("along", _("Their own posts, which move along to the zone that carries theirs on")),
        ),
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_along(self) -> bool:
        """Return whether they move along."""
        return bool(self.cleaned_data["along"])


class MergeForm(AlongForm):
    """Which zones beside it become part of a zone."""

    others = forms.TypedMultipleChoiceField(
        label=_("These zones become part of it"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, beside: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = beside  # type: ignore[attr-defined]
        self.order_fields(["others", "along"])


class SplitForm(AlongForm, NameForm):
    """What is split off a zone."""

    code = forms.IntegerField(
        label=_("Code of the new zone (15 digits)"), min_value=10**14, max_value=10**15 - 1
    )
    children = forms.TypedMultipleChoiceField(
        label=_("These zones below it go to the new one"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("code", "name_zh", "name_en", "children", "along")

    def __init__(self, *args: Any, below: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = below  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """A new place in a zone."""

    kind = forms.ChoiceField(label=_("Kind of place"), choices=tuple(PLACE_KINDS.items()))
    name_zh = PlainText(label=_("Chinese name"), max_length=80)
    name_en = PlainText(label=_("Name in Latin letters"), max_length=120, required=False)

    def clean_kind(self) -> PlaceKind:
        """Return the chosen kind."""
        return PlaceKind(self.cleaned_data["kind"])


class EndForm(forms.Form):
    """The confirmation before a zone ends: its name, typed."""

    name = PlainText(label=_("Type the zone's Chinese name to confirm"), max_length=60)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_name(self) -> str:
        """Refuse anything but the zone's name."""
        name = str(self.cleaned_data["name"]).strip()
        if name != self.expected:
            raise forms.ValidationError(_("This is not the name of the zone."))
        return name


class FileForm(forms.Form):
    """A file to try."""

    file = forms.FileField(
        label=_("CSV or Excel file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

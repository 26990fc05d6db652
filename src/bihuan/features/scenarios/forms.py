"""The form in which plans are chosen; what may be tried is said by the domain, not here."""

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.scenarios.plans import MOST_CHOSEN
from bihuan.domain.scenarios.tonight import Choice, PlanKind, Where
from bihuan.features.scenarios.labels import PLANS, REFUSALS
from bihuan.platform.ui.fields import PlainText

Options = Sequence[tuple[str, Any]]
MOST_LETTERS = 500
NOT_ENTERED = _(
    "Nothing is entered for this zone on the capacity page; left empty, nothing limits."
)
CHOSEN = tuple(kind for kind in PlanKind if kind is not PlanKind.LIFT)


def _count(
    label: Any, low: int, high: int, help_text: Any = "", *, required: bool = True
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=help_text, required=required
    )


def _several(label: Any, help_text: Any, *, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=required, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class _Choosing(forms.Form):
    """What a form of plans says of the further measure, whichever model tries them."""

    def _offer(self, name: str, options: Options) -> None:
        self.fields[name].choices = list(options)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say beside the field what a chosen plan still needs."""
        said = super().clean() or {}
        wants = PlanKind.ANOTHER in said.get("kinds", [])
        if wants and not said.get("another") and "another" not in self.errors:
            self.add_error("another", str(REFUSALS["another_measure_missing"]))
        return said

    def _kinds_and_another(self) -> tuple[tuple[PlanKind, ...], str]:
        said = self.cleaned_data
        kinds = tuple(PlanKind(one) for one in said["kinds"])
        return kinds, said["another"] if PlanKind.ANOTHER in kinds else ""


class PlansForm(_Choosing):
    """Which plans, for how long, under which assumptions."""

    kinds = _several(
        _("Plans to compare"),
        _("Up to three; lifting everything now always stands beside them."),
        required=True,
    )
    smaller = _several(_("Zones that keep their measures when aiming smaller"), "", required=False)
    samplers = _count(_("Samplers added"), 1, 10_000)
    sites = _count(_("Sampling sites"), 1, 100_000, required=False)
    tubes = _count(_("Tubes a day, all laboratories"), 1, 10_000_000, required=False)
    another = forms.ChoiceField(
        label=_("One measure more"),
        required=False,
        help_text=_("Only what catalogue, profile, class and level allow."),
    )
    tier = forms.ChoiceField(
        label=_("Gate plans in force count as"),
        required=False,
        help_text=_("The tier of the profile whose assumed effects stand for them."),
    )
    fit = forms.ChoiceField(
        label=_("Reproduction number"),
        required=False,
        help_text=_("The profile's range, or a narrower one from an approved fit."),
    )
    renew_days = _count(_("Days for which measures are renewed"), 1, 30)
    days = _count(_("Days to look ahead"), 7, 60)
    infections = _count(
        _("People infected now, found or not"),
        1,
        100_000,
        _("An assumption; proposed are the infections of the last week on record."),
    )
    where = forms.ChoiceField(label=_("Where they live"))
    beds = _count(
        _("Hospital beds free for this disease"),
        0,
        100_000,
        _("Needed: no register knows it. Proposed is what the last run here was given; 0 is none."),
    )
    beds.needed = True  # type: ignore[attr-defined]

    def __init__(
        self,
        *args: Any,
        zones: Options,
        measures: Options,
        tiers: Options,
        where: Options,
        fits: Mapping[str, tuple[Any, int, int]],
        entered: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sites", "tubes"):
            self.fields[name].help_text = entered.get(name) or NOT_ENTERED
        self._fits = fits
        self._offer("fit", [("", _("Range of the profile")), *((k, v[0]) for k, v in fits.items())])
        self._offer("kinds", [(kind.value, PLANS[kind]) for kind in CHOSEN])
        self._offer("another", [("", "—"), *measures])
        self._offer("where", where)
        for name, options in (("smaller", zones), ("tier", tiers)):
            self._offer(name, options)
            if not options:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say beside the field what a chosen plan still needs."""
        said = super().clean()
        kinds = said.get("kinds", [])
        if len(kinds) > MOST_CHOSEN:
            self.add_error("kinds", str(REFUSALS["plans_to_compare"]) % {"most": MOST_CHOSEN})
        wants = PlanKind.SMALLER in kinds and "smaller" in self.fields
        if wants and not said.get("smaller") and "smaller" not in self.errors:
            self.add_error("smaller", str(REFUSALS["smaller_zones_missing"]))
        return said

    def choice(self) -> Choice:
        """Return what was chosen."""
        said = self.cleaned_data
        kinds, another = self._kinds_and_another()
        _, low, high = self._fits.get(said["fit"], ("", 0, 0))
        return Choice(
            kinds=kinds,
            days=said["days"],
            renew_days=said["renew_days"],
            tier=said.get("tier", ""),
            smaller=tuple(sorted(int(code) for code in said.get("smaller", ())))
            if PlanKind.SMALLER in kinds
            else (),
            samplers=said["samplers"],
            another=another,
            infections=said["infections"],
            where=Where(said["where"]),
            beds=said["beds"],
            fit=said["fit"],
            low_percent=low,
            high_percent=high,
            sites=said["sites"],
            tubes=said["tubes"],
        )


class RenewalForm(_Choosing):
    """Which plans the renewal model tries: it knows no places, beds or samplers."""

    kinds = _several(
        _("Plans to compare"), _("Lifting everything now always stands beside them."), required=True
    )
    another = forms.ChoiceField(label=_("One measure more, in the whole zone"), required=False)
    renew_days = _count(_("Days for which measures are renewed"), 1, 30)
    days = _count(_("Days to look ahead"), 7, 60)
    infections = _count(
        _("People infected now, found or not"),
        1,
        100_000,
        _("An assumption; proposed are the infections of the last week on record."),
    )
    index = forms.IntegerField(
        label=_("Vector index of the zone"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_(
            "Containers with larvae per 100 houses; proposed is the newest inspection of the last"
            " month. Empty: the profile's reproduction number stands unscaled."
        ),
    )
    celsius = forms.IntegerField(
        label=_("Mean temperature, °C"),
        required=False,
        help_text=_(
            "In warmth a mosquito is infectious sooner, and case follows case faster. Empty: the"
            " profile's serial interval stands."
        ),
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[PlanKind],
        measures: Options,
        degrees: Sequence[float],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._limit_temperature(degrees)
        self._offer("kinds", [(one.value, PLANS[one]) for one in kinds])
        self._offer("another", [("", "—"), *measures])
        if PlanKind.ANOTHER not in kinds:
            del self.fields["another"]

    def _limit_temperature(self, degrees: Sequence[float]) -> None:
        """Name the profile's range beside the field; without one there is nothing to enter."""
        if not degrees:
            del self.fields["celsius"]
            return
        field, lo, hi = self.fields["celsius"], min(degrees), max(degrees)
        self._degrees = lo, hi
        field.widget.attrs.update({"min": ceil(lo), "max": floor(hi)})
        known = _("The profile knows incubation in mosquitoes from %(lo)s to %(hi)s °C.")
        field.help_text = f"{known % {'lo': f'{lo:g}', 'hi': f'{hi:g}'}} {field.help_text}"

    def clean_celsius(self) -> int | None:
        """Refuse beside the field what the profile has no incubation for."""
        got: int | None = self.cleaned_data["celsius"]
        lo, hi = self._degrees
        if got is not None and not lo <= got <= hi:
            told = {"lo": f"{lo:g}", "hi": f"{hi:g}", "got": got}
            raise forms.ValidationError(REFUSALS["temperature_unknown"] % told)
        return got

    def choice(self) -> Choice:
        """Return what was chosen."""
        said = self.cleaned_data
        kinds, another = self._kinds_and_another()
        return Choice(
            kinds=kinds,
            days=said["days"],
            renew_days=said["renew_days"],
            samplers=0,
            another=another,
            infections=said["infections"],
            index=said["index"],
            celsius=said.get("celsius"),
        )


class ApprovalForm(forms.Form):
    """Why a fit stands although its held-out week disagrees."""

    reason = PlainText(
        label=_("Why it stands all the same"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed, because the held-out week disagrees; kept in the record."),
    )


class FitForm(forms.Form):
    """What a fit assumes about its first day."""

    start = _count(
        _("Fewest people infected four weeks ago"),
        1,
        10_000,
        _("Also tried are twice, four, eight and sixteen times as many."),
    )

"""Surveillance regimes of an incident."""

from datetime import date

from bihuan.domain.surveillance.regimes import Effect, Regime
from bihuan.features.surveillance.models import SurveillanceRegime

FIELDS = ("zone", "first_day", "last_day", "effect", "text_zh", "text_en")


def regimes(*, incident: int) -> list[Regime]:
    """Return the regimes of an incident, the oldest first."""
    found = SurveillanceRegime.objects.filter(incident=incident).order_by("first_day", "zone")
    return [
        Regime(
            zone,
            date.fromisoformat(first),
            date.fromisoformat(last) if last else None,
            Effect(effect),
            zh,
            en,
        )
        for zone, first, last, effect, zh, en in found.values_list(*FIELDS)
    ]

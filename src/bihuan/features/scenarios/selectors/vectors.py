"""The vector index that the record knows of a zone."""

from datetime import date, timedelta

from bihuan.domain.scenarios.tonight import Tonight
from bihuan.domain.surveillance.signals import SignalKind
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance.api import signals, vector_index
from bihuan.features.territory.api import ZoneView

MONTH = timedelta(days=30)


def index_on_record(view: IncidentView, zone: ZoneView, tonight: Tonight) -> int | None:
    """Return positive containers per 100 houses of the last month's newest inspection.

    None where fewer houses were inspected than the index is given for.
    """
    from bihuan.science.descriptive import breteau

    first = date.fromisoformat(tonight.day) - MONTH
    rows = signals(
        incident=view.id, scope=zone.range, first=first.isoformat(), last=tonight.day,
        kind=SignalKind.VECTOR,
    )  # fmt: skip
    found = vector_index(rows, zone.range, day=tonight.day)
    if found is None:
        return None
    index = breteau(*found)
    return None if index.band is None else round(index.index.value)

"""Tables of the territory."""

from bihuan.features.territory.models.place import Place
from bihuan.features.territory.models.shape import ZoneShape
from bihuan.features.territory.models.zone import FormerName, Reading, Zone, ZoneSuccession

__all__ = ["FormerName", "Place", "Reading", "Zone", "ZoneShape", "ZoneSuccession"]

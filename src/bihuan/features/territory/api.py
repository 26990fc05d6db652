"""The front door of the territory."""

from bihuan.domain.boundaries import Succession
from bihuan.domain.registers.zones import Attribute, ZoneDraft
from bihuan.features.territory.actions.change_place import PlaceDraft, create_place, retire_place
from bihuan.features.territory.actions.change_zone import create_zone, rename_zone, retire_zone
from bihuan.features.territory.actions.changed_zones import NewZone
from bihuan.features.territory.actions.import_zones import (
    import_readings,
    import_zones,
)
from bihuan.features.territory.actions.load_shapes import Drawing, load_shapes
from bihuan.features.territory.actions.reshape import Reshape, merge_zones, split_zone
from bihuan.features.territory.actions.undo_zones import undo_zones
from bihuan.features.territory.selectors.carried import (
    CHANGES,
    carried,
    grounds,
    same_ground,
    today,
)
from bihuan.features.territory.selectors.history import (
    ZoneHistory,
    as_it_was,
    history_of,
    name_chain_at,
)
from bihuan.features.territory.selectors.objections import provide_objection
from bihuan.features.territory.selectors.panels import (
    Layer,
    Moment,
    Panel,
    Reshaping,
    Shown,
    consequences_of,
    layers,
    panels_of,
    provide_consequence,
    provide_layer,
    provide_panel,
)
from bihuan.features.territory.selectors.places import (
    PlaceView,
    named,
    place_of,
    places_by_id,
    places_in,
)
from bihuan.features.territory.selectors.register import ZoneReport, check_zones, register_lines
from bihuan.features.territory.selectors.search import (
    PlaceHit,
    printable,
    search_places,
    search_zones,
)
from bihuan.features.territory.selectors.shapes import Outline, framed, outlines
from bihuan.features.territory.selectors.taken_back import TAKING as ZONE_REGISTER
from bihuan.features.territory.selectors.taken_back import provide_zone_use
from bihuan.features.territory.selectors.workbook_notes import zone_notes
from bihuan.features.territory.selectors.zones import (
    Population,
    Surroundings,
    ZoneName,
    ZoneView,
    around,
    children,
    free_code,
    name_chain,
    name_chains,
    names,
    population,
    root,
    zone_codes,
    zone_of,
    zone_said,
    zones_in,
    zones_said,
)

__all__ = [
    "CHANGES",
    "ZONE_REGISTER",
    "Attribute",
    "Drawing",
    "Layer",
    "Moment",
    "NewZone",
    "Outline",
    "Panel",
    "PlaceDraft",
    "PlaceHit",
    "PlaceView",
    "Population",
    "Reshape",
    "Reshaping",
    "Shown",
    "Succession",
    "Surroundings",
    "ZoneDraft",
    "ZoneHistory",
    "ZoneName",
    "ZoneReport",
    "ZoneView",
    "around",
    "as_it_was",
    "carried",
    "check_zones",
    "children",
    "consequences_of",
    "create_place",
    "create_zone",
    "framed",
    "free_code",
    "grounds",
    "history_of",
    "import_readings",
    "import_zones",
    "layers",
    "load_shapes",
    "merge_zones",
    "name_chain",
    "name_chain_at",
    "name_chains",
    "named",
    "names",
    "outlines",
    "panels_of",
    "place_of",
    "places_by_id",
    "places_in",
    "population",
    "printable",
    "provide_consequence",
    "provide_layer",
    "provide_objection",
    "provide_panel",
    "provide_zone_use",
    "register_lines",
    "rename_zone",
    "retire_place",
    "retire_zone",
    "root",
    "same_ground",
    "search_places",
    "search_zones",
    "split_zone",
    "today",
    "undo_zones",
    "zone_codes",
    "zone_notes",
    "zone_of",
    "zone_said",
    "zones_in",
    "zones_said",
]

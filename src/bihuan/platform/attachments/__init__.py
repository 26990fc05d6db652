"""Pictures of places: cleaned before they are stored, named by their content."""

from bihuan.platform.attachments.cleaning import clean
from bihuan.platform.attachments.store import path_of, sweep_orphans, write

__all__ = ["clean", "path_of", "sweep_orphans", "write"]

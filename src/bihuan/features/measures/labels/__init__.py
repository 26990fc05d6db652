"""Words of measures; what is refused is told by this package."""

from bihuan.features.measures.labels.refusals import PARAMETERS, REFUSALS

__all__ = ["PARAMETERS", "REFUSALS"]

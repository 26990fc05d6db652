"""What the models say about a zone: computed from the record, kept, never waited for."""

from bihuan.features.surveillance.selectors.analysis.kept import (
    Kept,
    analyse,
    day_before,
    forecasts_before,
    latest,
    make_and_keep,
)

__all__ = ["Kept", "analyse", "day_before", "forecasts_before", "latest", "make_and_keep"]

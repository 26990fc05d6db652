"""The server's epoch: new after a restore, so that phones send their last days again."""

from django.conf import settings

EPOCH_FILE = "epoch"


def epoch() -> str:
    """Return the epoch of this installation, empty when it has none."""
    path = settings.DATA_DIR / EPOCH_FILE
    return path.read_text("utf-8").strip() if path.is_file() else ""

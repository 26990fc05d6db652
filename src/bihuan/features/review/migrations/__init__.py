"""Schema of the review."""

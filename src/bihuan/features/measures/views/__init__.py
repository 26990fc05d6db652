"""Pages of measures, and the public ones."""

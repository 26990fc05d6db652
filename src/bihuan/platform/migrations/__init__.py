"""Schema of the platform."""

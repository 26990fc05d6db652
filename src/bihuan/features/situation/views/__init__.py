"""The first screen and search."""

"""Bihuan (闭环): the command system a city runs during a public-health emergency."""

__version__ = "0.1.0"

"""Registers that come as tables: reading cells, naming what is wrong with a row, comparing."""

"""Measures: their catalogue, law, life and notices."""

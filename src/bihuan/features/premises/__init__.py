"""Compounds, gates and ways out."""

"""Scenarios: tonight's decision tried in the twin before it is signed."""

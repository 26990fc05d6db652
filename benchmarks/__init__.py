"""Measurements of the product against floors that it carries and against peers."""

"""Machinery shared by the features; knows no feature by name."""

"""Numerics: arrays in, arrays out; no files, no clock, seeds are arguments."""

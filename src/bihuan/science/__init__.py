"""Numerics of the epidemic: arrays in, frozen results out; no file, no clock, no database."""

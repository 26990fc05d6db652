"""The data directory of an installation: what lies in it, how it is made, kept and restored."""

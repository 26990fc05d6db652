"""The commands of the console program: one module each.

A module has ``HELP``, ``add_arguments(parser)`` and ``run(options) -> int``.
"""

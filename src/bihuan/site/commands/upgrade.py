"""``bihuan upgrade``: bring the database schema to this version."""

import argparse

from bihuan.site.boot import boot

HELP = "bring the database to this version's schema (back up first)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: there is only one way forward."""
    parser.set_defaults()


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Apply the migrations."""
    boot()
    from bihuan.site.installation.schema import migrate

    migrate()
    print("数据库结构已是本版本。The database schema is this version's.")
    return 0

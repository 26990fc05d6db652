"""Run the console program as ``python -m bihuan``."""

import sys

from bihuan.site.cli import main

sys.exit(main())

"""``python -m registry``: the commands, as ``build.py`` calls them."""

import gc
import sys

from registry.cli.main import main

if __name__ == "__main__":
    if sys.argv[1:2] != ["serve"]:
        gc.disable()  # A command that ends soon would spend a quarter of its time on looking for cycles.
    sys.exit(main())

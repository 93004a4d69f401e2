"""``python -m registry``: the commands, as ``build.py`` calls them."""

import sys

from registry.cli import main

if __name__ == "__main__":
    sys.exit(main())

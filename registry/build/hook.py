"""The way in for ``mkdocs build`` and ``mkdocs serve``, which load this file by its path.

MkDocs does not put the project's folder on the import path, so this does, and hands the hooks on.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from registry.build.mkdocs_hooks import on_config, on_env, on_files, on_page_context, on_post_build

__all__ = ["on_config", "on_env", "on_files", "on_page_context", "on_post_build"]

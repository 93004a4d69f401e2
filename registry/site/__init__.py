"""The site: the only room that knows MkDocs. It makes one language's pages into files.

MkDocs renders the hand-written pages and, through its environment, the shell: what all pages of a section and depth
share. Everything else is put into shells as ready HTML. Imports every room before it.
"""

from registry.site.builder import Builder, make_builders
from registry.site.hooks import (
    build_language,
    on_config,
    on_env,
    on_files,
    on_page_context,
    on_post_build,
)

__all__ = [
    "Builder",
    "build_language",
    "make_builders",
    "on_config",
    "on_env",
    "on_files",
    "on_page_context",
    "on_post_build",
]

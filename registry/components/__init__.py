"""Components: how the macros of ``macros/`` become fast code, the same on every page but for what is a page's own.

Beside ``site``, which has MkDocs' own environment, the only room that imports ``jinja2``. Imports nothing of the project.
"""

from registry.components.compiled import Compiled, FoldingLoader
from registry.components.environment import ComponentEnvironment, FastEnvironment, unfolded

__all__ = ["Compiled", "ComponentEnvironment", "FastEnvironment", "FoldingLoader", "unfolded"]

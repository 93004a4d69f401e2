"""A program that builds a copy of the project again and again; ``tests/test_incremental.py`` drives it.

It is run in the copy. It reads orders, one JSON list a line: the arguments of ``build``; and answers each with the exit
status. Each build is a process of its own, forked from this one, in which all modules are loaded and nothing of the
project's content: the builds would else spend most of their time on loading modules.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys

import registry
from registry.cli.main import main as run
from registry.search.characters import syllables


def load() -> None:
    """Load what builds would load each by itself: the modules and the readings of Chinese characters."""
    for module in pkgutil.walk_packages(registry.__path__, f"{registry.__name__}."):
        if not module.name.endswith((".__main__", ".hook")):
            importlib.import_module(module.name)
    syllables("银行")


def main() -> None:
    """Follow orders until there are no more."""
    load()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        build = os.fork()
        if build == 0:
            status = 70
            try:
                status = run(["build", *json.loads(line)])
            finally:
                sys.stdout.flush()
                os._exit(status)
        _, status = os.waitpid(build, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


if __name__ == "__main__":
    main()

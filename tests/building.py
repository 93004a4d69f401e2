"""A program that builds a copy of the project again and again; ``tests/test_incremental.py`` drives it.

It is run in the copy. It reads orders, one JSON list a line: the arguments of ``build``; and answers each with the exit
status. Each build is a process of its own, forked from this one, in which nothing of the project's content is loaded yet:
200 builds would else spend two minutes on loading modules.
"""

from __future__ import annotations

import json
import os
import sys

from registry import exports, publish, serving, site  # noqa: F401  (loading them)
from registry.cli import main as run


def main() -> None:
    """Follow orders until there are no more."""
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

"""One part of a build in a process of its own: ``python -m tests.bench.parts PART MEASURES FOLDER``.

It prints the wall and processor seconds of the part as JSON; what the part needs is made before the clock starts. Each part
is a function of the project, as ``build`` calls it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from registry.build.targets import BuildPlan
from registry.model.register import Register
from registry.pages import page_specs
from registry.validation.checker import check

PARTS = ("check", "render", "pages", "search", "exports")
"""What can be measured alone: the check, rendering all pages, and rendering and writing the targets of a family."""


def prepare(part: str, measures: Path, folder: Path) -> Callable[[], object]:
    """Return what is to be measured; it writes below ``folder``, which is empty."""
    if part == "check":
        return lambda: check(measures)
    checked = check(measures)
    assert checked.vocabulary is not None
    plan = BuildPlan(Register(checked.measures, checked.vocabulary, checked.published))
    if part == "render":
        renderers = plan.renderers.values()
        return lambda: [
            sum(1 for spec in page_specs(renderer.context) for _ in renderer.files(spec))
            for renderer in renderers
        ]
    names = [target.name for target in plan.targets.values() if target.family.startswith(part)]
    return lambda: plan.make(names, folder)


if __name__ == "__main__":
    measured = prepare(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    started, before = time.perf_counter(), time.process_time()
    measured()
    print(json.dumps([time.perf_counter() - started, time.process_time() - before]))

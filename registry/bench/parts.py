"""One part of a build in a process of its own: ``python -m registry.bench.parts PART MEASURES FOLDER``.

It prints how long the part took and the most memory that the process held, as JSON; what the part needs is made before the
clock starts. Each part is a function of the project, as ``build`` calls it. Imports ``units`` and the rooms before it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from registry.bench.measuring import PROCESSES
from registry.checking import check
from registry.collection import Collection
from registry.command import ROOT
from registry.pages import recipes
from registry.units import Works

Part = Callable[[], object]
"""What is measured."""


def _check(measures: Path, _: Path) -> Part:
    return lambda: check(measures)


def _pages(measures: Path, _: Path) -> Part:
    builders = _works(measures).builders.values()

    def render() -> None:
        for builder in builders:
            for recipe in recipes(builder.workshop):
                for _ in builder.files(recipe):
                    pass

    return render


def _units(measures: Path, folder: Path, *families: str) -> Part:
    """Make all units of families whose names begin so, as a build does."""
    works = _works(measures)
    names = [unit.name for unit in works.units.values() if unit.family.startswith(families)]
    new = folder / "new"
    new.mkdir()
    return lambda: works.make(names, new)


def _write(measures: Path, folder: Path) -> Part:
    return _units(measures, folder, "pages zh", "pages en")


def _search(measures: Path, folder: Path) -> Part:
    return _units(measures, folder, "search")


def _exports(measures: Path, folder: Path) -> Part:
    return _units(measures, folder, "exports")


def _floor(_: Path, folder: Path) -> Part:
    """Write as many files as there are measures' pages, each as long as such a page is on average."""
    pages = [path for place in ("", "en") for path in (ROOT / "site" / place).glob("m/*/index.html")]
    sizes = [path.stat().st_size for path in pages]
    content = b"x" * (sum(sizes) // max(1, len(sizes)))

    def write() -> None:
        for number in range(len(sizes)):
            page = folder / f"{number}"
            page.mkdir()
            (page / "index.html").write_bytes(content)

    return write


PARTS = {
    "check": _check,
    "pages": _pages,
    "write": _write,
    "search": _search,
    "exports": _exports,
    "floor": _floor,
}
"""What can be measured alone: each is given the measures and an empty folder, and gives what is to be measured."""


def _works(measures: Path) -> Works:
    checked = check(measures)
    assert checked.vocabulary is not None
    return Works(Collection(checked.measures, checked.vocabulary, checked.published))


def _peak() -> int | None:
    """Return the most bytes of memory that this process ever held, where the system tells."""
    status = PROCESSES / "self" / "status"
    if not status.exists():
        return None
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024


def main() -> None:
    """Measure the part that the command line names."""
    name, measures, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    part = PARTS[name](measures, folder)
    started, before = time.perf_counter(), time.process_time()
    part()
    figures = {
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - before,
        "peak": _peak(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

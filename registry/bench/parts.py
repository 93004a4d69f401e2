"""One part of a build in a process of its own: ``python -m registry.bench.parts PART MEASURES FOLDER``.

It prints how long the part took and the most memory that the process held, as JSON; what the part needs is made before the
clock starts. Each part is a function of the project, as ``build`` calls it. Imports ``site``, ``exports`` and the rooms
before them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from registry.bench.measuring import PROCESSES
from registry.bilingual import LANGUAGES
from registry.checking import check
from registry.collection import Collection
from registry.exports import Stock, write_exports
from registry.pages import pages
from registry.site import ROOT, Builder, build_language, make_builder

Part = Callable[[], object]
"""What is measured."""


def _check(measures: Path, _: Path) -> Part:
    return lambda: check(measures)


def _pages(measures: Path, folder: Path) -> Part:
    builders = _builders(measures, folder)

    def render() -> None:
        for builder in builders:
            for page in pages(builder.workshop):
                builder.html(page)

    return render


def _write(measures: Path, folder: Path) -> Part:
    builders = _builders(measures, folder)

    def write() -> None:
        for builder in builders:
            builder.write_pages(folder / "written" / builder.language)

    return write


def _search(measures: Path, folder: Path) -> Part:
    builders = [make_builder(language, _collection(measures)) for language in LANGUAGES]

    def write() -> None:
        for builder in builders:
            builder.write_search(folder / builder.language, ROOT / "docs" / builder.language)

    return write


def _exports(measures: Path, folder: Path) -> Part:
    builder = make_builder(LANGUAGES[0], _collection(measures))
    stock = Stock(builder.collection, builder.strings, builder.settings, builder.macros)
    return lambda: write_exports(stock, folder)


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


def _collection(measures: Path) -> Collection:
    checked = check(measures)
    assert checked.vocabulary is not None
    return Collection(checked.measures, checked.vocabulary, checked.published)


def _builders(measures: Path, folder: Path) -> list[Builder]:
    """Return a builder of each language that has MkDocs' environment, as a build has when its pages' turn comes."""
    collection = _collection(measures)
    builders = [make_builder(language, collection) for language in LANGUAGES]
    for builder in builders:
        builder.handwritten_only = True
        build_language(builder, folder / "handwritten" / builder.language)
    return builders


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

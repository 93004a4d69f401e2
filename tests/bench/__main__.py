"""``python3 build.py bench``: time, memory and output at several sizes of the register, and ratios against peers."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tabulate import tabulate

from registry.cli.parser import Parser, count, counts
from registry.core.console import stop
from registry.core.languages import LANGUAGES
from registry.core.paths import ROOT
from registry.model.measure import Measure
from registry.validation.checker import check
from tests.bench.browser import measure_keys
from tests.bench.measuring import BenchError, Figure, figures_of
from tests.bench.parts import PARTS
from tests.bench.peers import Peer, install_peers
from tests.bench.preview import measure_saves
from tests.bench.project import Project, make_project, new_word

HERE = ROOT / ".cache" / "bench"
"""Where everything is done; git ignores it."""

SIZES = "58,1000,10000"

LARGE = 1000
"""Measures from which on only saves of a measure are tried."""

STEPS = (*PARTS, "build", "edit", "serve", "keys")
"""What can be measured: the parts of a build; a whole one and one after an edit, in new processes; the preview; search."""

TABLES = {
    "time": "用时，秒 / Time, seconds",
    "time-processor": "处理器用时，秒 / Processor time, seconds",
    "time-memory": "最大进程的内存峰值，MB / Peak memory of the largest process, MB",
    "output": "构建的产出 / What a build writes",
    "saved": "保存到可见，秒（最差） / Save to served, seconds (worst)",
    "keys": "检索：按键到结果，毫秒（最差） / Search: key press to results, milliseconds (worst)",
    "peers": "其他生成器，秒 / Other generators, seconds",
    "peers-processor": "其他生成器，处理器用时，秒 / Other generators, processor time, seconds",
    "peers-memory": "其他生成器，最大进程的内存峰值，MB / Other generators, peak memory of the largest process, MB",
    "peers-output": "其他生成器，写出 / Other generators, written",
    "ratio": "本站整个构建的用时，是其他生成器的几倍 / Our whole build, as a multiple of the other generator’s time",
    "ratio-processor": "同上，处理器用时 / The same, of processor time",
}
"""The headings of the tables, in order. The figures are medians."""

_LOADED = re.compile(r'<(?:script|link)[^>]* (?:src|href)="([^"]+\.(?:js|css|svg|png))"')
"""What a page loads by itself: scripts, styles, its icon."""

Step = Callable[[], Iterable[Figure]]


def main() -> int:
    """Run the command; return its exit status."""
    options = _options()
    try:
        figures, failures = measure(options)
    except BenchError as error:
        return stop(*str(error).split(" / ", 1))
    print(report(figures, options.form))
    return stop(f"有 {failures} 项没有测成。", f"{failures} could not be measured.") if failures else 0


def _options() -> argparse.Namespace:
    parser = Parser(
        prog="build.py bench", description="测量用时、内存和产出 / measure time, memory and output"
    )
    add = parser.add_argument
    add(
        "--sizes",
        type=counts,
        default=SIZES,
        metavar="N,N…",
        help=f"举措数，默认 {SIZES} / how many measures",
    )
    add(
        "--repeat",
        type=count,
        default=3,
        metavar="N",
        help="每项测几次，取中位数 / how often; medians are given",
    )
    add(
        "--saves",
        type=count,
        default=20,
        metavar="N",
        help="保存几次，看多久可见 / how many saves until served",
    )
    add("--only", action="append", choices=STEPS, metavar="STEP",
        help=f"只测这一项，可写多次 / only this step, may be repeated: {', '.join(STEPS)}")  # fmt: skip
    add("--peers", action="store_true",
        help="同时测 MkDocs + Material、Zensical、Eleventy / other generators too; installed in .cache/bench")  # fmt: skip
    forms = parser.add_mutually_exclusive_group()
    for form, words in (
        ("json", "输出 JSON / print JSON"),
        ("markdown", "输出 Markdown 表 / print Markdown"),
    ):
        forms.add_argument(
            f"--{form}", action="store_const", dest="form", const=form, default="text", help=words
        )
    options = parser.parse_args()
    options.only = options.only or STEPS
    return options


def measure(options: argparse.Namespace) -> tuple[list[Figure], int]:
    """Return the figures that the options ask for, and how many steps failed.

    Raises ``BenchError`` where a size is too small or a build fails, without which there is nothing to measure.
    """
    HERE.mkdir(parents=True, exist_ok=True)
    peers = install_peers(HERE, _progress) if options.peers else {}
    figures: list[Figure] = []
    failures = 0

    def take(steps: dict[str, Step], size: int) -> None:
        nonlocal failures
        for name, step in steps.items():
            _progress(f"{size}: {name}")
            try:
                figures.extend(step())
            except BenchError as error:
                failures += 1
                _progress(str(error))

    with tempfile.TemporaryDirectory(prefix="work-", dir=HERE) as folder:
        projects = []
        for size in options.sizes:
            _progress(f"{size}: build")
            project = make_project(Path(folder) / str(size) / "project", size)
            projects.append(project)
            figures += _build(project, options)
            take(_steps_of_making(project, options, peers), size)
        # Last, since these remove files, after which the system is slow at creating others for some minutes.
        for project in projects:
            take(_steps_of_editing(project, options), project.size)
    return figures, failures


def _build(project: Project, options: argparse.Namespace) -> list[Figure]:
    """Build the project's site, and measure that where it is asked for."""
    if "build" not in options.only:
        project.build().run()
        return []
    figures = project.build().figures(options.repeat, "time", "build", project.size, project.clear)
    return [*figures, *_output(project)]


def _steps_of_making(
    project: Project, options: argparse.Namespace, peers: dict[Peer, Path]
) -> dict[str, Step]:
    steps: dict[str, Step] = {
        part: partial(_part, part, project, options.repeat) for part in PARTS if part in options.only
    }
    measures = check(project.measures).measures if peers else ()
    return steps | {
        peer.key: partial(_peer, peer, programs, project, measures, options.repeat)
        for peer, programs in peers.items()
    }


def _steps_of_editing(project: Project, options: argparse.Namespace) -> dict[str, Step]:
    kinds = ("measure",) if project.size >= LARGE else ("measure", "vocabulary", "macro")
    steps: dict[str, Step] = {
        "keys": partial(measure_keys, project),
        "serve": partial(measure_saves, project, options.saves, kinds),
        "edit": partial(_edits, project, options.repeat),
    }
    return {name: step for name, step in steps.items() if name in options.only}


def _part(part: str, project: Project, repeat: int) -> list[Figure]:
    """Measure a part in new processes; the first one only fills the file cache."""
    runs = []
    for _ in range(repeat + 1):
        folder = tempfile.mkdtemp(dir=project.folder.parent)
        run = project.command(part, str(project.measures), folder, module="tests.bench.parts").run()
        seconds, processor = json.loads(run.output.splitlines()[-1])
        runs.append(replace(run, seconds=seconds, processor=processor))
    return figures_of(runs[1:], "time", part, project.size)


def _edits(project: Project, repeat: int) -> list[Figure]:
    """Build again after each of several edits of a measure."""
    edit, numbers = project.measure_edit(), iter(range(repeat + 1))
    save = partial(lambda: edit.save(new_word(next(numbers))))
    figures = project.build().figures(repeat, "time", "edit", project.size, save)
    edit.undo()
    return figures


def _peer(
    peer: Peer, programs: Path, project: Project, measures: Sequence[Measure], repeat: int
) -> list[Figure]:
    """Let another generator make the same pages."""
    folder = project.folder.parent / peer.key
    command = peer.command(programs, project, measures, folder)
    figures = command.figures(repeat, "peers", peer.name, project.size, partial(peer.clear, folder))
    sizes = {
        path: path.stat().st_size for site in peer.sites(folder) for path in site.rglob("*") if path.is_file()
    }
    pages = [size for path, size in sizes.items() if path.parent.parent.name == "m"]
    if len(pages) != len(LANGUAGES) * len(measures):
        raise BenchError(
            f"{peer.key} 只生成了 {len(pages)} 页。", f"{peer.key} made {len(pages)} pages only."
        )
    for words, value in (("MB", sum(sizes.values()) / 1e6), ("KB a page", sum(pages) / len(pages) / 1e3)):
        figures.append(Figure("peers-output", f"{peer.name}, {words}", project.size, (value,)))
    return figures


def _output(project: Project) -> list[Figure]:
    """Return the figures of a built site."""
    sizes = {path: path.stat().st_size for path in project.site.rglob("*") if path.is_file()}
    pages = {path: size for path, size in sizes.items() if path.suffix == ".html"}
    measures = {path: size for path, size in pages.items() if path.parent.parent.name == "m"}
    largest = max(measures, key=measures.__getitem__)
    loaded = _LOADED.findall(largest.read_text(encoding="utf-8"))
    first_view = {largest, *((largest.parent / name).resolve() for name in loaded)}
    values = {
        "files": len(sizes),
        "all files, MB": sum(sizes.values()) / 1e6,
        "mean page of a measure, KB": sum(measures.values()) / len(measures) / 1e3,
        "largest page of a measure, KB": measures[largest] / 1e3,
        "largest other page, KB": max(size for path, size in pages.items() if path not in measures) / 1e3,
        "first view of that measure, compressed, KB": sum(
            len(gzip.compress(file.read_bytes(), 6)) for file in first_view
        ) / 1e3,
    }  # fmt: skip
    return [Figure("output", row, project.size, (value,)) for row, value in values.items()]


def report(figures: Sequence[Figure], form: str) -> str:
    """Return the figures as ``text``, ``markdown`` or ``json``."""
    circumstances = {
        "date": datetime.now(UTC).date().isoformat(),
        "processors": f"{os.cpu_count()} × {platform.machine()}",
        "system": platform.system(),
        "python": f"Python {platform.python_version()}",
    }
    if form == "json":
        cells = [asdict(figure) | {"median": figure.median} for figure in figures]
        return json.dumps(circumstances | {"figures": cells}, ensure_ascii=False, indent=1)
    pieces = [" · ".join(circumstances.values())]
    found = {
        (figure.table, figure.row, figure.size): _cell(figure) for figure in (*figures, *_ratios(figures))
    }
    for table, heading in TABLES.items():
        sizes = sorted({size for name, _, size in found if name == table})
        labels = dict.fromkeys(row for name, row, _ in found if name == table)
        rows = [[row, *(found.get((table, row, size), "–") for size in sizes)] for row in labels]
        if rows:
            aligned = ["left", *["right"] * len(sizes)]
            style = "pipe" if form == "markdown" else "plain"
            text = tabulate(rows, ["", *map(str, sizes)], style, disable_numparse=True, colalign=aligned)
            pieces += [f"## {heading}" if form == "markdown" else heading, text]
    return "\n\n".join(pieces)


def _ratios(figures: Sequence[Figure]) -> list[Figure]:
    """Return how our whole build compares with each other generator, where both were measured."""
    medians = {(figure.table, figure.row, figure.size): figure.median for figure in figures}
    return [
        Figure(f"ratio{kind}", peer, size, (medians[ours] / theirs,))
        for (table, peer, size), theirs in medians.items()
        for kind in ("", "-processor")
        if table == f"peers{kind}" and (ours := (f"time{kind}", "build", size)) in medians
    ]


def _cell(figure: Figure) -> str:
    worst = f" ({max(figure.values):.3g})" if figure.table in {"saved", "keys"} else ""
    return (f"{figure.median:.0f}" if figure.median >= 100 else f"{figure.median:.3g}") + worst


def _progress(line: str) -> None:
    """Report progress on the error stream, since a program may read the figures."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

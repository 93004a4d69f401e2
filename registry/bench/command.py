"""The command ``bench``: its options. What it does is imported when it runs.

Imports ``command`` and the rooms before ``cli``.
"""

from __future__ import annotations

import argparse
import sys

from registry.bilingual import Bilingual
from registry.command import Parser, count, counts, stop

NAME = "bench"

PARTS = {
    "check": Bilingual("检查", "check"),
    "pages": Bilingual("数据页（只生成）", "pages from data (rendered)"),
    "write": Bilingual("全部页面（生成并写盘）", "all pages (rendered and written)"),
    "search": Bilingual("检索索引", "search index"),
    "exports": Bilingual("导出文件", "exports"),
    "floor": Bilingual("下限：只写同样多的文件", "floor: writing as many files alone"),
    "build": Bilingual("整个构建（新进程，无缓存）", "whole build (fresh process, no cache)"),
    "edit": Bilingual("改一处后再构建（新进程）", "build after one edit (fresh process)"),
    "serve": Bilingual("保存到可见", "save to served"),
    "keys": Bilingual("检索：按键到结果", "search: key press to results"),
}
"""What can be measured, in the order in which it is done."""

_SIZES = "58,1000,10000"


def add_command(commands: argparse._SubParsersAction[Parser]) -> None:
    """Enter the command."""
    bench = commands.add_parser(NAME, help="测量用时、内存和产出 / measure time, memory and output")
    bench.add_argument(
        "--sizes",
        type=counts,
        default=_SIZES,
        metavar="N,N…",
        help=f"举措数，默认 {_SIZES}：本库的举措，不足的用模拟数据补 / how many measures; beyond the register's own, synthetic ones",
    )
    bench.add_argument(
        "--repeat",
        type=count,
        default=3,
        metavar="N",
        help="每项量几次，取中位数 / how often; medians are given",
    )
    bench.add_argument(
        "--saves",
        type=count,
        default=20,
        metavar="N",
        help="保存几次，看多久可见 / how many saves until served",
    )
    bench.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        metavar="PART",
        help=f"只量这一项，可写多次 / only this part, may be repeated: {', '.join(PARTS)}",
    )
    bench.add_argument(
        "--peers",
        action="store_true",
        help="同时量 MkDocs + Material、Zensical、Eleventy（装到 .cache/bench） / other generators too, installed in .cache/bench",
    )
    form = bench.add_mutually_exclusive_group()
    form.add_argument(
        "--json", action="store_const", dest="form", const="json", help="输出 JSON / print JSON"
    )
    form.add_argument(
        "--markdown",
        action="store_const",
        dest="form",
        const="markdown",
        help="输出 Markdown 表 / print Markdown",
    )
    bench.set_defaults(run=_run, form="text")


def _run(options: argparse.Namespace) -> int:
    from registry.bench.measuring import BenchError
    from registry.bench.running import Wishes, measure
    from registry.bench.tables import written

    wishes = Wishes(
        tuple(options.sizes), options.repeat, options.saves, tuple(options.only or PARTS), options.peers
    )
    try:
        outcome = measure(wishes, _say)
    except BenchError as error:
        return stop(error.message.zh, error.message.en)
    print(written(outcome.figures, options.form))
    if outcome.failures:
        return stop(f"有 {outcome.failures} 项没有量成。", f"{outcome.failures} could not be measured.")
    return 0


def _say(line: str) -> None:
    """Tell how far it is; on the error stream, since a program may read the figures."""
    print(line, file=sys.stderr, flush=True)

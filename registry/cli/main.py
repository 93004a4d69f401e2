"""The commands of ``python3 build.py``. Each imports what it needs when it runs.

Exit status: 0 good, 1 the content has problems, 2 wrong usage or the machine lacks something.
"""

from __future__ import annotations

import argparse
import codecs
import io
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from registry.cli import authoring as editing
from registry.cli import dependencies
from registry.cli.parser import Parser, count, measures_option, missing, port
from registry.core.console import say, stop
from registry.core.paths import ROOT, base_of, prefix_of
from registry.core.workers import run_program
from registry.validation.reporters import FORMATS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    given = _with_default(list(sys.argv[1:] if arguments is None else arguments))
    codecs.register_error(_ESCAPING, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPING)
    try:
        # What follows `test` and `bench` is for pytest and the benchmarks, whose options are not ours.
        own = (
            given[:1]
            if given[0] in HANDED_ON and (given[0] == "bench" or not {"-h", "--help"} & set(given))
            else given
        )
        options = _parser().parse_args(own)
        if own != given:
            options.arguments = given[1:]
        return int(options.run(options))
    except KeyboardInterrupt:
        return stop("已中断。", "Interrupted.", 130)
    except Exception as error:
        from registry.core.errors import message_of

        message = message_of(error)
        return stop(message.zh, message.en)


HANDED_ON = {
    "test": (("pytest", "-n", "auto", "--dist", "worksteal"), "运行测试 / run the tests"),
    "bench": (("tests.bench",), "测量用时、内存和产出 / measure time, memory and output"),
}
"""The commands that are programs of their own: the module that runs with what is typed after them, and their help."""

_ESCAPING = "registry-escapes"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write what the encoding of a stream does not have as JSON does: by its UTF-16, four digits for each unit."""
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


COMMANDS = ("build", "check", "serve", *editing.NAMES, *HANDED_ON, "lock")
"""The commands, the first being what runs where none is named."""


def _with_default(arguments: list[str]) -> list[str]:
    if arguments and (arguments[0] in COMMANDS or arguments[0] in {"-h", "--help"}):
        return arguments
    if arguments and not arguments[0].startswith("-"):
        return arguments
    return [COMMANDS[0], *arguments]


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="build.py",
        description="营商环境改革举措库。省略命令时执行 build。 / The register. Without a command: build.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="检查、构建并发布 site/ / check, build and publish site/")
    measures_option(build)
    build.add_argument(
        "--site-dir", type=Path, default=ROOT / "site", metavar="DIR", help="输出文件夹 / where the site goes"
    )
    build.add_argument(
        "--jobs",
        type=count,
        default=os.cpu_count() or 1,
        metavar="N",
        help="并行进程数 / processes side by side",
    )
    build.add_argument(
        "--compress",
        action="store_true",
        help="另存 .gz（装有 brotli 时还有 .br） / also .gz, and .br with brotli",
    )
    build.add_argument(
        "--offline",
        action="store_true",
        help="另做离线副本 site-日期.zip / also site-DATE.zip, which opens from a folder",
    )
    build.add_argument(
        "--fresh",
        action="store_true",
        help="不沿用以前的结果，全部重新生成 / rebuild everything, using nothing from earlier runs",
    )
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="列出全部问题 / list all problems")
    measures_option(check)
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="只看这些文件的问题 / only problems of these files",
    )
    check.add_argument(
        "--changed-since",
        metavar="REV",
        help="只看自某个版本以来改动所致的问题 / only problems that the changes since a revision cause",
    )
    check.add_argument(
        "--published-since",
        metavar="REV",
        help="发布登记与这个版本相比，如推送之前的提交；省略时与主分支相比 / compare the record of publications with this revision, such as "
        "the commit before a push; else with the main branch",
    )
    check.add_argument("--format", choices=FORMATS, default="text", help="输出格式 / form of the output")
    check.set_defaults(run=_check)

    editing.add_commands(commands)

    serve = commands.add_parser(
        "serve", help="实时预览：构建、在本机显示、修改后自动刷新 / show the site here and keep it up to date"
    )
    measures_option(serve)
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="本机地址 / an address of this machine"
    )
    serve.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="经由转发时，网址里的主机名 / where it is forwarded, the host name in the address",
    )
    serve.add_argument(
        "--port",
        type=port,
        metavar="N",
        help="端口，默认为 8000 或其后第一个空闲端口 / else 8000 or the next free one",
    )
    serve.set_defaults(run=_serve)

    for name, (module, help_) in HANDED_ON.items():
        handed_on = commands.add_parser(name, help=help_)
        handed_on.add_argument("arguments", nargs="*", help=f"交给 {module[0]} / handed to {module[0]}")
        handed_on.set_defaults(run=_run_module, module=module)
    dependencies.add_command(commands)
    return parser


def _build(options: argparse.Namespace) -> int:
    if (status := missing(options.measures)) is not None:
        return status
    from registry.core.regular_files import strange_files
    from registry.validation.cache import forget
    from registry.validation.reporters import report

    if strange := strange_files(ROOT):
        say(report(strange, "text", ROOT), error=True)
        return stop("site 未改动。", "The site is left as it was.", 1)
    if options.fresh:
        forget()
    return _build_site(options)


def _build_site(options: argparse.Namespace) -> int:
    from registry.build.pipeline import publish
    from registry.core.errors import is_of_content, problems_of
    from registry.rendering.checks import check_project
    from registry.validation.cache import cache_of
    from registry.validation.checker import check
    from registry.validation.reporters import report

    started = time.monotonic()
    checked = check(
        options.measures,
        prefix_of(options.measures),
        cache=cache_of(options.measures),
        jobs=options.jobs,
    )
    written = check_project(ROOT)
    for problems, base in ((checked.problems, base_of(options.measures)), (written, ROOT)):
        if problems:
            say(report(problems, "text", base), error=True)
    if not checked.sound or any(problem.severity == "error" for problem in written):
        many = len(checked.problems) + len(written)
        return stop(f"有 {many} 个问题，site 未改动。", f"Problems: {many}. The site is left as it was.", 1)
    try:
        outcome = publish(
            checked,
            options.site_dir.absolute(),
            options.jobs,
            say,
            compressed=options.compress,
            offline=options.offline,
        )
    except Exception as error:  # What is wrong with a component or a page is found when pages are made.
        if not is_of_content(error):
            raise
        say(report(problems_of(error), "text", ROOT), error=True)
        return stop("构建未完成，site 未改动。", "The site was not built and is left as it was.", 1)
    took = f"{time.monotonic() - started:.1f}"
    if outcome.changed:
        zh, en = f"已发布 {outcome.measures} 项举措", f"Published {outcome.measures} measures"
    else:
        zh, en = "内容没有变化，网站保持原样", "Nothing has changed, the site stays as it is"
    say(f"{zh}：{options.site_dir}（{took} 秒） / {en}: {options.site_dir} ({took} s)")
    return 0


def _check(options: argparse.Namespace) -> int:
    from registry.core.diagnostics import Diagnostic
    from registry.core.git import changed_since, find_point
    from registry.rendering.checks import belongs_to_project, check_project
    from registry.validation.cache import cache_of
    from registry.validation.checker import caused_by, check
    from registry.validation.reporters import report, tally

    if (status := missing(options.measures, *options.paths)) is not None:
        return status
    base, prefix = base_of(options.measures), prefix_of(options.measures)
    wanted = {_name_below(path.resolve(), base) for path in options.paths}
    own = base == ROOT
    if strangers := [
        path
        for path in options.paths
        if not _is_in(path.resolve(), base / prefix)
        and not (own and belongs_to_project(path.resolve(), ROOT))
    ]:
        return stop(
            f"“{strangers[0]}”不是要检查的文件：写 {prefix}/ 里的文件，或不写，就检查全部。",
            f"“{strangers[0]}” is not checked: name files in {prefix}/, or none, to check everything.",
        )
    since = None
    if options.changed_since is not None:
        since = find_point(options.measures, options.changed_since)
        folder = ROOT if own else options.measures.resolve()
        wanted |= {_name_below(folder / name, base) for name in changed_since(folder, since.commit)}
    if (options.published_since or "").strip("0"):  # Zeros are given where there was nothing before.
        since = find_point(options.measures, options.published_since, exact=True)
    checked = check(
        options.measures, prefix, since, cache=cache_of(options.measures), jobs=os.cpu_count() or 1
    )
    problems: tuple[Diagnostic, ...] = checked.problems + (check_project(ROOT) if own else ())
    if own and checked.sound and not any(problem.severity == "error" for problem in problems):
        from registry.build.sample_site import try_site

        problems += try_site(checked, os.cpu_count() or 1)
    if options.paths or options.changed_since is not None:
        problems = caused_by(problems, wanted, prefix)
    if text := report(problems, options.format, base):
        say(text)
    if options.format == "text":
        say(tally(problems, len(checked.measures)))
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _name_below(path: Path, base: Path) -> str:
    """Return how a file is called in problems; ``""`` for a folder that holds them all."""
    return path.relative_to(base).as_posix() if path.is_relative_to(base) and path != base else ""


def _is_in(path: Path, measures: Path) -> bool:
    return path.is_relative_to(measures) or measures.is_relative_to(path)


def _serve(options: argparse.Namespace) -> int:
    from registry.devserver.session import serve

    if (status := missing(options.measures)) is not None:
        return status
    serve(options.measures, options.host, options.port, options.allow_host)
    return 0


def _run_module(options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", *options.module, *options.arguments]
    return run_program(command, cwd=ROOT).returncode

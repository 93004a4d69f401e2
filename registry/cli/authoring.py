"""The commands of editors: ``new``, ``format``, ``diff`` and ``amend``. Each imports what it needs when it runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from registry.cli.parser import Parser, count, measures_option, missing
from registry.core.console import say, stop
from registry.core.paths import base_of, prefix_of
from registry.validation.reporters import FORMATS

if TYPE_CHECKING:
    from registry.core.diagnostics import Diagnostic

NAMES = ("new", "format", "diff", "amend")
"""The names of the commands."""


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Enter the commands."""
    new = commands.add_parser("new", help="新建清单中的下一项举措 / make the next measure file of a list")
    measures_option(new)
    new.add_argument(
        "list", nargs="?", metavar="LIST", help="清单，如 ybh2019-376-2b / the list, such as ybh2019-376-2b"
    )
    new.add_argument(
        "--document", metavar="KEY", help="文件，与 --list 同用 / the document, together with --list"
    )
    new.add_argument(
        "--list",
        dest="key",
        metavar="KEY",
        help="清单，与 --document 同用 / the list, together with --document",
    )
    new.add_argument(
        "--number",
        type=count,
        metavar="N",
        help="序号，默认为第一个空号 / its number; else the first that is free",
    )
    new.add_argument("--title-zh", default="", metavar="TEXT", help="中文标题 / the Chinese title")
    new.add_argument("--title-en", default="", metavar="TEXT", help="英文标题 / the English title")
    new.add_argument("--dry-run", action="store_true", help="只显示，不写文件 / show it, write nothing")
    new.set_defaults(run=_new)

    form = commands.add_parser(
        "format", help="把举措文件排成规定格式 / put measure files in their normal form"
    )
    measures_option(form)
    form.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="只排这些文件 / only these files")
    form.add_argument("--check", action="store_true", help="只检查，不改文件 / look only, change nothing")
    form.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="输出格式，与 --check 同用 / form of the output of --check",
    )
    form.set_defaults(run=_format)

    diff = commands.add_parser(
        "diff", help="说明改动对读者的影响（Markdown） / what a change does to what readers see, as Markdown"
    )
    measures_option(diff)
    diff.add_argument(
        "revision",
        metavar="REV",
        help="相比的分支或提交，如 main；从分叉点比起 / a branch or commit; compared with where this work left it",
    )
    diff.set_defaults(run=_diff)

    amend = commands.add_parser(
        "amend", help="记录对官方文本的有意更正 / record that an official text was corrected on purpose"
    )
    measures_option(amend)
    amend.add_argument(
        "id",
        metavar="ID",
        help="标识；all 登记全部未发布的举措 / identifier; all enters what is not published yet",
    )
    amend.add_argument("--reason-zh", metavar="TEXT", help="更正原因（中文） / the reason, in Chinese")
    amend.add_argument("--reason-en", metavar="TEXT", help="更正原因（英文） / the reason, in English")
    amend.set_defaults(run=_amend)


def _new(options: argparse.Namespace) -> int:
    from registry.authoring.new import new_measure
    from registry.core.languages import Bilingual
    from registry.model.vocabulary import FOLDER
    from registry.model.vocabulary_loader import read_vocabulary

    folder = options.measures
    if (status := missing(folder)) is not None:
        return status
    if bool(options.document) != bool(options.key) or (options.list and options.key):
        return stop(
            "清单写作 LIST，或同时写 --document 和 --list。",
            "Name the list as LIST, or with both --document and --list.",
        )
    reading = read_vocabulary(folder / FOLDER, f"{prefix_of(folder)}/{FOLDER}")
    if reading.vocabulary is None:
        _report(reading.problems, folder)
        return stop("请先改正词表的问题。", "First fix the vocabulary.", 1)
    name = f"{options.document}-{options.key}" if options.key else options.list
    title = Bilingual(options.title_zh, options.title_en)
    file = new_measure(folder, reading.vocabulary, name, options.number, title)
    shown = _shown(file.path)
    if options.dry_run:
        say(f"# {shown}\n{file.content}".removesuffix("\n"))
        return 0
    file.write()
    say(f"已新建：{shown} / Made: {shown}")
    say(
        "请填入标题、主要做法和来源地，然后运行 python3 build.py check，按提示修改。 / Fill in title, practice and place of origin, "
        "then run python3 build.py check and do what it says."
    )
    return 0


def _first_difference(path: Path, content: bytes) -> tuple[int, str]:
    """Return the first line of a file that its normal form has otherwise, and what it has there."""
    before = path.read_bytes().splitlines() if path.is_file() else []
    after = content.splitlines()
    line = next(
        (at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        min(len(before), len(after)),
    )
    return line + 1, b"".join(after[line : line + 1]).decode(errors="replace")[:120]


def _format(options: argparse.Namespace) -> int:
    from registry.authoring.format import format_all
    from registry.validation.reporters import report

    if (status := missing(options.measures, *options.paths)) is not None:
        return status
    base = base_of(options.measures)
    changed, problems = 0, 0
    found: list[Diagnostic] = []
    for each in format_all(options.measures, prefix_of(options.measures), options.paths):
        found += each.problems
        problems += bool(each.problems)
        if each.content is None:
            continue
        changed += 1
        if options.check:
            found.append(_unformatted(each.path, each.content, base))
        else:
            each.write()
            say(f"已排好：{_shown(each.path)} / Formatted: {_shown(each.path)}")
    if text := report(found, options.format, base):
        say(text, error=not options.check)
    if not changed and not problems and options.format == "text":
        say("格式均符合规定。 / All files are in their normal form.")
    return 1 if problems or (changed and options.check) else 0


def _unformatted(path: Path, content: bytes, base: Path) -> Diagnostic:
    """Return the problem of a file that is not in its normal form, at the first line that differs."""
    from registry.core.diagnostics import Diagnostic
    from registry.core.languages import Bilingual

    line, text = _first_difference(path, content)
    resolved = path.resolve()
    file = resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else _shown(path)
    return Diagnostic(
        file,
        line,
        1,
        "format",
        Bilingual(f"格式不符合规定，这一行起应为“{text}”。", f"This is not the normal form: from this line on it is “{text}”."),
        Bilingual(
            "运行 python3 build.py format；在网页上编辑的，照此改正或由维护者运行。",
            "Run python3 build.py format; in a web editor, write this, or ask a maintainer.",
        ),
    )  # fmt: skip


def _diff(options: argparse.Namespace) -> int:
    import tempfile

    from registry.authoring.diff import differences
    from registry.authoring.diff_summary import summary
    from registry.authoring.project_changes import project_changes
    from registry.authoring.snapshot import read_state
    from registry.authoring.text_diff import code
    from registry.core.git import find_point
    from registry.validation.checker import check

    folder = options.measures
    if (status := missing(folder)) is not None:
        return status
    point = find_point(folder, options.revision)
    project, others = project_changes(point, point.other_changes())
    with tempfile.TemporaryDirectory(prefix="register-") as temporary:
        found = differences(read_state(point.extract(Path(temporary))), read_state(folder))
    errors = sum(problem.severity == "error" for problem in check(folder, prefix_of(folder)).problems)
    compared_with = f"{code(point.called)} ({code(point.commit[:7])})"
    say(summary(found, compared_with, project, others, errors).removesuffix("\n"))
    return 0


def _amend(options: argparse.Namespace) -> int:
    from registry.authoring.amend import AmendError, amend

    if (status := missing(options.measures)) is not None:
        return status
    try:
        say(
            amend(
                options.measures,
                prefix_of(options.measures),
                options.id,
                options.reason_zh,
                options.reason_en,
            )
        )
    except AmendError as error:
        if error.problems:
            _report(error.problems, options.measures)
        return stop(error.message.zh, error.message.en, 1 if error.problems else 2)
    return 0


def _report(problems: list[Diagnostic] | tuple[Diagnostic, ...], folder: Path) -> None:
    from registry.validation.reporters import report

    say(report(problems, "text", base_of(folder)), error=True)


def _shown(path: Path) -> str:
    """Return a path as the person would type it: from where they stand, if it lies below."""
    resolved, here = path.resolve(), Path.cwd()
    return resolved.relative_to(here).as_posix() if resolved.is_relative_to(here) else resolved.as_posix()

"""The command ``lock``: pins the dependencies anew, and lists their licences.

The command that makes a lock stands at its head, where uv writes it; it is run
from there, so that it is said in one place. Licences are read from what is installed, after ``build.py`` has brought the
environment up to date.
"""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from registry.cli.parser import Parser
from registry.core.console import stop
from registry.core.paths import ROOT
from registry.core.workers import run_program

if TYPE_CHECKING:
    from importlib.metadata import Distribution

LOCKS = ("run", "test")
"""The locks in ``requirements/``, in the order in which they are made: the second keeps to the first."""

LICENCES = ROOT / "docs" / "licences.md"
"""The list of licences."""

_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)( ;)?", re.MULTILINE)
_COMMAND = re.compile(r"^#\s+(uv pip compile .*)$", re.MULTILINE)


def add_command(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add ``lock`` to the commands."""
    parser = commands.add_parser(
        "lock", help="更新依赖的锁定和许可证清单 / update the locked dependencies and the list of licences"
    )
    parser.add_argument(
        "--upgrade", action="store_true", help="间接依赖也取最新版 / newest versions of indirect ones too"
    )
    parser.add_argument("--licences", action="store_true", help="只写许可证清单 / only list the licences")
    parser.set_defaults(run=_lock)


def _lock(options: argparse.Namespace) -> int:
    if options.licences:
        LICENCES.write_text(licence_list(), encoding="utf-8", newline="\n")
        return 0
    uv = shutil.which("uv")
    if uv is None:
        return stop("需要 uv：先运行 pip install uv。", "uv is needed: run pip install uv first.")
    for name in LOCKS:
        found = _COMMAND.search((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"))
        assert found
        arguments = [*shlex.split(found[1])[1:], "--quiet", *(["--upgrade"] if options.upgrade else [])]
        status = run_program([uv, *arguments], cwd=ROOT).returncode
        if status != 0:
            return stop(
                f"uv 没有完成 requirements/{name}.txt。", f"uv did not finish requirements/{name}.txt."
            )
    # build.py installs the new locks before it starts the command.
    return run_program([sys.executable, str(ROOT / "build.py"), "lock", "--licences"]).returncode


def licence_list() -> str:
    """Return the list of the locked packages with their licences, as Markdown.

    Packages that are for some systems only are left out: elsewhere they are not installed and cannot be read.
    """
    from importlib.metadata import distribution  # Here, since every command imports this room.

    lines = [
        "# 依赖的许可证 / Licences of the dependencies",
        "",
        "由 `python3 build.py lock` 从安装的软件包读出，不要手改。 / Read from the installed packages by `python3 build.py lock`; not to be edited.",
        "",
        "| 软件包 / package | 版本 / version | 许可证 / licence | 用于 / used by |",
        "|---|---|---|---|",
    ]
    uses = {"run": "网站 / the site", "test": "测试 / the tests"}
    seen: set[str] = set()
    for lock in LOCKS:
        for name, version in _pins(ROOT / "requirements" / f"{lock}.txt"):
            if name not in seen:
                seen.add(name)
                lines.append(f"| {name} | {version} | {licence(distribution(name))} | {uses[lock]} |")
    return "\n".join(lines) + "\n"


def licence(package: Distribution) -> str:
    """Return the licence that a package names: as an expression, by classifiers, in a line, or at the head of a file."""
    metadata = package.metadata
    classifiers = [
        each.rsplit(" :: ", 1)[1]
        for each in metadata.get_all("Classifier") or ()
        if each.startswith("License :: ")
    ]
    named = [classifier for classifier in classifiers if classifier != "OSI Approved"]
    texts = metadata.get_all("License") or []
    texts += [file.read_text() for file in package.files or () if file.name.upper().startswith("LICEN")]
    lines = [text.strip().splitlines()[0] for text in texts if text.strip()]
    expression = ", ".join(metadata.get_all("License-Expression") or ())
    return expression or ", ".join(named) or (lines[0] if lines else "?")


def _pins(lock: Path) -> Iterator[tuple[str, str]]:
    """Give the packages that a lock pins on every system."""
    for name, version, marker in _PIN.findall(lock.read_text(encoding="utf-8")):
        if not marker:
            yield name, version

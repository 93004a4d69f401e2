"""What commands share: where the project is, the option that names the measures, and how a command stops."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from registry.core.console import stop
from registry.core.diagnostics import nearest
from registry.core.paths import ROOT


class Parser(argparse.ArgumentParser):
    """Reads what is typed after ``build.py``; what is wrong with it is said in one line, with what to do."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with status 2."""
        zh, en = next(
            (
                (zh.format(*found.groups()), en.format(*found.groups()))
                for pattern, zh, en in _USAGE
                if (found := re.search(pattern, message))
            ),
            (message, message),
        )
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message)
        if choice:
            choices = re.findall(r"'([^']*)'", choice[2])
            near = nearest(choice[1], choices)
            zh += f"是否应为“{near}”？" if near else f"可用的：{'、'.join(choices)}。"
            en += f" Perhaps “{near}”?" if near else f" There are {', '.join(choices)}."
        help_ = f"python3 {self.prog} --help"
        raise SystemExit(stop(f"{zh}用法见 {help_}。", f"{en} See {help_}."))


_USAGE = (
    (r"argument COMMAND: invalid choice: '(.*?)'", "没有命令“{0}”。", "There is no command “{0}”."),
    (r"argument (\S+): invalid choice: '(.*?)'", "{0} 不能是“{1}”。", "{0} cannot be “{1}”."),
    (
        r"argument (\S+): invalid int value: '(.*)'",
        "{0} 应是整数，不是“{1}”。",
        "{0} must be a whole number, not “{1}”.",
    ),
    (
        r"argument (\S+): invalid count value: '(.*)'",
        "{0} 应是从1起的整数，不是“{1}”。",
        "{0} must be a whole number from 1 up, not “{1}”.",
    ),
    (
        r"argument (\S+): invalid port value: '(.*)'",
        "{0} 应是从1到65535的整数，不是“{1}”。",
        "{0} must be a whole number from 1 to 65535, not “{1}”.",
    ),
    (
        r"argument (\S+): invalid counts value: '(.*)'",
        "{0} 应是从1起的整数，几个用半角逗号隔开，不是“{1}”。",
        "{0} must be a whole number from 1 up, or several with commas between them, not “{1}”.",
    ),
    (
        r"ambiguous option: (\S+) could match (.*)",
        "“{0}”可能是 {1}：请写全。",
        "“{0}” may be {1}: write it out.",
    ),
    (
        r"argument (\S+): not allowed with argument (\S+)",
        "{0} 和 {1} 只能用一个。",
        "Of {0} and {1} only one can be used.",
    ),
    (r"argument (\S+): ignored explicit argument '(.*)'", "{0} 后面不带值。", "{0} takes no value."),
    (r"argument (\S+): expected", "{0} 后面缺少它的值。", "A value is missing after {0}."),
    (r"unrecognized arguments: (.*)", "无法识别“{0}”。", "“{0}” is not known."),
    (r"arguments are required: (.*)", "缺少 {0}。", "{0} is missing."),
)
"""What ``argparse`` says, and how it is said to people."""


def count(text: str) -> int:
    """Return a number from one up, for an option. Raises ``ValueError``."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def port(text: str) -> int:
    """Return the number of a port, for an option. Raises ``ValueError``."""
    number = int(text)
    if not 0 <= number <= 65_535:
        raise ValueError(text)
    return number


def counts(text: str) -> list[int]:
    """Return numbers that stand in a text with commas between them, each once, the smallest first. Raises ``ValueError``."""
    return sorted({count(each) for each in text.split(",")})


def measures_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option ``--measures``."""
    parser.add_argument(
        "--measures",
        type=Path,
        default=ROOT / "measures",
        metavar="DIR",
        help="举措所在文件夹 / where the measures are",
    )


def missing(*paths: Path) -> int | None:
    """Say which of the paths does not exist, and return the status; ``None`` where all do."""
    for path in paths:
        if path == ROOT / "measures" and path.is_symlink():
            return stop(
                "measures 是一个链接：删去它，把文件夹本身放在这里。",
                "measures is a link: remove it, and put the folder itself here.",
                1,
            )
        if not path.exists() and not path.is_symlink():
            return stop(
                f"没有“{path}”：检查拼写，路径从当前文件夹算起。",
                f"There is no “{path}”: check the spelling; paths start from the present folder.",
            )
    return None

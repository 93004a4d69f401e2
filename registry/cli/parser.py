"""What commands share: where the project is, the option that names the measures, and how a command stops."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any, NoReturn

from registry.core.console import stop
from registry.core.diagnostics import nearest
from registry.core.paths import ROOT

_PARTED = "\0"
"""What stands between the Chinese and the English of a message, and between these and the argument they are about."""


class _Message(str):
    """A message of ``argparse`` in both languages; what is put into it is put into each."""

    __slots__ = ()

    def __mod__(self, values: object) -> _Message:
        return _Message(_PARTED.join([part % values for part in self.split(_PARTED)]))


_MESSAGES = {
    "argument %(argument_name)s: %(message)s": ("%(argument_name)s", "%(message)s"),
    "expected one argument": ("后面缺少它的值。", "needs a value."),
    "ignored explicit argument %r": ("后面不带值。%.0s", "takes no value.%.0s"),
    "not allowed with argument %s": ("和 %s 只能用一个。", "and %s cannot be used together."),
    "ambiguous option: %(option)s could match %(matches)s": (
        "“%(option)s”可能是 %(matches)s：请写全。", "“%(option)s” may be %(matches)s: write it out."
    ),
    "unrecognized arguments: %s": ("无法识别“%s”。", "“%s” is not known."),
    "the following arguments are required: %s": ("缺少 %s。", "%s is missing."),
}  # fmt: skip
"""What ``argparse`` asks its catalogue of translations for."""


def _translated(text: str) -> str:
    return _Message(_PARTED.join(_MESSAGES[text])) if text in _MESSAGES else text


argparse._ = _translated  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """Reads what is typed after ``build.py``; what is wrong with it is said in one line, with what to do."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with status 2."""
        *argument, zh, en = message.split(_PARTED) if _PARTED in message else (message, message)
        subject, help_ = "".join(f"{name} " for name in argument), f"python3 {self.prog} --help"
        raise SystemExit(stop(f"{subject}{zh}用法见 {help_}。", f"{subject}{en} See {help_}."))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Stop where ``value`` is none of the choices of an argument."""
        choices = list(action.choices or ())
        if not choices or value in choices:
            return
        near = nearest(value, choices)
        zh = f"是否应为“{near}”？" if near else f"可用的：{'、'.join(choices)}。"
        en = f" Perhaps “{near}”?" if near else f" There are {', '.join(choices)}."
        if not action.option_strings:
            self.error(f"没有命令“{value}”。{zh}{_PARTED}There is no command “{value}”.{en}")
        raise argparse.ArgumentError(action, f"不能是“{value}”。{zh}{_PARTED}cannot be “{value}”.{en}")


def count(
    text: str, zh: str = "从1起的整数", en: str = "a whole number from 1 up", most: float = math.inf
) -> int:
    """Return a number from one up, for an option. Raises ``ArgumentTypeError`` with what it should be."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        raise argparse.ArgumentTypeError(f"应是{zh}，不是“{text}”。{_PARTED}must be {en}, not “{text}”.")
    return number


def port(text: str) -> int:
    """Return the number of a port, for an option; of 0, any free one. Raises ``ArgumentTypeError``."""
    return 0 if text == "0" else count(text, "从1到65535的整数", "a whole number from 1 to 65535", 65_535)


def counts(text: str) -> list[int]:
    """Return numbers that stand in a text with commas between them, each once, the smallest first; else raise as ``count``."""
    zh, en = (
        "从1起的整数，几个用半角逗号隔开",
        "a whole number from 1 up, or several with commas between them",
    )
    return sorted({count(part, zh, en) for part in text.split(",")})


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

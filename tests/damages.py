"""Damaging the project's own files as people and programs do, and checking and building a copy after each damage.

``python3 -m tests.damages SEED COUNT FOLDER`` tries ``COUNT`` damages in a copy of the project at ``FOLDER``.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sys
import traceback
from pathlib import Path

FOLDERS = ("macros", "docs/zh", "docs/en", "docs/assets/styles", "docs/assets/scripts")


def damaged(content: bytes, chance: random.Random) -> tuple[str, bytes | None]:
    """Return the kind of a damage, and a content with it; ``None`` for a file that is removed."""
    text = content.decode()
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    where = chance.randrange(len(text) or 1)
    words = [
        word for word in set(text.replace("(", " ").replace('"', " ").split()) if word.isidentifier()
    ] or ["x"]
    kinds = {
        "line removed": lambda: "\n".join(lines[:at] + lines[at + 1 :]),
        "line twice": lambda: "\n".join(lines[: at + 1] + lines[at:]),
        "lines swapped": lambda: "\n".join(lines[:at] + lines[at + 1 : at + 2] + lines[at : at + 1] + lines[at + 2 :]),
        "character removed": lambda: text[:where] + text[where + 1 :],
        "character replaced": lambda: text[:where] + chance.choice("{}[]()<>%#\"':,;x字：“｛\t ") + text[where + 1 :],
        "characters swapped": lambda: text[:where] + text[where + 1 : where + 2] + text[where : where + 1] + text[where + 2 :],
        "cut short": lambda: text[:where],
        "conflict": lambda: "\n".join([*lines[:at], "<<<<<<< HEAD", *lines[at : at + 1], "=======", "x", ">>>>>>> b", *lines[at + 1 :]]),
        "word misspelt": lambda: (word := chance.choice(sorted(words))) and text.replace(word, word[:-1] or "q", 1),
        "another encoding": lambda: text.encode(chance.choice(["gb18030", "utf-16", "utf-8-sig"])),
        "emptied": lambda: "",
        "removed": lambda: None,
    }  # fmt: skip
    kind = chance.choice(sorted(kinds))
    after = kinds[kind]()
    return kind, after.encode() if isinstance(after, str) else after


def run(arguments: list[str]) -> tuple[int, str]:
    """Run a command in a child of this process; return its status, 9 for one that raised, and what it printed."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        said, status = io.StringIO(), 9
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                from registry.cli.main import main

                status = main(arguments)
            except SystemExit as stopped:
                status = int(stopped.code or 0)
            except BaseException:
                traceback.print_exc(file=said)
        os.close(read)
        with os.fdopen(write, "w", encoding="utf-8") as pipe:
            pipe.write(said.getvalue())
        os._exit(status)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        output = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output


def main() -> None:
    """Try damages, and print what went wrong as JSON lines; the last line has the counts."""
    seed, count, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    chance = random.Random(seed)
    files = [folder / "mkdocs.yml", folder / "mkdocs.en.yml", folder / "macros/strings.yml"] * 4
    files += [path for name in FOLDERS for path in sorted((folder / name).rglob("*")) if path.is_file()]
    counts = {"told": 0, "built": 0}
    measures = str(folder / "measures")
    # What all the children need is loaded once.
    from registry.build import pipeline, sample_site  # noqa: F401
    from registry.cli import main  # noqa: F401
    from registry.core.paths import ROOT
    from registry.exports.office import annexes, register_workbook, work_lists  # noqa: F401
    from registry.rendering.checks import check_project

    assert folder == ROOT
    check_project(folder)
    assert run(["check", "--measures", measures])[0] == 0
    for number in range(count):
        path = chance.choice(files)
        before = path.read_bytes()
        kind, after = damaged(before, chance)
        if after == before:
            continue
        if after is None:
            path.unlink()
        else:
            path.write_bytes(after)
        status, output = run(["check", "--measures", measures])
        built = (
            run(["build", "--measures", measures, "--site-dir", str(folder / "site"), "--jobs", "1"])
            if status == 0
            else (0, "")
        )
        name = path.relative_to(folder).as_posix()
        wrong = (
            status not in {0, 1}
            or "Traceback" in output
            or built[0] != 0
            or (status == 1 and f"{name}:" not in output)
        )
        counts["told" if status else "built"] += 1
        if wrong:
            found = {
                "number": number,
                "file": name,
                "kind": kind,
                "status": status,
                "output": output[-1500:],
                "build": built,
            }
            print(json.dumps(found, ensure_ascii=False), flush=True)
            if len(sys.argv) > 4:
                (Path(sys.argv[4]) / f"{seed}-{number}").write_bytes(after or b"")
        path.write_bytes(before)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()

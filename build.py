#!/usr/bin/env python3
"""The one command: ``python3 build.py [COMMAND …]``.

It finds a Python that has the packages pinned in ``requirements/`` and hands the command to it: that of the
``.venv`` beside this file, or the one it is run by, or else that of a ``.venv`` which it makes. What the
commands do is in ``registry/``.

Two things here are for old machines and for speed. The syntax is that of Python 3.6, so that an old Python
gets as far as the line which says that it is too old. Modules are imported where they are used, so that a
ready ``.venv`` does not wait for them.
"""

import os
import sys

OLDEST_PYTHON = (3, 11)
ROOT = os.path.dirname(os.path.realpath(__file__))
RUN_LOCK = os.path.join(ROOT, "requirements", "run.txt")
TEST_LOCK = os.path.join(ROOT, "requirements", "test.txt")
COMMANDS_WITH_TEST_LOCK = ("test", "bench", "lock")
ENVIRONMENT = os.path.join(ROOT, ".venv")
PROGRAMS = os.path.join(ENVIRONMENT, "Scripts" if os.name == "nt" else "bin")
ENVIRONMENT_PYTHON = os.path.join(PROGRAMS, "python.exe" if os.name == "nt" else "python")


class CannotRun(Exception):
    """What the machine lacks and what to do: one line, in Chinese, in English, then what the system said."""

    def __init__(self, chinese: str, english: str, said: str = "") -> None:
        super().__init__(f"{chinese} / {english}" + (f" ({said})" if said else ""))


def main(arguments: list) -> int:
    """Run the command where its packages are; return its exit status, or 2 where something is lacking."""
    try:
        require_new_python()
        require_own_folder()
        locks = locks_of_command(arguments)
        if all(is_installed(lock) for lock in locks):
            python = ENVIRONMENT_PYTHON
        elif all(running_python_has(lock) for lock in locks):
            python = sys.executable
        else:
            fill_environment(locks)
            python = ENVIRONMENT_PYTHON
        return run_command(python, arguments)
    except CannotRun as reason:
        say(str(reason))
        return 2
    except OSError as error:
        say(str(explanation(str(error))))
        return 2
    except KeyboardInterrupt:
        say("已中断；再运行一次即可。 / Interrupted; just run it again.")
        return 130


def say(line: str) -> None:
    """Print a line for the person; on the error stream, since a program may read the command's output."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stderr.flush()


def require_new_python() -> None:
    """Stop where the running Python is too old."""
    if tuple(sys.version_info[:2]) < OLDEST_PYTHON:
        oldest = "{}.{}".format(*OLDEST_PYTHON)
        running = "{}.{}.{}".format(*sys.version_info)
        raise CannotRun(
            f"需要 Python {oldest} 或更新的版本，现在用的是 {running}：请安装新版，再用新版运行 build.py。",
            f"Python {oldest} or newer is needed, this is {running}: install it and run build.py with it.",
        )


def require_own_folder() -> None:
    """Stop where ``.venv`` is no folder of the project's own: what it leads to would be emptied."""
    for path in (ENVIRONMENT, ENVIRONMENT + ".lock"):
        expected = not os.path.exists(path) or os.path.isdir(path) == (path == ENVIRONMENT)
        if os.path.realpath(path) != path or not expected:
            name = os.path.basename(path)
            raise CannotRun(
                f"{name} 是链接，或不是 build.py 建立的：请删除或移走它，再运行。",
                f"{name} is a link, or not what build.py makes: remove it or move it away, and run again.",
            )


def locks_of_command(arguments: list) -> list:
    """Return the locks whose packages the command needs; to show its ``--help`` it needs no test packages."""
    asks_help = arguments[:1] != ["bench"] and ("-h" in arguments or "--help" in arguments)
    if arguments and arguments[0] in COMMANDS_WITH_TEST_LOCK and not asks_help:
        return [RUN_LOCK, TEST_LOCK]
    return [RUN_LOCK]


def stamp_path(lock: str) -> str:
    """Return where ``.venv`` notes that a lock is installed in it."""
    return os.path.join(ENVIRONMENT, "installed-" + os.path.basename(lock))


def stamp_text(lock: str) -> bytes:
    """Return what the note must say: the kind of Python and machine, then the whole lock."""
    machine = getattr(sys.implementation, "_multiarch", sys.platform)
    return f"{sys.implementation.cache_tag} {machine}\n{text_of(lock)}".encode()


def text_of(lock: str) -> str:
    """Return what a lock says. Raises ``CannotRun`` where it is not as it was written."""
    name = "requirements/" + os.path.basename(lock)
    if os.path.exists(lock) and not os.path.isfile(lock):
        raise damaged(name, "不是文件", "it is not a file")
    try:
        with open(lock, "rb") as file:
            text = file.read().decode("utf-8")
    except FileNotFoundError:
        raise damaged(name, "没有这个文件", "it is missing") from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise damaged(name, "不是 UTF-8 编码", "it is not in UTF-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise damaged(
                name, f"第 {number} 行是合并冲突标记", f"line {number} is a mark of a merge conflict"
            )
    return text


def damaged(name: str, chinese: str, english: str) -> CannotRun:
    """Return what to say of a lock that cannot be used."""
    return CannotRun(
        f"{name}：{chinese}。请恢复这个文件再运行：git checkout HEAD -- {name}",
        f"{name}: {english}. Restore the file and run again: git checkout HEAD -- {name}",
    )


def is_installed(lock: str) -> bool:
    """Tell whether ``.venv`` holds exactly what the lock pins."""
    text = stamp_text(lock)
    try:
        with open(stamp_path(lock), "rb") as file:
            return file.read() == text and os.path.exists(ENVIRONMENT_PYTHON)
    except OSError:
        return False


def running_python_has(lock: str) -> bool:
    """Tell whether the Python that runs this file has every package of the lock in the pinned version.

    Pins with a marker are passed over: they belong to other pins, on some systems only.
    """
    import re
    from importlib.metadata import PackageNotFoundError, version

    pins = re.findall(r"^([\w.-]+)==(\S+)(?: \\)?\r?$", text_of(lock), flags=re.MULTILINE)
    try:
        return all(version(name) == pinned for name, pinned in pins)
    except PackageNotFoundError:
        return False


def fill_environment(locks: list) -> None:
    """Install the locks in ``.venv``: beside what is there, or in a new one where that is out of date."""
    require_venv()
    with open(ENVIRONMENT + ".lock", "w") as turn:
        wait_for_turn(turn.fileno())
        if all(is_installed(lock) for lock in locks):
            return  # Another run did it while this one waited.
        stamps = [stamp for stamp in map(stamp_path, (RUN_LOCK, TEST_LOCK)) if os.path.exists(stamp)]
        if stamps:
            say("所需的依赖有变化：正在安装… / What is needed has changed: installing …")
        else:
            say("第一次运行：正在安装依赖… / First run: installing what the project needs …")
        if not is_installed(RUN_LOCK) or stamp_path(TEST_LOCK) in stamps:
            for stamp in stamps:
                os.remove(stamp)
            # venv could start ensurepip by itself, but keeps what it says when it fails to itself.
            run_tool(sys.executable, "venv", "--clear", "--without-pip", ENVIRONMENT)
            run_tool(ENVIRONMENT_PYTHON, "ensurepip", "--default-pip")
        options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-user", "--require-hashes"]
        files = ["--requirement=" + lock for lock in locks]
        run_tool(ENVIRONMENT_PYTHON, "pip", "install", *options, *files)
        verify(locks)
        # The stamps come last, so that an environment whose making was cut short is never used.
        for lock in locks:
            with open(stamp_path(lock), "wb") as file:
                file.write(stamp_text(lock))


def verify(locks: list) -> None:
    """Stop where the Python of ``.venv`` does not find the packages that were installed."""
    import subprocess

    program = (
        "import runpy, sys; build = runpy.run_path(sys.argv[1]); "
        "sys.exit(not all(map(build['running_python_has'], sys.argv[2:])))"
    )
    command = [ENVIRONMENT_PYTHON, "-I", "-X", "utf8", "-c", program, os.path.join(ROOT, "build.py"), *locks]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise CannotRun(
            "依赖装好了，.venv 里却找不到：请检查 pip 的设置（pip config list）里改变安装位置的项目，再运行。",
            "What was installed is not in .venv: look in pip's settings (pip config list) for what changes the place, and run again.",
        )


def require_venv() -> None:
    """Stop where Python came without the parts that make an environment, as Debian's does."""
    from importlib.util import find_spec

    if find_spec("venv") is None or find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        raise CannotRun(
            f"这个 Python 缺少 venv 或 ensurepip：请安装后再运行（Debian、Ubuntu：apt install {package}）。",
            f"This Python lacks venv or ensurepip: install it and run again (Debian: apt install {package}).",
        )


def wait_for_turn(turn: int) -> None:
    """Wait until no other run holds the file; the system frees it when its holder ends, however it ends."""
    import time

    waiting = False
    while not try_to_hold(turn):
        if not waiting:
            say("另一个运行正在安装依赖，等它完成… / Another run is installing, waiting for it …")
            waiting = True
        time.sleep(0.2)


def try_to_hold(turn: int) -> bool:
    """Hold the file against other runs, or return False where another holds it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(turn, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        import errno

        if os.name == "nt" and error.errno in (errno.EACCES, errno.EDEADLOCK):
            return False
        # A file system without such locks, or one that forbids them: two first runs at once are not kept apart.
    return True


PIP_MAY_HEAR = (
    "CACHE_DIR CERT CLIENT_CERT CONFIG_FILE DEFAULT_TIMEOUT EXTRA_INDEX_URL FIND_LINKS INDEX_URL KEYRING_PROVIDER "
    "NO_CACHE_DIR NO_INDEX PROXY RETRIES TIMEOUT TRUSTED_HOST USE_DEPRECATED USE_FEATURE"
).split()
"""The variables of pip that say from where packages come; all others say what becomes of them."""


def counts_for_pip(variable: str) -> bool:
    """Tell whether pip is handed a variable of the environment."""
    name = variable.upper()
    return not name.startswith("PIP_") or name[4:] in PIP_MAY_HEAR


def run_tool(python: str, module: str, *arguments: str) -> None:
    """Run venv, ensurepip or pip, and where it fails, say why in one line.

    ``-I`` keeps it from files that lie where the person stands, and from ``PYTHON…`` variables. The person's
    own settings of pip count.
    """
    import subprocess

    command = [python, "-I", "-X", "utf8", "-m", module, *arguments]
    counting = {name: text for name, text in os.environ.items() if counts_for_pip(name)}
    tool = subprocess.run(
        command,
        env=counting,
        preexec_fn=end_with_parent if sys.platform == "linux" else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if tool.returncode != 0:
        raise explanation(tool.stdout.decode("utf-8", "replace"), by_pip=module == "pip")


def end_with_parent() -> None:
    """Let the system end this process with its parent, so that no pip goes on in the way of the next run."""
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def explanation(said: str, by_pip: bool = False) -> CannotRun:
    """Return the line for the person, from what the system or a tool said."""
    import re

    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["?"]
    last = ([line for line in lines if line.startswith("ERROR: ")] or lines)[-1][:300]
    if re.search(r"Errno 28|No space left|not enough space", said):
        return CannotRun(
            "磁盘已满：请腾出空间再运行。", "The disk is full: free some space and run again.", last
        )
    if re.search(r"Errno 13|Errno 30|Permission denied|Read-only file system|Access is denied", said):
        return CannotRun(
            "项目文件夹不可写：请取得写入权限，或把项目移到可写的地方，再运行。",
            "The project's folder is not writable: get permission or move the project, then run again.",
            last,
        )
    if by_pip:
        # Cut off from the network, pip's last word is that it found no package; the reason stands before it.
        reasons = re.findall(r"connection broken by '(.*)'", re.sub(r"<[^<>]*>:? ?", "", said))
        setting = os.path.join(PROGRAMS, "pip") + " config set global.index-url"
        return CannotRun(
            f"依赖没有装上：请检查网络再运行；要用镜像，先运行 {setting} 镜像地址",
            f"Installing failed: check the network and run again; for a mirror, first run {setting} ADDRESS",
            "pip: " + "; ".join([*reasons[-1:], last]),
        )
    return CannotRun(
        "命令没能开始，原因见末尾；.venv 可以删除，下次运行会重建。",
        "The command could not start, as said at the end; .venv may be deleted, the next run makes it again.",
        last,
    )


def run_command(python: str, arguments: list) -> int:
    """Become the command, in the Python given and where the person stands; on Windows, wait for it."""
    inherited = os.environ.get("PYTHONPATH") if python == sys.executable else None
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [ROOT, inherited]))
    os.environ["PYTHONUTF8"] = "1"
    for variable in ("OPTIMIZE", "WARNINGS", "DEVMODE", "INSPECT", "HOME"):
        # They change what a program does: without docstrings, two pages would be empty.
        os.environ.pop("PYTHON" + variable, None)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's end of life is known: docs/decisions/0001.
    # -P: a file yaml.py that lies where the person stands is not the package.
    command = [python, "-P", "-m", "registry", *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(python, command)
    import subprocess

    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # The command was interrupted as well, and ends in its own way.


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

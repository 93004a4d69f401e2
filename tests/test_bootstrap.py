"""``build.py``: the environment it makes, and the one line it says where it cannot.

The runs are real ones, of a copy of ``build.py`` in a small project whose locks pin packages made here, so
that pip needs no network.
"""

from __future__ import annotations

import ast
import base64
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build.py"
CLOSED_PORT = "http://127.0.0.1:9/simple"
CHINESE = re.compile("[一-鿿]")
REGISTRY = """
import json, os, sys
import sample
variables = {name: os.environ.get(name) for name in ("PYTHONPATH", "NO_MKDOCS_2_WARNING", "PYTHONOPTIMIZE")}
print(json.dumps({"arguments": sys.argv[1:], "python": sys.executable, "folder": os.getcwd(),
                  "sample": sample.__file__, **variables}))
sys.exit(1 if "bad" in sys.argv else 0)
"""


def make_wheel(folder: Path, name: str) -> str:
    """Make a package of one empty module and return its pin, as it stands in a lock."""
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    files = {
        f"{name}.py": "",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{name}-1.0.dist-info/RECORD"
    rows = [f"{path},sha256={digest(text)},{len(text)}" for path, text in files.items()]
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, record: "\n".join([*rows, f"{record},,\n"])}.items():
            archive.writestr(path, text)
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def digest(text: str) -> str:
    """Return a file's hash as a wheel's RECORD has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def make_project(folder: Path) -> Path:
    """Make a project with build.py, two small locks and a registry that tells how it was called."""
    for name in ("registry", "requirements", "wheels"):
        (folder / name).mkdir(parents=True)
    shutil.copy(BUILD, folder)
    (folder / "registry/__main__.py").write_text(REGISTRY)
    (folder / "requirements/run.txt").write_text(make_wheel(folder / "wheels", "sample"))
    (folder / "requirements/test.txt").write_text(make_wheel(folder / "wheels", "sample_of_tests"))
    return folder


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[int, str, str]]]:
    """Make a project and run it twice at once for the first time: this takes seconds."""
    project = make_project(tmp_path_factory.mktemp("ready") / "项目 project")
    runs = [
        subprocess.Popen(
            [sys.executable, str(project / "build.py")],
            cwd=project, env=environment(project), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [each.communicate() for each in runs]
    return project, [(each.returncode, *words) for each, words in zip(runs, said, strict=True)]


@pytest.fixture
def project(ready: tuple[Path, list[tuple[int, str, str]]], tmp_path: Path) -> Path:
    """Return a copy of the project that has run; the files of its environment are the same, and never changed in place."""
    copy = shutil.copytree(ready[0], tmp_path / "project", ignore=shutil.ignore_patterns(".venv"))
    shutil.copytree(ready[0] / ".venv", copy / ".venv", symlinks=True, copy_function=os.link)
    return copy


def environment(project: Path, **more: str) -> dict[str, str]:
    """Return variables under which pip knows the project's own wheels and nothing else."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    pip = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (project / "wheels").as_uri(),
    }
    return {**inherited, "PYTHONUTF8": "1", **pip, **more}


def run(
    project: Path, *arguments: str, before: str = "", folder: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the project's build.py, if wished after a line of Python that changes its world."""
    script = project / "build.py"
    start = [str(script)]
    if before:
        world = f"{{'__name__': '__main__', '__file__': {str(script)!r}}}"
        start = ["-c", f"{before}; exec({script.read_text(encoding='utf-8')!r}, {world})"]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        cwd=folder or project,
        env=environment(project, **variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def assert_cannot_run(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Hold a failed run against the promise: status 2, and as its last word one line in both languages."""
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    *progress, line = result.stderr.splitlines()
    assert len(progress) <= 1
    chinese, english = line.split(" / ", 1)
    assert CHINESE.search(chinese)
    assert not CHINESE.search(english)
    for word in words:
        assert word in line


def load(path: Path = BUILD) -> ModuleType:
    """Load a build.py as a module."""
    specification = importlib.util.spec_from_file_location("build", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


# What it does


def test_first_runs_install_once_and_hand_over(ready: tuple[Path, list[tuple[int, str, str]]]) -> None:
    """Of two at once, one makes the environment and the other waits for it."""
    project, runs = ready
    assert [status for status, *_ in runs] == [0, 0], runs
    assert (
        sum(
            "第一次运行：正在安装依赖… / First run: installing what the project needs …\n" in said
            for *_, said in runs
        )
        == 1
    )
    told = json.loads(runs[0][1])
    assert told["python"] == str(project / ".venv/bin/python")
    assert told["sample"].startswith(str(project / ".venv"))
    assert told["PYTHONPATH"] == str(project)
    assert told["NO_MKDOCS_2_WARNING"] == "1"


def test_later_runs_say_nothing_and_pass_arguments_status_and_folder_on(
    project: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (elsewhere / "sample.py").write_text("raise SystemExit('a stranger')")
    result = run(project, "check", "a b", "bad", folder=elsewhere)
    assert (result.returncode, result.stderr) == (1, "")
    told = json.loads(result.stdout)
    assert told["arguments"] == ["check", "a b", "bad"]
    assert told["folder"] == str(elsewhere)


def test_ready_environment_is_found_without_an_import(project: Path) -> None:
    before = (
        "import os, sys; old = set(sys.modules); os.execv = lambda *_: sys.exit(str(set(sys.modules) - old))"
    )
    assert run(project, before=before).stderr == "set()\n"


def test_changed_lock_is_installed_anew_whatever_variables_tell_pip(project: Path, tmp_path: Path) -> None:
    lock = project / "requirements/run.txt"
    lock.write_text(lock.read_text() + make_wheel(project / "wheels", "another"))
    (leftover := project / ".venv/leftover").touch()
    elsewhere = tmp_path / "elsewhere"
    places = {f"PIP_{name}": str(elsewhere) for name in ("TARGET", "PREFIX", "ROOT", "SRC", "LOG", "REPORT")}
    flags = {
        f"PIP_{name}": "1"
        for name in ("DRY_RUN", "USER", "NO_DEPS", "IGNORE_INSTALLED", "REQUIRE_VIRTUALENV")
    }
    result = run(project, **places, **flags, PIP_PYTHON="/nowhere", PIP_CONSTRAINT="nowhere.txt")
    assert result.returncode == 0, result.stderr
    assert not elsewhere.exists()
    assert result.stderr == "所需的依赖有变化：正在安装… / What is needed has changed: installing …\n"
    assert list(project.glob(".venv/lib/*/site-packages/another.py"))
    assert not leftover.exists()


def test_test_packages_are_added_when_tests_are_run(project: Path) -> None:
    (kept := project / ".venv/kept").touch()
    assert run(project, "test", "--help").stderr == ""
    assert not list(project.glob(".venv/lib/*/site-packages/sample_of_tests.py"))
    assert run(project, "test").returncode == 0
    assert list(project.glob(".venv/lib/*/site-packages/sample_of_tests.py"))
    assert kept.exists()


def test_half_made_environment_is_not_used(project: Path) -> None:
    build = load(project / "build.py")
    assert build.is_installed(build.RUN_LOCK)
    (project / ".venv/installed-run.txt").unlink()
    assert not build.is_installed(build.RUN_LOCK)


def test_environment_of_another_python_is_not_used(project: Path) -> None:
    build = load(project / "build.py")
    stamp = project / ".venv/installed-run.txt"
    content = stamp.read_bytes().replace(b"cpython-", b"cpython-9")
    stamp.unlink()
    stamp.write_bytes(content)
    assert not build.is_installed(build.RUN_LOCK)


def test_environment_whose_python_is_gone_is_not_used(project: Path) -> None:
    build = load(project / "build.py")
    (project / ".venv/bin/python").unlink()
    assert not build.is_installed(build.RUN_LOCK)


def test_running_python_is_used_where_it_has_the_packages(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    lock = project / "requirements/run.txt"
    lock.write_text(f"pytest=={version('pytest')} \\\n    --hash=sha256:{'0' * 64}\n")
    (project / "sample.py").touch()
    result = run(project)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["python"] == sys.executable
    assert not (project / ".venv").exists()


# What it says where it cannot


def test_old_python_can_read_it() -> None:
    ast.parse(BUILD.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_old_python() -> None:
    result = run(ROOT, before="import sys; sys.version_info = (3, 9, 18, 'final', 0)")
    assert_cannot_run(result, "3.11", "3.9.18")


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_python_without_venv(tmp_path: Path, missing: str) -> None:
    project = make_project(tmp_path / "project")
    hide = (
        "import importlib.util as u; find = u.find_spec; "
        f"u.find_spec = lambda name, *more: None if name == {missing!r} else find(name, *more)"
    )
    result = run(project, before=hide)
    assert_cannot_run(result, "apt install python3.", "-venv")


def test_no_network(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    result = run(
        project, PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=CLOSED_PORT, PIP_RETRIES="1", no_proxy="*"
    )
    assert_cannot_run(result, "Connection refused", "pip config set global.index-url", "sample==1.0")
    assert not (project / ".venv/installed-run.txt").exists()


def test_package_with_another_hash(project: Path) -> None:
    lock = project / "requirements/run.txt"
    lock.write_text(re.sub("sha256:....", "sha256:0000", lock.read_text()))
    assert_cannot_run(run(project), "DO NOT MATCH THE HASHES")


def test_package_without_a_hash(project: Path) -> None:
    (project / "requirements/run.txt").write_text("sample==1.0\n")
    assert_cannot_run(run(project), "Hashes are required")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: None, "it is missing"),
        (lambda text: text.encode("utf-16"), "not in UTF-8"),
        (lambda text: text.encode("utf-16-le"), "not in UTF-8"),
        (lambda text: f"# 依赖\n{text}".encode("gbk"), "not in UTF-8"),
        (lambda text: f"{text}<<<<<<< HEAD\nx\n".encode(), "line 3 is a mark of a merge conflict"),
        (lambda text: f"{text}x\n>>>>>>> main\n".encode(), "line 4 is a mark of a merge conflict"),
    ],
)
def test_damaged_lock(project: Path, change: Callable[[str], bytes | None], words: str) -> None:
    lock = project / "requirements/run.txt"
    content = change(lock.read_text(encoding="utf-8"))
    lock.unlink() if content is None else lock.write_bytes(content)
    assert_cannot_run(run(project), words, "git checkout HEAD -- requirements/run.txt")


def test_lock_that_is_a_pipe(project: Path) -> None:
    (project / "requirements/run.txt").unlink()
    os.mkfifo(project / "requirements/run.txt")
    assert_cannot_run(run(project), "it is not a file", "git checkout HEAD -- requirements/run.txt")


@pytest.mark.parametrize("name", [".venv", ".venv.lock"])
@pytest.mark.parametrize("target", ["folder", "file", "nowhere", "not a link"])
def test_environment_that_is_not_its_own_is_refused(tmp_path: Path, name: str, target: str) -> None:
    project = make_project(tmp_path / "project")
    (tmp_path / "folder").mkdir()
    for letter in (tmp_path / "folder" / "letter", tmp_path / "file"):
        letter.write_text("dear")
    path = project / name
    if target != "not a link":
        path.symlink_to(tmp_path / target)
    elif name == ".venv":
        path.write_text("dear")
    else:
        path.mkdir()
    assert_cannot_run(run(project), f"{name} is a link, or not what build.py makes")
    assert (tmp_path / "folder" / "letter").read_text() == (tmp_path / "file").read_text() == "dear"
    assert not (tmp_path / "nowhere").exists()


def test_environment_is_looked_at_before_it_counts(tmp_path: Path) -> None:
    """Settings of pip lead elsewhere: what is said then is said again, and nothing is taken for installed."""
    project = make_project(tmp_path / "project")
    (tmp_path / "pip.conf").write_text(f"[install]\ntarget = {tmp_path / 'elsewhere'}\n")
    result = run(project, PIP_CONFIG_FILE=str(tmp_path / "pip.conf"))
    assert_cannot_run(result, "What was installed is not in .venv")
    assert not list(project.glob(".venv/installed-*"))


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP])
def test_file_system_without_locks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)
    with (tmp_path / "lock").open("w") as turn:
        assert load().try_to_hold(turn.fileno())


def test_variables_of_python_change_nothing(project: Path) -> None:
    result = run(project, PYTHONOPTIMIZE="2", PYTHONWARNINGS="error", PYTHONIOENCODING="ascii:strict")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["PYTHONOPTIMIZE"] is None


def test_console_without_chinese(project: Path) -> None:
    (project / "requirements/run.txt").unlink()
    result = run(project, PYTHONIOENCODING="ascii:strict", PYTHONUTF8="0")
    assert result.returncode == 2
    assert "it is missing" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("number", "word"), [("EACCES", "writable"), ("EROFS", "writable"), ("ENOSPC", "full")]
)
def test_folder_that_cannot_be_written_to(tmp_path: Path, number: str, word: str) -> None:
    fail = (
        "import builtins, errno, os; real = open; "
        f"error = OSError(errno.{number}, os.strerror(errno.{number}), '.venv.lock'); "
        "builtins.open = lambda name, *more, **options: "
        "(_ for _ in ()).throw(error) if str(name).endswith('.lock') else real(name, *more, **options)"
    )
    assert_cannot_run(run(make_project(tmp_path / "project"), before=fail), word)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Error: [Errno 28] No space left on device: '.venv'", "free some space"),
        ("[Errno 30] Read-only file system: '.venv.lock'", "not writable"),
        ("[Errno 13] Permission denied: '.venv'", "not writable"),
        ("something else\n\n", "something else"),
        ("", "?"),
    ],
)
def test_explanation_is_one_line_in_both_languages(said: str, word: str) -> None:
    line = str(load().explanation(said))
    assert word in line
    assert "\n" not in line
    assert CHINESE.search(line)


# The locks


@pytest.mark.parametrize("name", ["run", "test"])
def test_lock_holds_what_is_asked_for(name: str) -> None:
    asked = re.findall(r"^\S+==\S+$", (ROOT / f"requirements/{name}.in").read_text(), flags=re.MULTILINE)
    lock = (ROOT / f"requirements/{name}.txt").read_text()
    assert asked
    for pin in asked:
        without_extras = re.sub(r"\[\w+\]", "", pin)
        assert f"\n{without_extras} \\\n" in lock
    assert "://" not in lock  # Where packages come from is a matter of the user's pip.


def test_every_machine_gets_the_same_versions() -> None:
    pins = re.findall(r"^\S+==.*$", (ROOT / "requirements/run.txt").read_text(), flags=re.MULTILINE)
    assert pins
    # watchfiles, with what it needs, is left out where it has no wheel; everywhere else there is one version of it.
    assert not [
        pin
        for pin in pins
        if ";" in pin and not pin.startswith(("anyio==", "typing-extensions==", "watchfiles=="))
    ]


def test_locks_agree() -> None:
    def versions(name: str) -> dict[str, str]:
        lock = (ROOT / f"requirements/{name}.txt").read_text()
        return dict(re.findall(r"^(\S+)==(\S+)", lock, flags=re.MULTILINE))

    run_versions, test_versions = versions("run"), versions("test")
    for shared in run_versions.keys() & test_versions.keys():
        assert run_versions[shared] == test_versions[shared]

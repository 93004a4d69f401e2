"""One run of ``serve``: builds, serves, watches, until it is interrupted."""

from __future__ import annotations

import errno
import ipaddress
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from registry.core.console import say
from registry.core.diagnostics import CommandError
from registry.core.languages import Bilingual
from registry.core.paths import base_of
from registry.devserver.rebuilder import Rebuilder, watched
from registry.devserver.server import Server
from registry.devserver.state import Preview
from registry.devserver.watching import changes
from registry.validation.reporters import report

FIRST_PORT = 8000
PORTS_TRIED = 20
"""How many ports are tried from the first on, where none is asked for."""


class ServeError(CommandError):
    """Nothing is served."""


def serve(measures: Path, host: str, port: int | None, hosts: Sequence[str] = ()) -> None:
    """Serve until interrupted, called by the names ``hosts`` too. Raises ``ServeError`` where the address cannot be had."""
    if find_spec("watchfiles") is None:
        raise ServeError(
            "本机无法安装 watchfiles，不能实时预览：修改后请运行 python3 build.py。",
            "There is no watchfiles for this kind of machine, so no live preview: run python3 build.py after a change.",
        )
    sys.setswitchinterval(0.001)  # Who asks for a page should not wait for those that are made ahead.
    measures = measures.resolve()
    preview = Preview()
    rebuilder = Rebuilder(measures, preview)
    server = _server(preview, rebuilder, host, port, hosts)
    worker = _Worker(rebuilder)
    for thread in (
        threading.Thread(target=server.serve_forever, daemon=True),
        threading.Thread(target=worker.run, daemon=True),
    ):
        thread.start()
    shown = f"[{host}]" if ":" in host else host
    say(f"http://{shown}:{server.server_address[1]}/  （Ctrl-C 结束 / Ctrl-C to stop）")
    for name in {"SIGTERM", "SIGHUP"} & {
        *dir(signal)
    }:  # A closed terminal is told by SIGHUP; Windows has none.
        signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        for changed in changes(watched(measures)):
            worker.tell(changed)
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        server.server_close()
        worker.end()
    say("已结束。 / Stopped.")


def _server(
    preview: Preview, rebuilder: Rebuilder, host: str, port: int | None, hosts: Sequence[str]
) -> Server:
    if not _is_loopback(host):
        raise ServeError(
            f"“{host}”不是本机地址；预览只在本机，用 127.0.0.1 或 ::1。",
            f"“{host}” is not an address of this machine alone; the preview is local: 127.0.0.1 or ::1.",
        )
    kind = type("Server6", (Server,), {"address_family": socket.AF_INET6}) if ":" in host else Server
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for each in ports:
        try:
            return kind((host, each), preview, lambda: _words(rebuilder), hosts)  # type: ignore[no-any-return]
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                why = (
                    "没有权限，1024 以下的端口须由管理员使用"
                    if error.errno == errno.EACCES
                    else f"{error.strerror}"
                )
                raise ServeError(
                    f"端口 {each} 无法使用（{why}）：请用 --port 另选一个。",
                    f"Port {each} of {host} cannot be used ({error.strerror}): choose another with --port.",
                ) from None
            if port is None:
                say(f"端口 {each} 被占用，尝试下一个。 / Port {each} is in use, trying the next.", error=True)
    raise ServeError(
        f"端口 {ports[0]} 已被占用：请用 --port 另选一个。",
        f"Port {ports[0]} is in use: choose another with --port.",
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _words(rebuilder: Rebuilder) -> dict[str, Bilingual]:
    """Return the words of the panel, as far as ``strings.yml`` could be read yet."""
    words = rebuilder.strings.words
    return {
        key: words[f"editing.live_{key}"] for key in ("title", "behind") if f"editing.live_{key}" in words
    }


class _Worker:
    """Makes the site again in a thread of its own, for all changes since the last time at once."""

    def __init__(self, rebuilder: Rebuilder) -> None:
        """Begin with everything to be made."""
        self._rebuilder = rebuilder
        self._condition = threading.Condition()
        self._changed: set[Path] = set()
        self._waiting = True
        self._ended = False

    def tell(self, changed: set[Path]) -> None:
        """Take note of changes."""
        with self._condition:
            self._changed |= changed
            self._waiting = True
            self._condition.notify_all()

    def end(self) -> None:
        """Let the thread end as soon as it can."""
        with self._condition:
            self._ended = True
            self._waiting = True
            self._condition.notify_all()

    def run(self) -> None:
        """Work until the end."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._waiting)
                if self._ended:
                    return
                changed, self._changed, self._waiting = self._changed, set(), False
            started = time.monotonic()
            problems = self._rebuilder.rebuild(changed, lambda: self._waiting)
            if problems:
                say(report(problems, "text", base_of(self._rebuilder.measures)), error=True)
            elif not self._waiting:
                took = f"{time.monotonic() - started:.2f}"
                say(f"已更新（{took} 秒） / Up to date ({took} s)")

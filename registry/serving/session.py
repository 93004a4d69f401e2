"""One run of ``serve``: builds, serves, watches, until it is interrupted.

Imports ``rebuilding``, ``server`` and the rooms before them.
"""

from __future__ import annotations

import ipaddress
import signal
import socket
import sys
import threading
import time
from pathlib import Path

from registry.bilingual import Bilingual
from registry.command import base_of
from registry.report import report
from registry.serving.preview import Preview
from registry.serving.rebuilding import Rebuilder, watched
from registry.serving.server import Server

FIRST_PORT = 8000
PORTS_TRIED = 20
"""How many ports are tried from the first on, where none is asked for."""

SETTLED = 10
"""Milliseconds without another change after which a change is taken to be whole; editors save in several steps."""


class ServeError(Exception):
    """Nothing is served; ``message`` says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep the words in both languages."""
        super().__init__(zh)
        self.message = Bilingual(zh, en)


def serve(measures: Path, host: str, port: int | None) -> None:
    """Serve until interrupted. Raises ``ServeError`` where the address cannot be had."""
    try:
        import watchfiles
    except ImportError:
        raise ServeError(
            "这种机器装不了 watchfiles，不能边改边看：改完运行 python3 build.py。",
            "There is no watchfiles for this kind of machine, so no live preview: run python3 build.py after a change.",
        ) from None

    sys.setswitchinterval(0.001)  # Who asks for a page should not wait for those that are made ahead.
    measures = measures.resolve()
    preview = Preview()
    rebuilder = Rebuilder(measures, preview)
    server = _server(preview, rebuilder, host, port)
    worker = _Worker(rebuilder)
    for thread in (
        threading.Thread(target=server.serve_forever, daemon=True),
        threading.Thread(target=worker.run, daemon=True),
    ):
        thread.start()
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{server.server_address[1]}/  （Ctrl-C 结束 / Ctrl-C to stop）", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for changes in watchfiles.watch(
            *watched(measures), watch_filter=_Filter(), debounce=10 * SETTLED, step=SETTLED, rust_timeout=1000
        ):
            worker.tell({Path(path) for _, path in changes})
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        server.server_close()
        worker.end()
    print("已结束。 / Stopped.", flush=True)


def _server(preview: Preview, rebuilder: Rebuilder, host: str, port: int | None) -> Server:
    if not _is_loopback(host):
        raise ServeError(
            f"“{host}”不是本机地址；预览只在本机，用 127.0.0.1 或 ::1。",
            f"“{host}” is not an address of this machine alone; the preview is local: 127.0.0.1 or ::1.",
        )
    kind = type("Server6", (Server,), {"address_family": socket.AF_INET6}) if ":" in host else Server
    ports = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for each in ports:
        try:
            return kind((host, each), preview, lambda: _words(rebuilder))  # type: ignore[no-any-return]
        except (OSError, OverflowError):
            if port is None:
                print(
                    f"端口 {each} 被占用，试下一个。 / Port {each} is in use, trying the next.",
                    file=sys.stderr,
                )
    raise ServeError(
        f"端口 {ports[0]} 用不了，可能已被占用：用 --port 换一个。",
        f"Port {ports[0]} cannot be had, perhaps it is in use: choose another with --port.",
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


class _Filter:
    """Passes over what editors and this program leave for a moment beside the files themselves."""

    def __call__(self, _: object, path: str) -> bool:
        name = Path(path).name
        return not (
            name.startswith((".", "~", "#"))
            or name.endswith(("~", ".swp", ".swx", ".tmp", ".part"))
            or name.isdigit()
        )


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
                print(
                    report(problems, "text", base_of(self._rebuilder.measures)), file=sys.stderr, flush=True
                )
            elif not self._waiting:
                print(
                    f"已更新（{time.monotonic() - started:.2f} 秒） / Up to date ({time.monotonic() - started:.2f} s)",
                    flush=True,
                )

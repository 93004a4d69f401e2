"""``python -m registry``: the commands, as ``build.py`` calls them."""

import gc
import sys

if __name__ == "__main__":
    if sys.argv[1:2] != ["serve"]:
        gc.disable()  # A command that ends soon would spend a quarter of its time on looking for cycles.
    try:
        from registry.cli.main import main
    except (ImportError, MemoryError, OSError) as error:
        sys.stderr.write(
            f"程序没有启动（{error}）：请腾出内存再运行；仍然如此的，删除 .venv 再运行。 / "
            f"The program did not start ({error}): free some memory and run again; if that does not help, delete .venv.\n"
        )
        sys.exit(2)
    sys.exit(main())

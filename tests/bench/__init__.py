"""The benchmarks: ``python3 build.py bench``. How they measure: docs/decisions/0012-measuring-speed.md."""

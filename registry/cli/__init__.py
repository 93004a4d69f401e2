"""The commands of ``python3 build.py``."""

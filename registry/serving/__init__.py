"""``serve``: the site on this machine, kept up to date while its files change.

``workshop`` makes pages again after a change, ``preview`` holds what is served, ``server`` serves it, ``command`` puts
them together. Imports ``site``, ``exports``, ``search`` and the rooms before them.
"""

"""``serve``: the site on this machine, kept up to date while its files change.

``snapshot`` is the site at one moment, ``rebuilding`` makes a new one after a change, ``preview`` holds what is served,
``server`` serves it, ``session`` puts them together.
"""

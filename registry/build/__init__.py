"""What publishing is put together from, each knowing nothing of the pages: ``registry/build/pipeline.py`` calls them in turn.

- ``swapping``: a new site takes the place of the old one in one step.
- ``working``: jobs side by side, in processes of their own.
- ``version``: which commit the site was made from.
- ``server_maps``: old addresses for web servers.
- ``compression``: files beside files, for servers that hand them out ready.
- ``classic_scripts``, ``offline``: the copy that opens from a folder.
"""

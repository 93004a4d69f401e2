"""The register of reform measures: YAML in, a checked model, pages and exports out.

The rooms, each importing only from those before it:

bilingual, problem → decoding, scanning → reading → shape → vocabulary → rules → examining, model → checking →
collection → citation, translation → templating → pages, search, exports → site → units → publish → cli

``tests/test_rooms.py`` holds this order.
"""

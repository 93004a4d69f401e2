"""The editors' tools: new files, the normal form, what a change does, and corrections on record.

``commands`` holds what ``cli`` offers of them.
"""

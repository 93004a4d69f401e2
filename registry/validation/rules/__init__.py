"""The rules: what must hold of measure files beyond their shape. A rule is a small generator; its docstring is the rule.

``identity`` is about names and places of files, ``outline`` about the documents' lists, ``official_text`` about the
Chinese, ``english`` about the translation, ``publication`` about what was published, ``ledger`` about the record of it, ``references`` about the vocabulary
itself, ``upkeep`` about what is made from it. ``catalogue`` has every rule of the register, with an example of each.
"""

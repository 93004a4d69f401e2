"""Enters every rule: a module of rules is named here, and nowhere else."""

from registry.validation.rules import (  # noqa: F401  (entering the rules)
    british,
    documents,
    english,
    identity,
    ledger,
    official_text,
    outline,
    plain_text,
    publication,
    references,
    renderings,
    upkeep,
)

"""The declared records, the register of them, the ledger of what was published, the words of the interface, citations."""

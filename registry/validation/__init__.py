"""The rules, the check of the register, of the configuration and of hand-written pages, and the reporters."""

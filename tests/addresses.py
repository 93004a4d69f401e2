"""The address of the site in tests."""

SITE = "https://example.org/reforms"
"""With a path of its own, so that nothing can rely on standing at the host's root."""

"""The register of reform measures. Packages in the order of the data; each imports only from those above it.

core, loader        diagnostics, workers, git, texts; bytes of a YAML file to typed values with their places
model, validation   the records, the register and the ledger; the rules, the check, the reporters
authoring, search   new, format, diff, amend; the search index
rendering, pages    render context, components, shell; one module a kind of page, and the table of pages
exports, build      API, office files, feeds, sitemap; targets, manifest, publishing in one step
devserver, cli      live preview; the commands

``tests/test_packages.py`` holds this order.
"""

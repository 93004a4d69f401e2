"""What every package uses: languages, diagnostics, errors, paths, workers, git, writing, fingerprints, texts."""

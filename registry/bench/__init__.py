"""The benchmarks: synthetic registers, and what the register costs at which size."""

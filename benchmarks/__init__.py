"""Each headline figure, beside its peer, by one command: `python -m benchmarks`."""

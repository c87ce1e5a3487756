"""Synthetic rows at the size of East Java, for `benchmarks/`; never for a portal in use."""

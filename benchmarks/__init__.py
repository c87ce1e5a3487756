"""The cost of the portal against the cost of the same work without it, in one interleaved run."""

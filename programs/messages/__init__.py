"""The sentences for what policies return as codes: violations, refusals, faults and figures."""

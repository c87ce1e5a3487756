"""Messages for the codes that policies return: violations, refusals, faults and figures."""

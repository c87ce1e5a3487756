"""What apps above tell the delivery log about the messages they send."""

"""Messages to owners about their data."""

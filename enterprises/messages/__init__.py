"""What owners are told about their data."""

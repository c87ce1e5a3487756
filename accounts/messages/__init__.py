"""Messages of accounts to people."""

"""What accounts say to people."""

"""Input and output of the programme endpoints."""

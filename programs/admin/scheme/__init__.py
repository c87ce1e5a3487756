"""The list of schemes, and the form that creates a new one."""

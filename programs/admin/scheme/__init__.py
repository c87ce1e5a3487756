"""The list of schemes, and the form that begins a new one."""

"""SIKP in the admin: its codes, and the file of verified candidates."""

from financing.admin import sikp_code

__all__ = ["sikp_code"]

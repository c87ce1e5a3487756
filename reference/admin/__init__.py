"""Reference data in the admin."""

from reference.admin import holiday, kbli, parameter, region, sikp_code

__all__ = ["holiday", "kbli", "parameter", "region", "sikp_code"]

"""Reference data in the admin."""

from reference.admin import holiday, kbli, parameter, region

__all__ = ["holiday", "kbli", "parameter", "region"]

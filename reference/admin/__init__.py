"""Reference data in the admin."""

from reference.admin import complaint_channel, holiday, kbli, parameter, region

__all__ = ["complaint_channel", "holiday", "kbli", "parameter", "region"]

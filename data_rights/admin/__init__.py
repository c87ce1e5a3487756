"""Requests about personal data in the admin."""

from data_rights.admin import request

__all__ = ["request"]

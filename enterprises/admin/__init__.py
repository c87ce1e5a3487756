"""The register of enterprises and the claims on them, in the admin."""

from enterprises.admin import claim, enterprise, nik_search

__all__ = ["claim", "enterprise", "nik_search"]

"""The register and the claims on it, for officials."""

from enterprises.admin import claim, enterprise, nik_search

__all__ = ["claim", "enterprise", "nik_search"]

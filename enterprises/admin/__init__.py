"""The register and the claims on it, for officials."""

from enterprises.admin import claim, enterprise

__all__ = ["claim", "enterprise"]

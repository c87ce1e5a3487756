"""The register of enterprises, the claims on them and their helpers, in the admin."""

from enterprises.admin import (
    claim,
    enterprise,
    helper_consent,
    nik_search,
    owner_notice,
    product,
    skill,
)

__all__ = [
    "claim",
    "enterprise",
    "helper_consent",
    "nik_search",
    "owner_notice",
    "product",
    "skill",
]

"""Serializer fields that accept only existing codes of reference data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.api.fields import ExistingCode
from reference.selectors.regions import regency


class RegencyCode(ExistingCode):
    """The dotted code of a regency or city of East Java, such as 35.78."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            exists=regency,
            code="unknown_regency",
            message=_("Kabupaten/kota tidak ada di Jawa Timur. Tulis kode seperti 35.78."),
            **options,
        )

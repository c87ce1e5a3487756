"""Fields for codes that must exist: schemes and stages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.api.fields import ExistingCode
from programs.selectors.catalogue import is_scheme, is_stage


class SchemeCode(ExistingCode):
    """The code of a scheme, such as kur-mikro."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            exists=is_scheme,
            code="unknown_scheme",
            message=_("Skema ini tidak dikenal."),
            **options,
        )


class StageCode(ExistingCode):
    """The code of a review stage, such as completeness."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            exists=is_stage,
            code="unknown_stage",
            message=_("Tahap ini tidak dikenal."),
            **options,
        )

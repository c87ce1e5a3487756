"""The longest real names that letters have to fit."""

from collections.abc import Mapping
from typing import Final

from enterprises.models import Enterprise
from letters.enums import BaseField
from programs.models import Scheme
from reference.selectors.regions import all_regencies

# Finding the longest of all would scan every enterprise; the newest have long ones too.
_NEWEST: Final = 2_000


def longest_names() -> Mapping[BaseField, str]:
    """Return the longest names of the newest enterprises, of regencies and of schemes. Two queries.

    An enterprise's address is not among them: whoever writes letters need not read it.
    """
    enterprises = Enterprise.objects.order_by("-id").values_list("name", flat=True)[:_NEWEST]
    return {
        BaseField.ENTERPRISE: max(enterprises, key=len, default=""),
        BaseField.REGENCY: max((str(each) for each in all_regencies()), key=len, default=""),
        BaseField.SCHEME: max((each.name for each in Scheme.objects.all()), key=len, default=""),
    }

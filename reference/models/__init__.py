"""Tables of reference data."""

from reference.models.complaint_channel import ComplaintChannel
from reference.models.holiday import HolidayOverride
from reference.models.kbli import Kbli
from reference.models.kbli_crosswalk import KbliStep
from reference.models.parameter import LegalParameter
from reference.models.region import Regency

__all__ = ["ComplaintChannel", "HolidayOverride", "Kbli", "KbliStep", "LegalParameter", "Regency"]

"""The reason of a decision on who acts for an enterprise."""

from typing import Final

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from common.identity.reasons import refuse_nik
from common.text.typed_reasons import is_reason

MIN_REASON: Final = 3


def require_reason(typed: str) -> str:
    """Return what an official wrote; raises InvalidInput `reason_required`, `nik_in_reason`."""
    reason = typed.strip()
    if not is_reason(reason, least=MIN_REASON):
        text = _("Tulis alasan, paling sedikit 3 huruf.")
        raise InvalidInput("reason_required", text, field="reason")
    refuse_nik(reason)
    return reason

"""What a request for correction stores in the history."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from applications.enums import CorrectionReason
from applications.models import Application
from applications.policies.corrections import particulars_in, unknown_particulars
from applications.selectors.changes import particulars_said
from common.errors import InvalidInput

MAX_FIELDS: Final = 100
MAX_FIELD_LENGTH: Final = 120


def requested_correction(application: Application, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields to correct, what is wrong with each, and what was said until now.

    Raises InvalidInput for unreadable fields, a particular of the enterprise that its owner cannot
    change, and reasons that are unknown or of a field that is not asked for.
    """
    fields = _fields(data.get("fields"))
    reasons = _field_reasons(data.get("field_reasons"), fields)
    stored: dict[str, Any] = {"fields": fields, "answers": dict(application.answers)}
    if reasons:
        stored["field_reasons"] = reasons
    particulars = particulars_in(fields)
    if particulars:
        stored["enterprise"] = particulars_said(application.enterprise, particulars)
    return stored


def _fields(sent: Any) -> list[str]:
    fields = sent or []
    if not isinstance(fields, list) or not all(_is_name(field) for field in fields):
        raise InvalidInput(
            "bad_fields", _("Daftar isian yang diperbaiki tidak terbaca."), field="data.fields"
        )
    named = list(dict.fromkeys(field[:MAX_FIELD_LENGTH] for field in fields))[:MAX_FIELDS]
    unknown = unknown_particulars(named)
    if unknown:
        raise InvalidInput(
            "unknown_field",
            _(
                "Isian profil usaha ini tidak dapat diminta diperbaiki, karena pelaku usaha tidak "
                "dapat mengubahnya: %(fields)s."
            )
            % {"fields": ", ".join(unknown)},
            field="data.fields",
        )
    return named


def _field_reasons(sent: Any, fields: list[str]) -> dict[str, str]:
    if sent is None:
        return {}
    known = {str(reason) for reason in CorrectionReason}
    if not isinstance(sent, Mapping) or not all(
        field in fields and isinstance(reason, str) and reason in known
        for field, reason in sent.items()
    ):
        raise InvalidInput(
            "bad_field_reasons",
            _(
                "Alasan per isian harus salah satu dari %(reasons)s, dan hanya untuk isian yang "
                "diminta diperbaiki."
            )
            % {"reasons": ", ".join(sorted(known))},
            field="data.field_reasons",
        )
    return {field: sent[field] for field in fields if field in sent}


def _is_name(field: Any) -> bool:
    return isinstance(field, str) and "\x00" not in field

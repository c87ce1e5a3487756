"""The status of an objection in words, for officials."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Objection, ObjectionStatus

_WORDS: Mapping[str, str | Promise] = {
    ObjectionStatus.FILED: _("menunggu telaah"),
    ObjectionStatus.REVIEWED: _("menunggu jawaban pejabat"),
    ObjectionStatus.UPHELD: _("diterima"),
    ObjectionStatus.REFUSED: _("tidak diterima"),
    ObjectionStatus.UNANSWERED: _("diterima karena tidak dijawab"),
}


def objection_label(objection: Objection) -> str:
    """Return the status of the objection in words."""
    return str(_WORDS[objection.status])

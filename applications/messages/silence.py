"""Words of an approval by silence: its reason, the statement, the notices before and after."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, ApplicationEvent
from applications.permissions import acting_stage
from common.dates.clock import local_date
from common.text.formats import date_long
from notifications.policies.notice import Notice

WARNING_KEY: Final = "decision.due"
_LANGUAGES: Final = ("id", "en")


def silence_reason(*, days: int, last_day: date, basis: str) -> str:
    """Return the reason of the approval, in Indonesian as all reasons are kept."""
    with translation.override("id"):
        return _(
            "Dinas tidak memutuskan dalam %(days)s hari kerja, sampai %(day)s, sehingga permohonan "
            "ini dianggap dikabulkan (%(basis)s)."
        ) % {"days": days, "day": date_long(last_day), "basis": basis}


def statement_texts(
    application: Application, event: ApplicationEvent, office: str, sign_by: date
) -> tuple[dict[str, str], dict[str, str]]:
    """Return titles and bodies of the statement by language: facts, dates, and their basis."""
    titles, bodies = {}, {}
    for language in _LANGUAGES:
        with translation.override(language):
            titles[language] = _("Pernyataan permohonan dianggap dikabulkan")
            bodies[language] = _body(application, event, office, sign_by)
    return titles, bodies


def deadline_warning(
    application: Application, people: Iterable[User], *, last_day: date, left: int
) -> list[Notice]:
    """Return the warning to the office's leads that silence is about to approve a file."""
    stage = acting_stage(application)
    said = {
        "number": application.number,
        "scheme_id": application.scheme.name_id,
        "scheme_en": application.scheme.name_en,
        "enterprise": application.enterprise.name,
        "stage_id": stage.name_id if stage else "",
        "stage_en": stage.name_en if stage else "",
        "last_day_on": last_day.isoformat(),
        "left": left,
    }
    link = reverse("admin:applications_application_change", args=[application.pk])
    return [Notice(WARNING_KEY, each.pk, said, link) for each in people]


def _body(application: Application, event: ApplicationEvent, office: str, sign_by: date) -> str:
    assert application.submitted_at is not None  # noqa: S101 - it was decided
    said = {
        "number": application.number,
        "scheme": application.scheme.name,
        "enterprise": application.enterprise.name,
        "office": office,
        "sent": date_long(local_date(application.submitted_at)),
        "on": date_long(local_date(event.at)),
        "reason": event.reason,
        "sign_by": date_long(sign_by),
    }
    lines = [
        _(
            "Permohonan %(number)s, %(scheme)s, dari %(enterprise)s dikirim lengkap kepada "
            "%(office)s pada %(sent)s."
        ),
        "%(reason)s",
        _("Keputusan itu tercatat pada %(on)s oleh sistem portal, karena batas waktunya lewat."),
        _(
            "Pernyataan ini menunjukkan bahwa permohonan dikabulkan sampai surat yang "
            "ditandatangani menggantikannya. Dinas wajib menandatangani surat itu paling lambat "
            "%(sign_by)s."
        ),
    ]
    return "\n".join(line % said for line in lines)

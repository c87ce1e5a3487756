"""The outcome hooks of permits: what the owner does in the agencies' own systems."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.kinds.outcome import Outcome, OutcomeTask, Panel, PermitRow
from applications.kinds.outside_task import OutsideTask
from applications.models import Application, ApplicationEvent
from letters.enums import LetterAction
from letters.models import Letter
from permits.enums import PERMIT_DOCUMENT
from permits.messages.names import check_text, origin_text
from permits.messages.slots import places_text
from permits.models import Permit
from permits.permissions import RECORDED_OUTCOME, is_recordable, records
from permits.policies.handover import HANDED_OVER
from permits.policies.status_table import IN_FORCE
from permits.selectors.permits import permits_of
from permits.services.completion import is_done
from permits.services.issued import letter_changed
from permits.services.letter_year import chosen_year, is_chosen_now, letter_not_before
from permits.services.slots import follow

# Public addresses of the agencies, as their own pages and service notes give them.
_OSS: Final = "https://oss.go.id"
_SIHALAL: Final = "https://ptsp.halal.go.id"
_ESKA: Final = "https://e-ska.kemendag.go.id"
_DJKI: Final = "https://merek.dgip.go.id"

OUTSIDE_TASKS: Final = {
    "oss-self": OutsideTask(
        todo=_("Masuk ke OSS dengan akun usaha Anda, ajukan di sana, lalu kabari nomornya."),
        place="OSS",
        link=_OSS,
        number=_("Nomor yang tertulis di OSS"),
        needs_number=True,
        handed_over=HANDED_OVER["oss-self"],
        bring_back=_("nomor dan dokumen yang terbit di OSS."),
        clock=_("OSS dan instansi yang memeriksa di sana, bukan dinas ini."),
    ),
    "sihalal": OutsideTask(
        todo=_("Daftarkan produk Anda di SIHALAL milik BPJPH, lalu kabari nomor pendaftarannya."),
        place="SIHALAL",
        link=_SIHALAL,
        number=_("Nomor pendaftaran di SIHALAL"),
        needs_number=True,
        handed_over=HANDED_OVER["sihalal"],
        bring_back=_("nomor pendaftaran dari SIHALAL."),
        clock=_("BPJPH, sejak pendaftaran Anda diterima di SIHALAL; bukan dinas ini."),
    ),
    "e-ska": OutsideTask(
        todo=_("Ajukan surat keterangan asal di e-SKA. Sesudah terbit, kabari nomornya."),
        place="e-SKA",
        link=_ESKA,
        number=_("Nomor surat keterangan asal"),
        needs_number=True,
        needs_photo=True,
        handed_over=HANDED_OVER["e-ska"],
        bring_back=_("nomor dan foto atau PDF surat keterangan asal yang terbit."),
        clock=_("instansi penerbit SKA, sejak permohonan Anda masuk di e-SKA; bukan dinas ini."),
    ),
    "djki-filing": OutsideTask(
        todo=_("Unduh surat keterangan di halaman berkas ini, lalu daftarkan merek Anda di DJKI."),
        place="DJKI",
        link=_DJKI,
        number=_("Nomor permohonan merek"),
        needs_number=True,
        may_decline=True,
        handed_over=HANDED_OVER["djki-filing"],
        bring_back=_("nomor permohonan merek dari DJKI."),
        clock=_("DJKI, sejak pendaftaran Anda dibayar dan diterima; bukan dinas ini."),
    ),
}


class PermitOutcome(Outcome):
    """The office prepares and records; the owner files with the agency that issues."""

    outside_tasks = OUTSIDE_TASKS
    recorded_documents = frozenset({PERMIT_DOCUMENT})

    def tasks(self, application: Application) -> Sequence[OutcomeTask]:
        """Offer the choice of the letter's year, in December."""
        if not is_chosen_now(application):
            return ()
        return [
            OutcomeTask(
                str(_("Tahun surat")),
                reverse("letter-year", args=[application.pk]),
                is_done=chosen_year(application) is not None,
                hint=str(_("Tanpa pilihan, suratnya untuk tahun saat ditandatangani.")),
                is_required=False,
            )
        ]

    def letter_not_before(self, application: Application) -> date | None:
        """Return the first of January that the owner chose, if it is still ahead."""
        return letter_not_before(application)

    def may_complete(self, application: Application) -> bool:
        """Tell whether the document is recorded or declined, or no letter waits for a signature."""
        return is_done(application)

    def on_transition(self, application: Application, event: ApplicationEvent) -> None:
        """Take or free the place of a quota; a full one is a conflict."""
        follow(application, event)

    def on_letter(
        self, application: Application, letter: Letter, action: LetterAction, reason: str
    ) -> None:
        """Issue the permit of a letter with it, and let it follow the letter."""
        letter_changed(application, letter, action, reason)

    def permits(self, application: Application) -> Sequence[PermitRow]:
        """Return what was issued or recorded of the application, the oldest first."""
        return [
            PermitRow(each.pk, each.kind, each.number, each.status, each.issued_here)
            for each in permits_of(application).only("kind", "number", "status", "issued_here")
        ]

    def applicant_panel(self, application: Application, viewer: User) -> Panel | None:
        """Show what was issued or recorded for the file, in words that distinguish the two."""
        rows = [_row(each) for each in permits_of(application)]
        places = places_text(application)
        year_url = ""
        if is_chosen_now(application):
            year_url = reverse("letter-year", args=[application.pk])
        if not rows and not places and not year_url:
            return None
        url = reverse("enterprise-permits", args=[application.enterprise_id])
        context = {
            "rows": rows,
            "url": url,
            "places": places,
            "year_url": year_url,
            "year": chosen_year(application) if year_url else None,
        }
        return Panel("permits/applicant_panel.html", context)

    def office_panel(self, application: Application, viewer: User) -> Panel | None:
        """Show the same to officials, with a link for those who may record a document."""
        permits = list(permits_of(application))
        rows = [_row(each, url=reverse("admin:permits_permit", args=[each.pk])) for each in permits]
        is_open = is_recordable(application) and not any(
            each.status in IN_FORCE for each in permits
        )
        is_theirs = is_open and bool(records(viewer, application))
        places = places_text(application)
        if not rows and not is_open and not places:
            return None
        context = {
            "rows": rows,
            "places": places,
            "is_recorded": application.scheme.outcome == RECORDED_OUTCOME,
            "record_url": reverse("admin:permits_record", args=[application.pk])
            if is_theirs
            else "",
        }
        return Panel("permits/office_panel.html", context)


def _row(permit: Permit, *, url: str = "") -> dict[str, str]:
    return {
        "url": url,
        "number": permit.number,
        "status": str(permit.get_status_display()),
        "origin": origin_text(permit),
        "checked": check_text(permit),
    }


OUTCOME = PermitOutcome()

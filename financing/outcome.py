"""The outcome hooks of loans: the page for the bank, and the particulars that SIKP requires."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from applications.kinds.outcome import Outcome, OutcomeTask, Panel
from applications.kinds.outside_task import OutsideTask
from applications.models import Application
from financing.selectors.bank_sheet import has_bank_sheet
from financing.selectors.borrowers import borrower_of


class FinancingOutcome(Outcome):
    """The office introduces the owner, who goes to a bank; nothing is sent to one."""

    outside_tasks = {
        "bank-receipt": OutsideTask(
            todo=gettext_lazy("Bawa halaman untuk bank ke bank penyalur pilihan Anda."),
            place=gettext_lazy("bank penyalur"),
            number=gettext_lazy("Nomor tanda terima dari bank, bila ada"),
            done=gettext_lazy("Berkas sudah saya bawa ke bank"),
            may_decline=True,
        ),
        "lpdb-proposal": OutsideTask(
            todo=gettext_lazy(
                "Ambil surat rekomendasinya di dinas, lalu ajukan proposal koperasi ke LPDB."
            ),
            place="LPDB",
            number=gettext_lazy("Nomor tanda terima dari LPDB, bila ada"),
            done=gettext_lazy("Proposal sudah kami ajukan"),
            may_decline=True,
        ),
    }

    def tasks(self, application: Application) -> Sequence[OutcomeTask]:
        """Offer the particulars for SIKP before sending; consent is free, so none are required."""
        if not application.scheme.uses_sikp:
            return ()
        return [
            OutcomeTask(
                _("Data untuk SIKP"),
                reverse("application-borrower", args=[application.pk]),
                is_done=borrower_of(application.enterprise) is not None,
                hint=_(
                    "SIKP adalah Sistem Informasi Kredit Program Kementerian Keuangan. Tanpa data "
                    "ini pengajuan tetap dapat dikirim, tetapi belum didaftarkan di SIKP."
                ),
                is_required=False,
            )
        ]

    def applicant_panel(self, application: Application, viewer: User) -> Panel | None:
        """Link to the page for the bank and to the particulars for SIKP, for candidates of KUR."""
        if not application.scheme.uses_sikp:
            return None
        has_borrower = borrower_of(application.enterprise) is not None
        return Panel(
            "financing/applicant_panel.html",
            {
                "application": application,
                "has_borrower": has_borrower,
                "may_print": has_bank_sheet(application),
            },
            later="financing/sikp_line.html",
        )


OUTCOME = FinancingOutcome()

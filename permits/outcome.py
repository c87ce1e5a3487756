"""The outcome hooks of permits: what the owner does in the agencies' own systems."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from applications.kinds.outcome import Outcome
from applications.kinds.outside_task import OutsideTask
from applications.models import Application
from permits.services.completion import is_done

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
    ),
    "sihalal": OutsideTask(
        todo=_("Daftarkan produk Anda di SIHALAL milik BPJPH, lalu kabari nomor pendaftarannya."),
        place="SIHALAL",
        link=_SIHALAL,
        number=_("Nomor pendaftaran di SIHALAL"),
        needs_number=True,
    ),
    "e-ska": OutsideTask(
        todo=_("Ajukan surat keterangan asal di e-SKA. Sesudah terbit, kabari nomornya."),
        place="e-SKA",
        link=_ESKA,
        number=_("Nomor surat keterangan asal"),
        needs_number=True,
        needs_photo=True,
    ),
    "djki-filing": OutsideTask(
        todo=_("Ambil surat keterangannya di dinas, lalu daftarkan merek Anda di situs DJKI."),
        place="DJKI",
        link=_DJKI,
        number=_("Nomor permohonan merek"),
        needs_number=True,
        may_decline=True,
    ),
}


class PermitOutcome(Outcome):
    """The office prepares and records; the owner files with the agency that issues."""

    outside_tasks = OUTSIDE_TASKS

    def may_complete(self, application: Application) -> bool:
        """Tell whether the document is recorded or declined, or no letter waits for a signature."""
        return is_done(application)


OUTCOME = PermitOutcome()
